"""The Jinja2 that dialplans may use: values and conditions, no loops, no attributes but those listed here.

Every construct left in costs time and memory in proportion to the text and the values it is given; those that
could grow beyond that (`*`, `**`, `%`, replace, join) are measured before they are done.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_SOURCE = 4_000  # characters of one template or expression
MAX_RESULT = 10_000  # characters of what is spoken or kept
_MAX_INTEGER_BITS = 256

_MOMENT = frozenset(
    {"year", "month", "day", "hour", "minute", "second", "weekday", "isoweekday", "isoformat"}
)
_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        {
            "upper",
            "lower",
            "strip",
            "lstrip",
            "rstrip",
            "startswith",
            "endswith",
            "isdigit",
            "find",
            "count",
            "split",
        }
    ),
    dict: frozenset({"get", "keys", "values", "items"}),
    datetime: _MOMENT | {"date", "time"},
    date: _MOMENT,
    time: _MOMENT,
}
_FILTERS = """
    abs capitalize count d default first float int items join last length list lower max min replace reverse
    round sort string sum title trim unique upper
"""
_TESTS = """
    boolean defined divisibleby eq equalto even false float ge greaterthan gt in integer le lessthan lower lt
    mapping ne none number odd sequence string true undefined upper == != > >= < <=
"""
_REFUSED_NODES: Mapping[type[nodes.Node], str] = {
    nodes.For: "{% for %}",
    nodes.Macro: "{% macro %}",
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.Block: "{% block %}",
    nodes.Extends: "{% extends %}",
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% import %}",
    nodes.With: "{% with %}",
    nodes.ScopedEvalContextModifier: "{% autoescape %}",
}


class Unset(StrictUndefined):
    """A variable that nothing has set: an error however it is used, except by `default` and `is defined`."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"nothing has set the variable '{self._undefined_name}'"


class Absent(Undefined):
    """A key that a known value does not have: false, equal to nothing, never spoken or calculated with."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"there is no '{self._undefined_name}' in it"

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = Undefined.__hash__
    __str__ = Undefined._fail_with_undefined_error
    __iter__ = Undefined._fail_with_undefined_error
    __len__ = Undefined._fail_with_undefined_error


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 with what a dialplan needs and nothing else."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=Unset, finalize=_spoken, autoescape=False, cache_size=0)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS.split()}
        self.filters |= {"replace": _replace, "join": _join}
        self.tests = {name: self.tests[name] for name in _TESTS.split()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key of a mapping first (an answer may well have a key named 'items')."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if _is_listed(obj, attribute):
            return getattr(obj, attribute)
        return self._absent(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a['b']` and `a[0]`."""
        try:
            return obj[argument]
        except (LookupError, TypeError, AttributeError):
            return self._absent(obj, argument)

    def _absent(self, obj: Any, name: Any) -> Any:
        return obj if isinstance(obj, Unset) else Absent(obj=obj, name=str(name))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return _is_listed(obj, attr)

    def is_safe_callable(self, obj: Any) -> bool:
        return _is_listed(getattr(obj, "__self__", None), getattr(obj, "__name__", ""))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return _measured(operator, left, right)

    def refuse(self, source: str) -> nodes.Template:
        """The parsed source. Raises TemplateSyntaxError for what a dialplan may not use."""
        tree = self.parse(source)
        looked_for: tuple[type[nodes.Node], ...] = (*_REFUSED_NODES, nodes.Call)
        for node in tree.find_all(looked_for):
            word = _REFUSED_NODES.get(type(node))
            if word:
                raise TemplateSyntaxError(f"{word} is not available here", node.lineno)
            if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
                raise TemplateSyntaxError(f"there is no function '{node.node.name}'", node.lineno)
        return tree


def _spoken(value: Any) -> Any:
    return "" if value is None else value


def _is_listed(obj: Any, attribute: str) -> bool:
    return any(isinstance(obj, kind) and attribute in names for kind, names in _METHODS.items())


_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "*": operator.mul,
    "**": operator.pow,
    "%": operator.mod,
}


def _measured(name: str, left: Any, right: Any) -> Any:
    """The result of an operator, unless it would be out of all proportion."""
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if not numbers:
        raise SecurityError(f"'{name}' is for numbers only")
    if name == "**" and (abs(right) > 64 or abs(left) > 10**6):
        raise SecurityError("this power is too large")
    result = _OPERATIONS[name](left, right)
    if isinstance(result, int) and result.bit_length() > _MAX_INTEGER_BITS:
        raise SecurityError("this number is too large")
    return result


def _replace(value: object, old: str, new: str) -> str:
    text = str(value)
    return _sized(len(text) + text.count(old) * len(new), lambda: text.replace(old, new))


def _join(values: Sequence[object], separator: str = "") -> str:
    parts = [str(value) for value in values]
    return _sized(sum(map(len, parts)) + len(parts) * len(separator), lambda: separator.join(parts))


def _sized(size: int, make: Callable[[], str]) -> str:
    if size > 100 * MAX_RESULT:
        raise SecurityError("this text is too long")
    return make()
