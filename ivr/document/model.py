"""A tree of texts → a pydantic model, each complaint in plain English at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ivr.document.full_width import COLON, colon_after_key
from ivr.document.nodes import Document, Items, Mark, Node, Pairs, Text
from ivr.document.problems import Problem, nearest

M = TypeVar("M", bound=BaseModel)

Path = tuple[str | int, ...]

_UNIONS = (Union, UnionType)


class Fault(ValueError):
    """What a field type of ours has to complain about; `path` leads from the field's value to the fault.

    `at_key` is true when the key itself is at fault, not what stands behind it. `zh` is the text in Chinese,
    `check` the rule that was broken.
    """

    def __init__(
        self,
        text: str,
        path: Sequence[str | int] = (),
        at_key: bool = False,
        zh: str = "",
        check: str = "reader",
    ) -> None:
        super().__init__(text)
        self.path = tuple(path)
        self.at_key = at_key
        self.zh = zh
        self.check = check


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
        text, zh = _no_mapping(_found(node), _found(node, "zh"))
        return None, [document.problem(node.mark, text, zh=zh)]
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
            path, at_key = path + fault.path, at_key or fault.at_key
        text, zh = _told(fault) if isinstance(fault, ValueError) else _text(model, node, detail)
        yield document.problem(mark_at(node, path, at_key=at_key), text, _check(fault, detail), zh=zh)


def _check(fault: object, detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        return "unknown_key"
    return fault.check if isinstance(fault, Fault) else "reader"


def _told(fault: ValueError) -> tuple[str, str]:
    return str(fault), fault.zh if isinstance(fault, Fault) else ""


def _is_about_key(detail: ErrorDetails) -> bool:
    return detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)


def mark_at(node: Node, path: Path, *, at_key: bool = False) -> Mark:
    """The place that a path leads to, as far as it can be followed (pydantic adds steps of its own to it);
    with `at_key` that of the key."""
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


def _text(model: type[BaseModel], node: Pairs, detail: ErrorDetails) -> tuple[str, str]:
    """What was found and what is allowed, for one of pydantic's complaints, in English and in Chinese."""
    path, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        allowed = _allowed(model, path[:-1])
        return (
            f"unknown key '{name}'; {nearest(name, allowed)}",
            f"未知的键“{name}”；{nearest(name, allowed, 'zh')}",
        )
    if kind == "missing":
        return f"'{name}' is missing", f"缺少“{name}”"
    at_key = name == "[key]"
    there = node_at(node, path)
    found = f"'{path[-2]}'" if at_key else _found(there)
    zh = f"“{path[-2]}”" if at_key else _found(there, "zh")
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", context["expected"])
        word = found.strip("'")
        return f"found {found}; {nearest(word, allowed)}", f"实际为{zh}；{nearest(word, allowed, 'zh')}"
    return by_kind(kind, context, found, zh) or (
        f"found {found}: {_lower(detail['msg'])}",
        f"实际为{zh}：{_lower(detail['msg'])}",
    )


_WHOLE, _NUMBER, _YES_NO = (
    ("a whole number", "整数"),
    ("a number", "数字"),
    ("true or false", "true 或 false"),
)
_LIST, _MAPPING = ("a list", "列表"), ("a mapping (key: value)", "映射（键: 值）")
_DATE = ("a date like 2026-10-01", "日期，例如 2026-10-01")
_EXPECTED = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "string_type": ("a text", "文本"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "date_from_datetime_parsing": _DATE,
    "date_parsing": _DATE,
}
_BOUNDS = {
    "greater_than_equal": ("at least", "不小于", "ge"),
    "less_than_equal": ("at most", "不大于", "le"),
    "greater_than": ("more than", "大于", "gt"),
    "less_than": ("less than", "小于", "lt"),
}


def by_kind(kind: str, context: Mapping[str, Any], found: str, zh: str) -> tuple[str, str] | None:
    """What one of pydantic's kinds of complaint says, in English and Chinese; None for one that is rare.

    `found` and `zh` are what was found, in quotes.
    """
    if _EXPECTED.get(kind) == _MAPPING:
        return _no_mapping(found, zh)
    if kind in _EXPECTED:
        expected, chinese = _EXPECTED[kind]
        return f"expected {expected}, found {found}", f"应为{chinese}，实际为{zh}"
    if kind in _BOUNDS:
        words, chinese, key = _BOUNDS[kind]
        return f"expected {words} {context[key]}, found {found}", f"应{chinese} {context[key]}，实际为{zh}"
    if kind == "too_short":
        least, there = context["min_length"], context["actual_length"]
        return f"expected at least {least}, found {there}", f"至少要有 {least} 个，实际有 {there} 个"
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return f"found {found}; it must look like {pattern}", f"实际为{zh}；格式应为 {pattern}"
    return None


def _no_mapping(found: str, zh: str) -> tuple[str, str]:
    text, chinese = f"expected {_MAPPING[0]}, found {found}", f"应为{_MAPPING[1]}，实际为{zh}"
    if colon_after_key(found.strip("'")) is None:
        return text, chinese
    return f"{text}; {COLON[0]}", f"{chinese}；{COLON[1]}"


def _found(node: Node, language: str = "en") -> str:
    chinese = language == "zh"
    if isinstance(node, Text):
        if not node.value:
            return "空" if chinese else "nothing"
        return f"“{_word(node)}”" if chinese else f"'{_word(node)}'"
    if isinstance(node, Items):
        return "列表" if chinese else "a list"
    return "映射" if chinese else "a mapping"


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
