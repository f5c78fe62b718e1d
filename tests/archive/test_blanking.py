"""Nothing of the caller is left in the facts of their calls, and everything that is counted is."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.archive.blanking import BLANK, IDS, NUMBERS, TEXTS, Blanking, new_number
from ivr.events import CallEvent
from ivr.journal.codec import KINDS, data_of, decode, kind_of
from ivr.journal.fold import fold
from ivr.numbers import normal
from tests.journal.any_events import call_events

NUMBER, ABROAD, NEW = "13800138000", "+8613800138000", "+99900000000001"
BLANKING = Blanking(NUMBER, "CN", {NUMBER: NEW, ABROAD: "+99900000000002"})


def blanked(event: CallEvent) -> CallEvent:
    row = {"at": event.at, "call": event.call, "kind": kind_of(event), "data": BLANKING.data(data_of(event))}
    found = decode(row)
    assert isinstance(found, CallEvent)
    return found


@given(st.lists(call_events, min_size=1, max_size=20))
def test_how_a_call_came_out_is_what_it_was(journey: list[CallEvent]) -> None:
    before, after = fold(journey), fold([blanked(event) for event in journey])
    assert dataclasses.replace(before, caller_number=after.caller_number, caller_name="") == after
    assert bool(after.caller_number) == bool(before.caller_number)


@pytest.mark.parametrize(
    ("data", "left"),
    [
        ({"caller_number": ABROAD}, {"caller_number": "+99900000000002"}),
        ({"caller_name": "王芳"}, {"caller_name": ""}),
        ({"save": "order", "digits": "20061001"}, {"save": "order", "digits": BLANK}),
        ({"language": "zh", "keys": "20061001"}, {"language": "zh", "keys": BLANK}),
        ({"url": f"http://u:p@crm:80/of/{NUMBER}?a=1"}, {"url": "http://crm:80/*"}),
        ({"url": "[nonsense"}, {"url": BLANK}),
        ({"to": "1002"}, {"to": "1002"}),
        ({"to": "138-0013-8000"}, {"to": NEW}),
        ({"why": f"{NUMBER} said so"}, {"why": f"{NEW} said so"}),
        ({"more": [{"a": NUMBER, "b": 3}]}, {"more": [{"a": NEW, "b": 3}]}),
        ({"reference": NUMBER, "file": "2026/a.wav"}, {"reference": NUMBER, "file": "2026/a.wav"}),
        ({"text": ""}, {"text": ""}),
    ],
)
def test_what_is_left_of(data: dict[str, Any], left: dict[str, Any]) -> None:
    assert BLANKING.data(data) == left


def test_in_calls_of_others_only_the_number_goes() -> None:
    assert BLANKING.elsewhere({"text": "hello", "number": NUMBER}) == {"text": "hello", "number": NEW}


@given(st.integers(0, 10**11 - 1))
def test_a_new_number_is_nobodys_in_any_country(drawn: int) -> None:
    number = new_number(lambda below: drawn)
    assert normal(number, "CN") == normal(number, "US") == number


def test_every_text_of_every_event_is_known_to_hold_a_person_or_not() -> None:
    """A new event with a new field of text has to be put on one of these lists."""
    of_ours = IDS | {
        *("agent", "answered_by", "attempt", "by", "category", "subcategory", "cause", "channel", "code"),
        "dialled_number",
        *("flow", "how", "hours", "key", "kind", "language", "line", "list", "mailbox", "method", "mode"),
        *(
            "name",
            "needs",
            "outcome",
            "phone",
            "place",
            "queue",
            "question",
            "reason",
            "save",
            "source",
            "split",
            "strategy",
        ),
        *("supervisor", "survey", "target", "throttle", "to", "verb", "way", "written", "answer"),
    }
    texts = {
        field.name
        for cls in KINDS.values()
        if issubclass(cls, CallEvent)
        for field in dataclasses.fields(cls)
        if str(field.type) == "str"
    }
    assert texts - TEXTS - NUMBERS - of_ours - {"url", "caller_name"} == set()
