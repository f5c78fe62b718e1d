"""Events survive being stored, also those that this version does not know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from ivr.events import CallAnswered, Event, MenuAnswered, QueueEntered
from ivr.journal.codec import KINDS, UnknownEvent, data_of, decode, encode
from tests.journal.any_events import any_events


@given(any_events)
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    row = encode(event)
    assert decode({**row._asdict(), "data": json.loads(row.data)}) == event


def test_kinds_are_the_classes_in_snake_case() -> None:
    assert KINDS["call_answered"] is CallAnswered


def test_an_unknown_kind_is_kept_as_it_is() -> None:
    row = {"call": "c", "kind": "call_teleported", "at": 1.0, "data": {"to": "mars"}}
    assert decode(row) == UnknownEvent(at=1.0, call="c", kind="call_teleported", data={"to": "mars"})


def test_a_known_kind_without_its_fields_is_kept_as_it_is() -> None:
    row = {"call": "c", "kind": "menu_answered", "at": 1.0, "data": {"key": "1"}}
    assert isinstance(decode(row), UnknownEvent)


def test_fields_of_a_newer_version_are_passed_over() -> None:
    data = {"flow": "main", "key": "1", "outcome": "match", "mood": "good"}
    row = {"call": "c", "kind": "menu_answered", "at": 1.0, "data": data}
    assert decode(row) == MenuAnswered(at=1.0, call="c", flow="main", key="1", outcome="match")


def test_what_an_older_version_wrote_of_needs_is_understood() -> None:
    data = {"queue": "support", "priority": 5, "skills": {"seller": 3, "zh": 1}}
    entered = decode({"kind": "queue_entered", "at": 1.0, "call": "c", "data": data})
    assert entered == QueueEntered(
        at=1.0, call="c", queue="support", priority=5, needs="seller >= 3 and zh >= 1"
    )
    anybody = decode({"kind": "queue_entered", "at": 1.0, "call": "c", "data": {**data, "skills": {}}})
    assert isinstance(anybody, QueueEntered)
    assert anybody.needs == "anybody"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("prompt_played", {"text": "您好", "language": "zh", "heard": 1.5, "key": ""}),
        ("call_ended", {"by": "caller", "cause": "normal", "duration": 9.0}),
        ("agent_offered", {"queue": "support", "agent": "li"}),
        ("conference_ended", {"agent": "li", "to": "1003", "talked": 9.0}),
        ("transferred", {"to": "1001", "outcome": "answered", "talked": 9.0}),
    ],
)
def test_what_an_older_version_did_not_know_is_left_open(kind: str, data: dict[str, Any]) -> None:
    event = decode({"call": "c", "kind": kind, "at": 1.0, "data": data})
    assert {name: value for name, value in data_of(event).items() if name in data} == data
    assert not any(value for name, value in data_of(event).items() if name not in data | {"kind": ""})
    assert type(event) is KINDS[kind]
