"""Sandboxed Jinja2 in dialplans: `Template` is text with `{{ }}`, `Expression` is a condition or a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NoReturn, Self, TypeVar

import jinja2
from jinja2 import meta, nodes
from jinja2.exceptions import SecurityError
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ivr.document.model import Fault
from ivr.flow.sandbox import MAX_RESULT, MAX_SOURCE, Sandbox, Unset
from ivr.flow.work import limited, weigh

_SANDBOX = Sandbox()

T = TypeVar("T")


class ExpressionFailed(Exception):
    """A template or expression had no value in this call; the text names the variable and the source."""


class _Source:
    """Something written in a dialplan that is worked out in each call."""

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and getattr(other, "source", None) == self.source

    def __hash__(self) -> int:
        return hash((type(self), self.source))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read, json_schema_input_schema=core_schema.str_schema()
        )

    @classmethod
    def _read(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str | int | float):
            raise Fault("expected a text, found a list or a mapping", zh="应为文本，实际为列表或映射")
        return cls(str(value))


class Template(_Source):
    """Text with `{{ }}` in it, compiled when the dialplan is read. A YAML text fills a field of this type.

    Raises ValueError for a syntax error. A text without braces costs nothing in a call.
    """

    __slots__ = ("_compiled",)

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._compiled: jinja2.Template | None = None
        if "{" in source:
            self._compiled = _compile(source, source, _SANDBOX.from_string)

    @property
    def names(self) -> frozenset[str]:
        """The variables it reads."""
        return _names(self.source)

    def tree(self) -> nodes.Template:
        """The source as Jinja2 understands it."""
        return _SANDBOX.parse(self.source)

    @property
    def is_static(self) -> bool:
        """True when the text is the same in every call."""
        return self._compiled is None

    def render(self, variables: Mapping[str, object]) -> str:
        """The text for this call, at most 10,000 characters. Raises `ExpressionFailed`."""
        if self._compiled is None:
            return self.source
        try:
            with limited():
                text = self._compiled.render(variables)
        except Exception as error:
            _failed(self.source, error)
        if len(text) > MAX_RESULT:
            raise ExpressionFailed(f"'{_short(self.source)}' gives more than {MAX_RESULT:,} characters")
        return text


class Expression(_Source):
    """A Jinja2 expression without braces, such as `member.level == 'diamond'`. Raises ValueError."""

    __slots__ = ("_compiled",)

    def __init__(self, source: str) -> None:
        super().__init__(source)
        if source.strip().startswith("{{"):
            raise Fault(
                f"'{_short(source)}' is an expression already; leave out the braces {{{{ }}}}",
                zh=f"“{_short(source)}”已经是表达式；请去掉花括号 {{{{ }}}}",
            )
        self._compiled = _compile(
            source, _whole(source), lambda _: _SANDBOX.compile_expression(source, undefined_to_none=False)
        )

    @property
    def names(self) -> frozenset[str]:
        """The variables it reads."""
        return _names(_whole(self.source))

    def tree(self) -> nodes.Template:
        """The source as Jinja2 understands it."""
        return _SANDBOX.parse(_whole(self.source))

    def value(self, variables: Mapping[str, object]) -> object:
        """What it comes to in this call. Raises `ExpressionFailed`."""
        try:
            with limited():
                value = self._compiled(variables)
        except Exception as error:
            _failed(self.source, error)
        if isinstance(value, Unset):
            raise ExpressionFailed(f"'{_short(self.source)}': {value._undefined_message}")
        if isinstance(value, jinja2.Undefined):
            return None
        if isinstance(value, str) and len(value) > MAX_RESULT:
            raise ExpressionFailed(f"'{_short(self.source)}' gives more than {MAX_RESULT:,} characters")
        return value


def keepable(written: _Source, value: object) -> None:
    """Raises `ExpressionFailed` for a value too large to be kept: it might hold itself many times over."""
    try:
        weigh(value)
    except SecurityError as error:
        _failed(written.source, error)


def _whole(expression: str) -> str:
    return "{{ (" + expression + "\n) }}"


@lru_cache(maxsize=4096)
def _names(template: str) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(_SANDBOX.parse(template)))


def _compile(source: str, whole: str, make: Callable[[nodes.Template], T]) -> T:
    """The compiled form. Raises ValueError with the cause in plain words."""
    if len(source) > MAX_SOURCE:
        raise Fault(f"longer than {MAX_SOURCE:,} characters", zh=f"超过 {MAX_SOURCE:,} 个字符")
    try:
        with limited():
            return make(_SANDBOX.refuse(whole))
    except jinja2.TemplateError as error:
        raise Fault(
            f"'{_short(source)}': {error.message}", zh=f"“{_short(source)}”写法有误：{error.message}"
        ) from None
    except (RecursionError, MemoryError, SyntaxError, OverflowError):
        raise Fault(f"'{_short(source)}' is nested too deeply", zh=f"“{_short(source)}”嵌套过深") from None


def _failed(source: str, error: Exception) -> NoReturn:
    hint = " (a text becomes a number by |int or |float)" if isinstance(error, TypeError) else ""
    raise ExpressionFailed(f"'{_short(source)}': {error or type(error).__name__}{hint}") from None


def _short(source: str) -> str:
    return source if len(source) <= 80 else source[:77] + "..."
