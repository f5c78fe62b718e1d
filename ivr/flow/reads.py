"""Which variables a template or expression reads, and which ones are surely set when it holds.

`order | default('')` and `order is defined` read nothing that must be set; `order is defined and order > '3'`
does not either, since the second part is worked out only where the first holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jinja2 import nodes

from ivr.flow.expressions import Expression, Template

# What the engine itself fills. No step may save under these names.
FILLED = frozenset(
    {"call", "callback", "caller", "case", "case_pin", "colleagues", "env", "now", "queue", "voicemail"}
)

_NOTHING: frozenset[str] = frozenset()
_DEFAULT = ("default", "d")


class Reading(NamedTuple):
    """`names` must be set, or the step fails; those of `env` are told as `env.NAME`. `if_true`, `if_false`:
    what is surely set when the whole comes out true, or false."""

    names: frozenset[str]
    if_true: frozenset[str] = _NOTHING
    if_false: frozenset[str] = _NOTHING


def reading(source: Template | Expression) -> Reading:
    """What it reads."""
    if isinstance(source, Template) and source.is_static:
        return Reading(_NOTHING)
    return _reading(source)


@lru_cache(maxsize=4096)
def _reading(source: Template | Expression) -> Reading:
    tree = source.tree()
    names = frozenset(_reads(tree, _NOTHING))
    if isinstance(source, Template):
        return Reading(names)
    condition = next(tree.find_all(nodes.Output)).nodes[0]
    return Reading(names, _settled(condition, True), _settled(condition, False))


def _reads(node: nodes.Node, known: frozenset[str]) -> Iterator[str]:
    """The names that this part needs, without those that are `known` to be set where it is worked out."""
    if variable := _variable(node):
        yield from {variable} - known
    elif isinstance(node, nodes.And | nodes.Or):
        yield from _reads(node.left, known)
        yield from _reads(node.right, known | _settled(node.left, isinstance(node, nodes.And)))
    elif isinstance(node, nodes.CondExpr):
        yield from _reads_either(node.test, [node.expr1], [node.expr2] if node.expr2 else [], known)
    elif isinstance(node, nodes.If):
        yield from _reads_either(node.test, node.body, [*node.elif_, *node.else_], known)
    else:
        for child in _forgiven(node) if _forgives(node) else node.iter_child_nodes():
            yield from _reads(child, known)


def _reads_either(
    test: nodes.Node, body: list[nodes.Node], other: list[nodes.Node], known: frozenset[str]
) -> Iterator[str]:
    yield from _reads(test, known)
    for holds, parts in ((True, body), (False, other)):
        for part in parts:
            yield from _reads(part, known | _settled(test, holds))


def _settled(node: nodes.Node, holds: bool) -> frozenset[str]:
    """The names that are surely set when this condition holds, or does not."""
    if isinstance(node, nodes.Not):
        return _settled(node.node, not holds)
    if isinstance(node, nodes.And | nodes.Or):
        left, right = _settled(node.left, holds), _settled(node.right, holds)
        return left | right if holds is isinstance(node, nodes.And) else left & right
    if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
        return _base(node.node) if holds is (node.name == "defined") else _NOTHING
    if isinstance(node, nodes.Filter) and node.name in _DEFAULT and holds and not _default(node):
        return _base(node.node)
    if isinstance(node, nodes.Compare) and holds:
        return _settled_by(node)
    return _NOTHING


def _settled_by(node: nodes.Compare) -> frozenset[str]:
    """`level | default('') == 'gold'` holds only where there is a level."""
    value, against = node.expr, node.ops[0]
    if not (isinstance(value, nodes.Filter) and value.name in _DEFAULT and against.op == "eq"):
        return _NOTHING
    differs = isinstance(against.expr, nodes.Const) and against.expr.value != _default(value)
    return _base(value.node) if differs else _NOTHING


def _default(node: nodes.Filter) -> object:
    """What takes the place of a value that is not there; anything true when that is not known."""
    if not node.args:
        return ""
    return node.args[0].value if isinstance(node.args[0], nodes.Const) else True


def _forgives(node: nodes.Node) -> bool:
    """Whether this takes a variable that is not set without failing."""
    if isinstance(node, nodes.Test):
        return node.name in ("defined", "undefined")
    return isinstance(node, nodes.Filter) and node.name in _DEFAULT


def _variable(node: nodes.Node) -> str:
    """The name of a variable, `env.NAME` for one of the environment; '' for anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and _variable(node.node) == "env":
        return f"env.{node.attr}"
    return ""


def _base(node: nodes.Node | None) -> frozenset[str]:
    """The variable that `a`, `a.b` and `a['b'].c` begin with."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return frozenset({node.name}) if isinstance(node, nodes.Name) else _NOTHING


def _forgiven(node: nodes.Node) -> Iterator[nodes.Node]:
    """What of `a.b[c] | default(d)` is worked out all the same: c and d; of any other value all of it."""
    value, *arguments = node.iter_child_nodes()
    beside: list[nodes.Node] = []
    below = value
    while isinstance(below, nodes.Getattr | nodes.Getitem):
        beside += [below.arg] if isinstance(below, nodes.Getitem) else []
        below = below.node
    yield from beside if isinstance(below, nodes.Name) else [value]
    yield from arguments
