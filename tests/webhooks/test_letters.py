"""What is sent of an event, whatever a caller wrote."""

from __future__ import annotations

import json

import pytest

from ivr.webhooks.letters import Fact, letter_of
from tests.hostile import TEXTS


@pytest.mark.parametrize("numbers", [True, False])
@pytest.mark.parametrize("text", TEXTS.values(), ids=[*TEXTS])
def test_a_hostile_text_is_sent_as_json_and_comes_back_as_it_was(text: str, numbers: bool) -> None:
    said = {"queue": text, "caller_name": text, "recovered": False}
    fact = Fact(7, "c", "queue_entered", 1.0, said, "13800138000", "95188")
    sent = json.loads(letter_of(fact, "CN", numbers=numbers).body)
    assert sent["data"]["queue"] == text
    assert sent["data"]["caller_name"] == (text if numbers else None)
