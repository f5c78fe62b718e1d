"""What expressions of a dialplan say of the values they read: their parts, what they are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from jinja2 import nodes

from ivr.flow.dialplan import Dialplan
from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.prompt_parts import Choice, Part, Value
from ivr.flow.sources import sources
from ivr.flow.step import values

Path = tuple[str, ...]
"""A variable and the parts that are read of it: ('member', 'level')."""

_SAID_AS = {"money": "12.50", "date": "2026-03-03", "digits": "1234", "time": "14:05"}
_ANY_NUMBER = "3"


class Reading:
    """`paths` are all that is read; `compared` has the constants that conditions compare them with."""

    def __init__(self, plan: Dialplan) -> None:
        self._plan = plan

    @cached_property
    def paths(self) -> frozenset[Path]:
        kinds = (nodes.Getattr, nodes.Getitem, nodes.Name)
        return frozenset(
            path for tree in self._trees for node in tree.find_all(kinds) if (path := _path(node))
        )

    @cached_property
    def compared(self) -> Sequence[tuple[Path, str]]:
        found: dict[tuple[Path, str], None] = {}
        for tree in self._trees:
            for compare in tree.find_all(nodes.Compare):
                sides = [compare.expr, *(operand.expr for operand in compare.ops)]
                paths = [path for side in sides for path in _paths_in(side)]
                constants = [value for side in sides for value in _constants_in(side)]
                found |= dict.fromkeys((path, value) for path in paths for value in constants)
        return list(found)

    @cached_property
    def said(self) -> Mapping[Path, str]:
        """A value that can be said, for each path that a prompt says as a date, an amount, a number."""
        found: dict[Path, str] = {}
        for _, step in self._plan.steps():
            for _, prompt in values(step, Prompt):
                for value in _values_in(prompt.parts):
                    unit = "CNY" if value.kind == "money" else "item"
                    found |= dict.fromkeys(_paths_of(value.value), _SAID_AS.get(value.kind, _ANY_NUMBER))
                    found |= dict.fromkeys(_paths_of(value.unit), unit)
        return found

    @cached_property
    def _trees(self) -> Sequence[nodes.Node]:
        return [
            source.tree()
            for _, step in self._plan.steps()
            for _, source in sources(step)
            if not (isinstance(source, Template) and source.is_static)
        ]


def _path(node: nodes.Node) -> Path:
    """The path that a node reads; empty for one that reads none."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        return (*below, node.attr) if (below := _path(node.node)) else ()
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return (*below, str(node.arg.value)) if (below := _path(node.node)) else ()
    return ()


def _paths_in(node: nodes.Node) -> Iterator[Path]:
    """The longest path of a part of a condition."""
    if path := _path(node):
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _paths_in(child)


def _paths_of(template: Template | None) -> Iterator[Path]:
    if template is not None and not template.is_static:
        yield from _paths_in(template.tree())


def _constants_in(node: nodes.Node) -> Iterator[str]:
    """Constants, and for a number those beside it."""
    found = [node] if isinstance(node, nodes.Const) else list(node.find_all(nodes.Const))
    for constant in found:
        value = constant.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from (str(value), str(value - 1), str(value + 1))
        elif isinstance(value, str):
            yield value


def _values_in(parts: Sequence[Part]) -> Iterator[Value]:
    for part in parts:
        if isinstance(part, Value):
            yield part
        elif isinstance(part, Choice):
            for below in part.parts.values():
                yield from _values_in(below)
