"""Ways out of a queue that no caller is ever sent."""

from __future__ import annotations

import pytest

from ivr.flow.site import UNKNOWN

from .samples import found, places, told

ID = "dead_exits"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{to: support, »on_closed: hangup}", "'on_closed' has no effect without 'hours'"),
        ("{to: support, »closing: send_away}", "'closing' has no effect without 'hours'"),
        ("{to: support, »empty_after: 10s}", "'empty_after' has no effect without 'on_empty'"),
        ("{to: vip, »on_full: hangup}", "queue 'vip' is never full: give it a 'max_length'"),
    ],
)
def test_what_is_written_in_vain_is_told_at_its_key(step: str, said: str) -> None:
    example = f"- queue: {step}"
    assert found(example, ID) == places(example)
    (text,) = told(example, ID)
    assert said in text


@pytest.mark.parametrize(
    "step",
    [
        "{to: support, hours: office, on_closed: hangup, closing: send_away}",
        "{to: support, on_empty: hangup, empty_after: 10s}",
        "{to: support, on_full: hangup}",
        "{to: nowhere, on_full: hangup}",
    ],
)
def test_what_counts_is_no_fault(step: str) -> None:
    assert told(f"- queue: {step}", ID) == []


def test_whether_a_queue_can_be_full_is_not_judged_where_that_is_not_known() -> None:
    assert told("- queue: {to: vip, on_full: hangup}", ID, UNKNOWN) == []
