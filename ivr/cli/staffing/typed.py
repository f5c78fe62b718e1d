"""Durations, targets and shares as they are typed behind an option."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import typer
from pydantic import TypeAdapter, ValidationError

from ivr.cli.staffing.words import word
from ivr.document.model import Fault
from ivr.settings.types import Duration

_TARGET = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*/\s*(\S+)\s*")
_SHARE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*")
_DURATIONS: TypeAdapter[float] = TypeAdapter(Duration)


@dataclass(frozen=True, slots=True)
class Target:
    """This share of the calls answered within so many seconds."""

    share: float
    within: float


def duration(option: str, text: str, language: str) -> float:
    """Seconds. Ends the program with what may be written."""
    try:
        return _DURATIONS.validate_python(text)
    except ValidationError as error:
        raise typer.BadParameter(_said(error, language), param_hint=option) from None


def target(option: str, text: str, language: str) -> Target:
    """From 80%/20s. Ends the program with what may be written."""
    found = _TARGET.fullmatch(text)
    if not found or not 0 < float(found[1]) < 100:
        raise typer.BadParameter(word("target_form", language, text=text), param_hint=option)
    return Target(float(found[1]) / 100, duration(option, found[2], language))


def share(option: str, text: str, language: str) -> float:
    """From 30%; below 100. Ends the program with what may be written."""
    found = _SHARE.fullmatch(text)
    if not found or float(found[1]) >= 100:
        raise typer.BadParameter(word("share_form", language, text=text), param_hint=option)
    return float(found[1]) / 100


def _said(error: ValidationError, language: str) -> str:
    first: Any = error.errors(include_url=False)[0]
    fault = first.get("ctx", {}).get("error")
    if isinstance(fault, Fault):
        return fault.zh if language == "zh" else str(fault)
    return str(first["msg"])
