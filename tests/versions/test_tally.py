"""A trial so far: what counts on each side."""

from __future__ import annotations

from ivr.journal.reader import CallOutcome
from ivr.versions.tally import Side, tally


def call(version: str, caller: str, outcome: str = "answered", failed: bool = False) -> CallOutcome:
    return CallOutcome(version, caller, outcome, failed)


def test_both_sides_are_counted() -> None:
    counted = tally(
        [
            call("old", "1"),
            call("old", "2", "hung_up_in_menu"),
            call("new", "3", "hung_up_in_menu"),
            call("new", "4", "self_service", failed=True),
            call("new", "5", "failed"),
        ],
        "old",
        "new",
    )
    assert counted.in_use == Side(2, 1, 0)
    assert counted.new == Side(3, 1, 2)


def test_each_caller_counts_once_by_the_first_call() -> None:
    counted = tally([call("new", "1"), call("new", "1", "failed"), call("new", "1", "failed")], "old", "new")
    assert counted.new == Side(1, 0, 0)


def test_calls_on_other_versions_do_not_count() -> None:
    counted = tally([call("older", "1", "failed"), call("old", "1")], "old", "new")
    assert counted.in_use == Side(1, 0, 0)


def test_what_is_no_worse_is_not_stopped() -> None:
    found = [
        call(version, f"{version}{n}", "hung_up_in_menu") for n in range(50) for version in ("old", "new")
    ]
    assert tally(found, "old", "new").worse == ""


def test_errors_and_hang_ups_are_found_each_by_itself() -> None:
    for outcome in ("failed", "hung_up_in_menu"):
        bad = [each for n in range(100) for each in (call("old", f"old{n}"), call("new", f"new{n}", outcome))]
        assert tally(bad, "old", "new").worse == outcome
