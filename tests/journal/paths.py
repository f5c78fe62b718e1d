"""Journeys written as tables, one event a line: seconds since the call began, kind, fields."""

from __future__ import annotations

import shlex
from dataclasses import fields
from typing import Any

from ivr.events import CallEvent
from ivr.journal.codec import KINDS

BEGAN = 1_763_776_800.0  # 2025-11-22 10:00:00 in Shanghai
CALL = "1763776800.12"

_DEFAULTS: dict[str, dict[str, Any]] = {
    "call_began": {
        "channel": "PJSIP/line-00000001",
        "caller_number": "13800000001",
        "caller_name": "王芳",
        "dialled_number": "95188",
        "dialplan": "main",
        "version": "1a2b3c",
    },
    "call_ended": {"by": "caller", "cause": "normal", "duration": 0.0},
    "menu_answered": {"flow": "main_menu"},
    "prompt_played": {"language": "zh"},
    "queue_entered": {"priority": 0},
}


def journey(table: str, call: str = CALL) -> list[CallEvent]:
    """The events of a table such as

    0    call_began
    2.5  menu_answered  key=1 outcome=match target=buyer
    """
    return [_event(line, call) for line in table.strip().splitlines()]


def _event(line: str, call: str) -> CallEvent:
    after, kind, *pairs = shlex.split(line)
    cls = KINDS[kind]
    types = {field.name: str(field.type) for field in fields(cls)}
    given = {name: _value(types[name], text) for name, _, text in (pair.partition("=") for pair in pairs)}
    event = cls(**{"at": BEGAN + float(after), "call": call, **_DEFAULTS.get(kind, {}), **given})
    assert isinstance(event, CallEvent)
    return event


def _value(kind: str, text: str) -> Any:
    if kind.startswith("dict"):
        return {name: int(level) for name, level in (pair.split(":") for pair in text.split(","))}
    if kind == "bool":
        return text == "yes"
    numbers = {"float": float, "int": int, "int | None": int}
    return numbers[kind](text) if kind in numbers else text
