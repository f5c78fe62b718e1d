"""The Jinja2 that dialplans may use: values and conditions, no loops, no attributes but those listed here.

What is left costs time and memory in proportion to the values it is given. These may be large (an answer of
an HTTP service) or made so: each operation on them is charged before it is done, see `ivr.flow.work`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ivr.flow.sandbox_filters import filters, tests
from ivr.flow.sandbox_operations import calculated, called, compared, joined, sliced
from ivr.flow.work import charge, weigh

MAX_SOURCE = 4_000  # characters of one template or expression
_DEEPEST = 50  # levels of an expression, which Python can compile
_MOST_NODES = 400  # names, constants and operations of one source, compiled in some milliseconds
MAX_RESULT = 10_000  # characters of what is spoken or kept

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


class _Charging(CodeGenerator):
    """Lets the environment do what Jinja2 would leave to Python: `~`, comparisons, `in`, slices."""

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        self._all(node.nodes, frame)
        self.write("))")

    @optimizeconst
    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        self.write("environment.compared(")
        self.visit(node.expr, frame)
        for operand in node.ops:
            self.write(f", ({operand.op!r}, ")
            self.visit(operand.expr, frame)
            self.write(")")
        self.write(")")

    @optimizeconst
    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        bounds = (part or nodes.Const(None) for part in (node.arg.start, node.arg.stop, node.arg.step))
        self.write("environment.sliced(")
        self._all((node.node, *bounds), frame)
        self.write(")")

    def _all(self, values: Iterable[nodes.Expr], frame: Frame) -> None:
        for value in values:
            self.visit(value, frame)
            self.write(", ")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 with what a dialplan needs and nothing else."""

    code_generator_class = _Charging
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})
    joined = staticmethod(joined)
    compared = staticmethod(compared)
    sliced = staticmethod(sliced)

    def __init__(self) -> None:
        super().__init__(undefined=Unset, finalize=_spoken, autoescape=False, cache_size=0, optimized=False)
        self.globals.clear()
        self.filters = dict(filters())
        self.tests = dict(tests())

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key of a mapping first (an answer may well have a key named 'items')."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if _is_listed(obj, attribute):
            return getattr(obj, attribute)
        return self._absent(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a['b']` and `a[0]`."""
        if isinstance(argument, list | tuple):
            return self._absent(obj, "list")
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
        return calculated(operator, left, right)

    def call(__self, __context: Any, __obj: Any, *values: Any, **named: Any) -> Any:
        """A method of a text, a mapping or a moment."""
        if not __self.is_safe_callable(__obj):
            raise SecurityError(f"{__obj!r:.60} cannot be called")
        return called(__obj, values, named)

    def checked(self, source: str, is_expression: bool) -> frozenset[str]:
        """The variables that a source reads. Raises TemplateSyntaxError for what a dialplan may not use.

        What passes can be compiled, and soon enough to be left until it is needed in a call.
        """
        tree = self._expression(source) if is_expression else self.parse(source)
        names: set[str] = set()
        level: list[nodes.Node] = [tree]
        depth = count = 0
        while level:
            depth, count = depth + 1, count + len(level)
            if depth > _DEEPEST or count > _MOST_NODES:
                raise TemplateSyntaxError("this is too long or nested too deeply", 1)
            for node in level:
                self._refuse(node)
                if isinstance(node, nodes.Name):
                    names.add(node.name)
            level = [below for node in level for below in node.iter_child_nodes()]
        return frozenset(names)

    def _expression(self, source: str) -> nodes.Node:
        parser = Parser(self, source, state="variable")
        tree = parser.parse_expression()
        if not parser.stream.eos:
            raise TemplateSyntaxError("something stands behind the expression", 1)
        return tree

    def _refuse(self, node: nodes.Node) -> None:
        word = _REFUSED_NODES.get(type(node))
        if word:
            raise TemplateSyntaxError(f"{word} is not available here", node.lineno)
        if isinstance(node, nodes.Pair) and not isinstance(node.key, nodes.Const):
            raise TemplateSyntaxError("the keys of a mapping must be written out", node.lineno)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            raise TemplateSyntaxError(f"there is no function '{node.node.name}'", node.lineno)
        if isinstance(node, nodes.Filter) and node.name not in self.filters:
            raise TemplateSyntaxError(f"No filter named {node.name!r}.", node.lineno)
        if isinstance(node, nodes.Test) and node.name not in self.tests:
            raise TemplateSyntaxError(f"No test named {node.name!r}.", node.lineno)


def _spoken(value: Any) -> Any:
    """What is put into the text for a value."""
    charge(weigh(value))
    return "" if value is None else value


def _is_listed(obj: Any, attribute: str) -> bool:
    return any(isinstance(obj, kind) and attribute in names for kind, names in _METHODS.items())
