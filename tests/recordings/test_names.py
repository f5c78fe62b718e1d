"""Names of recordings are safe whatever the id of the call, and never shared by two calls."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings import names

AT = datetime(2026, 11, 22, 10, 2, 11, tzinfo=UTC)
SAFE = re.compile(r"2026/11/22/[0-9A-Za-z][0-9A-Za-z.-]*-100211-conversation\.wav")


def test_names_are_by_day_call_time_and_kind() -> None:
    assert names.conversation("1763776800.12", AT) == "2026/11/22/1763776800.12-100211-conversation.wav"
    assert names.message("pbx1-1763776800.12", AT) == "2026/11/22/pbx1-1763776800.12-100211-message.wav"
    assert names.suggestion("1763776800.12", AT) == "2026/11/22/1763776800.12-100211-suggestion.wav"


def test_two_talks_of_one_call_have_two_names() -> None:
    assert names.conversation("c", AT) != names.conversation("c", AT.replace(second=12))


@given(st.text(max_size=300))
def test_no_id_leads_out_of_the_folder(call: str) -> None:
    name = names.conversation(call, AT)
    assert SAFE.fullmatch(name)
    assert len(PurePosixPath(name).name) < 200


@pytest.mark.parametrize(
    "call", ["", "../../etc/passwd", "/etc/passwd", "..", ".hidden", "-rf", "a\0b", "王", "a;b $(c)"]
)
def test_ids_nobody_should_send(call: str) -> None:
    assert SAFE.fullmatch(names.conversation(call, AT))


@given(st.text(max_size=20), st.text(max_size=20))
def test_different_calls_never_share_a_name(one: str, other: str) -> None:
    assert (names.conversation(one, AT) == names.conversation(other, AT)) == (one == other)
