"""Hours that the dialplan does not have."""

from __future__ import annotations

from .samples import found, told


def test_they_are_told_where_they_are_named() -> None:
    assert found("- hours: {of: offic, closed: hangup}", "unknown_hours") == [(1, 15)]
    said = told("- hours: {of: offic, closed: hangup}", "unknown_hours")
    assert said == ["no hours named 'offic'; did you mean 'office'? allowed: office"]


def test_hours_of_the_dialplan_give_nothing() -> None:
    assert found("- hours: {of: office, closed: hangup}", "unknown_hours") == []
