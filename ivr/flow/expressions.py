"""Sandboxed Jinja2 in dialplans: `Template` is text with `{{ }}`, `Expression` is a condition or a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NoReturn, Self

import jinja2
from jinja2 import nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ivr.document.model import Fault
from ivr.flow.sandbox import MAX_RESULT, MAX_SOURCE, Sandbox, Unset
from ivr.flow.work import limited, weigh

_SANDBOX = Sandbox()

_OPENING: Mapping[str, str] = {
    "variable_begin": "{{",
    "block_begin": "{%",
    "raw_begin": "{%",
    "comment_begin": "{#",
}
_CLOSING = frozenset({"variable_end", "block_end", "raw_end", "comment_end"})
_KEPT = 4_096  # sources, by what they mean and compiled


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
    """Text with `{{ }}` in it, checked when the dialplan is read, compiled when a call first needs it.

    A YAML text fills a field of this type. Raises ValueError for a syntax error. A text without braces costs
    nothing in a call.
    """

    __slots__ = ("names",)

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.names = _checked(source, False) if "{" in source else frozenset()
        """The variables it reads."""

    def tree(self) -> nodes.Template:
        """The source as Jinja2 understands it."""
        return _SANDBOX.parse(self.source)

    def pieces(self) -> Iterator[tuple[str, str]]:
        """The source cut where braces begin and end, each piece with its kind: `text`, or the opening brace
        (`{{`, `{%`, `{#`) of what is in braces."""
        opening, written = "", ""
        for _, token, text in _SANDBOX.lex(self.source):
            if token in _OPENING:
                if written:
                    yield "text", written
                opening, written = _OPENING[token], ""
            written += text
            if token in _CLOSING:
                yield opening, written
                opening, written = "", ""
        if written:
            yield "text", written

    @property
    def is_static(self) -> bool:
        """True when the text is the same in every call."""
        return "{" not in self.source

    def render(self, variables: Mapping[str, object]) -> str:
        """The text for this call, at most 10,000 characters. Raises `ExpressionFailed`."""
        if self.is_static:
            return self.source
        try:
            with limited():
                text = _template(self.source).render(variables)
        except Exception as error:
            _failed(self.source, error)
        if len(text) > MAX_RESULT:
            raise ExpressionFailed(f"'{_short(self.source)}' gives more than {MAX_RESULT:,} characters")
        return text


class Expression(_Source):
    """A Jinja2 expression without braces, such as `member.level == 'diamond'`. Raises ValueError."""

    __slots__ = ("names",)

    def __init__(self, source: str) -> None:
        super().__init__(source)
        if source.strip().startswith("{{"):
            raise Fault(
                f"'{_short(source)}' is an expression already; leave out the braces {{{{ }}}}",
                zh=f"“{_short(source)}”已经是表达式；请去掉花括号 {{{{ }}}}",
            )
        self.names = _checked(source, True)
        """The variables it reads."""

    def tree(self) -> nodes.Template:
        """The source as Jinja2 understands it."""
        return _SANDBOX.parse(_whole(self.source))

    def value(self, variables: Mapping[str, object]) -> object:
        """What it comes to in this call. Raises `ExpressionFailed`."""
        try:
            with limited():
                value = _expression(self.source)(variables)
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


@lru_cache(maxsize=_KEPT)
def _checked(source: str, is_expression: bool) -> frozenset[str]:
    """The variables that a source reads. Raises ValueError with the cause in plain words."""
    if len(source) > MAX_SOURCE:
        raise Fault(f"longer than {MAX_SOURCE:,} characters", zh=f"超过 {MAX_SOURCE:,} 个字符")
    try:
        return _SANDBOX.checked(source, is_expression)
    except jinja2.TemplateError as error:
        raise Fault(
            f"'{_short(source)}': {error.message}", zh=f"“{_short(source)}”写法有误：{error.message}"
        ) from None
    except (RecursionError, MemoryError, OverflowError):
        raise Fault(f"'{_short(source)}' is nested too deeply", zh=f"“{_short(source)}”嵌套过深") from None


@lru_cache(maxsize=_KEPT)
def _template(source: str) -> jinja2.Template:
    return _SANDBOX.from_string(source)


@lru_cache(maxsize=_KEPT)
def _expression(source: str) -> TemplateExpression:
    return _SANDBOX.compile_expression(source, undefined_to_none=False)


def _failed(source: str, error: Exception) -> NoReturn:
    hint = " (a text becomes a number by |int or |float)" if isinstance(error, TypeError) else ""
    raise ExpressionFailed(f"'{_short(source)}': {error or type(error).__name__}{hint}") from None


def _short(source: str) -> str:
    return source if len(source) <= 80 else source[:77] + "..."
