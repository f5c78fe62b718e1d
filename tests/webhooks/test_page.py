"""The page of the manual: its receiver in Python works, and its tables are what the code does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivr.settings.webhooks import DEFAULT, Webhook
from ivr.webhooks.signing import headers
from ivr.webhooks.verdicts import verdict
from tests.webhooks.receiver import OLD_SECRET, SECRET

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")


@pytest.fixture
def is_genuine() -> Callable[..., bool]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    found: Callable[..., bool] = names["is_genuine"]
    return found


def test_the_receiver_knows_what_is_genuine(is_genuine: Callable[..., bool]) -> None:
    signed = dict(headers((SECRET, OLD_SECRET), "evt_1", int(time.time()), b"{}"))
    assert is_genuine(SECRET, signed, b"{}")
    assert is_genuine(OLD_SECRET, signed, b"{}")


def test_the_receiver_knows_what_is_not(is_genuine: Callable[..., bool]) -> None:
    now = int(time.time())
    signed = dict(headers((SECRET,), "evt_1", now, b"{}"))
    assert not is_genuine(SECRET, signed, b"{ }")
    assert not is_genuine(OLD_SECRET, signed, b"{}")
    assert not is_genuine(SECRET, {**signed, "webhook-id": "evt_2"}, b"{}")
    assert not is_genuine(SECRET, dict(headers((SECRET,), "evt_1", now - 301, b"{}")), b"{}")


def test_the_page_names_every_setting_and_the_events_that_are_sent() -> None:
    assert {name for name in Webhook.model_fields if f"`{name}`" not in PAGE} == set()
    (row,) = re.findall(r"\| `events` \|(.*)\|", PAGE)
    assert [name for name in re.findall(r"`(\w+)`", row) if name in DEFAULT] == list(DEFAULT)


@pytest.mark.parametrize(("row", "means"), [("400,", "refused"), ("410 ", "gone"), ("408,", "away")])
def test_the_page_says_what_answers_mean(row: str, means: str) -> None:
    (cell,) = re.findall(rf"\| ({re.escape(row)}[^|]*)\|", PAGE)
    assert {verdict(int(status)) for status in re.findall(r"\d+", cell)} == {means}
