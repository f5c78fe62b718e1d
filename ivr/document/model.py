"""A tree of texts → a pydantic model, each complaint in plain English at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ivr.document.nodes import Document, Items, Mark, Node, Pairs, Text
from ivr.document.problems import Problem, nearest

M = TypeVar("M", bound=BaseModel)

Path = tuple[str | int, ...]

_UNIONS = (Union, UnionType)


class Fault(ValueError):
    """What a field type of ours has to complain about; `path` leads from the field's value to the fault.

    `at_key` is true when the key itself is at fault, not what stands behind it. `zh` is the text in Chinese.
    """

    def __init__(self, text: str, path: Sequence[str | int] = (), at_key: bool = False, zh: str = "") -> None:
        super().__init__(text)
        self.path = tuple(path)
        self.at_key = at_key
        self.zh = zh


class Faults(ValueError):
    """Several faults of one value."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def fill(
    model: type[M], node: Node, document: Document, ready: Mapping[str, object] | None = None
) -> tuple[M | None, list[Problem]]:
    """The model filled from a node, or None and every problem.

    `ready` are values that were read already, by the names they have in YAML; their nodes are left alone.
    """
    if not isinstance(node, Pairs):
        return None, [document.problem(node.mark, f"expected a mapping (key: value), found {_found(node)}")]
    plain: dict[str, object] = {**node.without(ready or ()).plain(), **(ready or {})}  # type: ignore[dict-item]
    try:
        return model.model_validate(plain), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    return None, sorted(
        {problem for detail in details for problem in _problems(model, node, document, detail)}
    )


def _problems(
    model: type[BaseModel], node: Pairs, document: Document, detail: ErrorDetails
) -> Iterator[Problem]:
    cause = detail.get("ctx", {}).get("error")
    faults = cause.faults if isinstance(cause, Faults) else (cause,)
    for fault in faults:
        path, at_key = detail["loc"], _is_about_key(detail)
        if isinstance(fault, Fault):
            path, at_key = path + fault.path, fault.at_key
        text = str(fault) if isinstance(fault, ValueError) else _text(model, node, detail)
        zh = fault.zh if isinstance(fault, Fault) else ""
        yield document.problem(_mark(node, path, at_key), text, zh=zh)


def _is_about_key(detail: ErrorDetails) -> bool:
    return detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)


def _mark(node: Node, path: Path, at_key: bool) -> Mark:
    """The place that a path leads to, as far as it can be followed (pydantic adds steps of its own to it)."""
    mark = node.mark
    for part in (part for part in path if part != "[key]"):
        key = node.key(str(part)) if isinstance(node, Pairs) else None
        node = node_at(node, (part,))
        mark = key.mark if key and at_key else node.mark
    return mark


def node_at(node: Node, path: Path) -> Node:
    """The node that a path leads to, as far as it can be followed."""
    for part in path:
        if isinstance(node, Pairs) and (below := node.get(str(part))) is not None:
            node = below
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.nodes):
            node = node.nodes[part]
    return node


def _text(model: type[BaseModel], node: Pairs, detail: ErrorDetails) -> str:
    """What was found and what is allowed, for one of pydantic's complaints."""
    path, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return f"unknown key '{name}'; {nearest(name, _allowed(model, path[:-1]))}"
    if kind == "missing":
        return f"'{name}' is missing"
    found = f"'{path[-2]}'" if name == "[key]" else _found(node_at(node, path))
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", context["expected"])
        word = found.strip("'")
        return f"found {found}; {nearest(word, allowed)}"
    return _by_kind(kind, context, found) or f"found {found}: {_lower(detail['msg'])}"


_EXPECTED = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping (key: value)",
    "mapping_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "date_from_datetime_parsing": "a date like 2026-10-01",
    "date_parsing": "a date like 2026-10-01",
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}


def _by_kind(kind: str, context: Mapping[str, Any], found: str) -> str:
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {found}"
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"expected {words} {context[key]}, found {found}"
    if kind == "too_short":
        return f"expected at least {context['min_length']}, found {context['actual_length']}"
    if kind == "string_pattern_mismatch":
        return f"found {found}; it must look like {context['pattern']}"
    return ""


def _found(node: Node) -> str:
    if isinstance(node, Text):
        return f"'{_word(node)}'" if node.value else "nothing"
    return "a list" if isinstance(node, Items) else "a mapping"


def _word(node: Node) -> str:
    text = node.value if isinstance(node, Text) else ""
    return text if len(text) <= 60 else text[:57] + "..."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _allowed(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the model below `path` takes."""
    kind: Any = model
    for part in path:
        kind = _below(kind, part)
    found = _model_in(kind)
    return keys_of(found) if found else []


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys of a model as they are written in YAML."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _below(kind: Any, part: str | int) -> Any:
    model = _model_in(kind)
    if model is not None:
        fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        return fields.get(str(part))
    container = next((k for k in _alternatives(kind) if get_origin(k) is not None), None)
    arguments = get_args(container) if container else ()
    if not arguments:
        return kind
    return arguments[-1] if arguments[-1] is not Ellipsis else arguments[0]


def _model_in(kind: Any) -> type[BaseModel] | None:
    return next((k for k in _alternatives(kind) if isinstance(k, type) and issubclass(k, BaseModel)), None)


def _alternatives(kind: Any) -> Iterator[Any]:
    """The kinds a type may be: itself, the members of a union, what is annotated."""
    if hasattr(kind, "__metadata__"):
        yield from _alternatives(get_args(kind)[0])
    elif get_origin(kind) in _UNIONS:
        for member in get_args(kind):
            yield from _alternatives(member)
    else:
        yield kind
