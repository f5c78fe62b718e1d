"""What is wrong with a request's fields, all at once, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ivr.document.model import Fault, Faults, by_kind, keys_of
from ivr.document.problems import nearest
from ivr.web.answers import Complaint, Invalid, printable, said

M = TypeVar("M", bound=BaseModel)
_LONGEST = 60


def filled(model: type[M], values: Mapping[str, object], context: object = None) -> M:
    """The model of these values, checked against the context. Raises `Invalid`."""
    try:
        return model.model_validate(values, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False)
    raise Invalid(*(complaint for detail in details for complaint in _complaints(model, detail)))


def _complaints(model: type[BaseModel], detail: ErrorDetails) -> Iterator[Complaint]:
    cause = detail.get("ctx", {}).get("error")
    faults = cause.faults if isinstance(cause, Faults) else (cause,)
    for fault in faults:
        if isinstance(fault, Fault):
            yield Complaint(_field((*detail["loc"], *fault.path)), said(str(fault), fault.zh))
        else:
            yield Complaint(_field(detail["loc"]), said(*_text(model, detail)))


def _field(path: tuple[str | int, ...]) -> str:
    return ".".join(_shown(str(part)) for part in path if part != "[key]")


def _text(model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    name = _shown(str(detail["loc"][-1])) if detail["loc"] else ""
    if kind == "missing":
        return f"'{name}' is missing", f"缺少“{name}”"
    if kind == "extra_forbidden":
        known = keys_of(model)
        return (
            f"unknown field '{name}'; {nearest(name, known)}",
            f"未知字段“{name}”；{nearest(name, known, 'zh')}",
        )
    found = _shown(detail["input"])
    en, zh = f"'{found}'", f"“{found}”"
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", context["expected"])
        return f"found {en}; {nearest(found, allowed)}", f"实际为{zh}；{nearest(found, allowed, 'zh')}"
    return by_kind(kind, context, en, zh) or _of_length(kind, context) or (detail["msg"], detail["msg"])


def _of_length(kind: str, context: Mapping[str, Any]) -> tuple[str, str] | None:
    if kind == "string_too_long":
        most = context["max_length"]
        return f"at most {most} characters", f"最多{most}个字符"
    if kind == "string_too_short":
        least = context["min_length"]
        return f"at least {least} characters", f"至少{least}个字符"
    if kind == "too_long":
        most = context["max_length"]
        return f"at most {most} of them", f"最多{most}个"
    return None


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = printable(text[: _LONGEST + 1])
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
