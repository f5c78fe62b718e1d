"""Calls of two minutes and e-mails of a day share ten people: what that does to either, in figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.work.day import DAY, Arrival, Centre, Figures, calls, emails

PAGE = (Path(__file__).parents[2] / "docs" / "routing.md").read_text(encoding="utf-8")
FITS, TOO_MUCH = 1200, 3600
"""E-mails on the first of two days: so many that the people's time suffices, and more than that."""


@cache
def played(a_day: int, interruptible: bool = True, accepting: float = 0.0) -> Figures:
    return Centre(interruptible=interruptible, accepting=accepting).run(calls(), brought(a_day))


@cache
def brought(a_day: int) -> list[Arrival]:
    return emails(a_day)


def delays(figures: Figures) -> list[float]:
    """How much longer each call waited than it would have without any e-mail."""
    alone = played(0).waits
    return [figures.waits[call] - waited for call, waited in alone.items()]


def late(a_day: int, figures: Figures) -> int:
    return sum(figures.finished.get(each.id, float("inf")) > each.at + DAY for each in brought(a_day))


def told(figures: Figures, a_day: int) -> str:
    """The end of the line in the manual."""
    level, mean = f"{figures.service_level:.1%}", f"{figures.mean_wait:.1f} s"
    return f"| {level} | {mean} | {figures.longest_wait:.0f} s | {late(a_day, figures)} |"


def test_no_call_waits_longer_because_of_emails_that_calls_may_interrupt() -> None:
    assert set(delays(played(FITS))) == {0.0}


def test_no_email_is_late_while_there_is_time_for_it() -> None:
    assert late(FITS, played(FITS)) == 0
    assert len(played(FITS).finished) == len(brought(FITS))


@pytest.mark.parametrize("a_day", [FITS, TOO_MUCH])
def test_nor_because_people_take_time_to_accept_one_for_what_they_have_not_accepted_is_taken_back(
    a_day: int,
) -> None:
    figures = played(a_day, accepting=20.0)
    assert figures.taken_back > 20
    assert set(delays(figures)) == {0.0}


def test_emails_that_calls_may_not_interrupt_delay_calls_by_no_more_than_one_email_at_a_time() -> None:
    figures = played(FITS, interruptible=False)
    assert late(FITS, figures) == 0
    assert max(delays(figures)) < 300.0
    assert figures.service_level < played(0).service_level


def test_with_more_emails_than_there_is_time_for_emails_are_late_and_calls_are_not() -> None:
    figures = played(TOO_MUCH, accepting=20.0)
    assert late(TOO_MUCH, figures) > 0
    assert set(delays(figures)) == {0.0}


def test_the_manual_has_these_figures() -> None:
    lines = (
        told(played(0), 0),
        told(played(FITS), FITS),
        told(played(FITS, accepting=20.0), FITS),
        told(played(FITS, interruptible=False), FITS),
        told(played(TOO_MUCH, accepting=20.0), TOO_MUCH),
    )
    assert [line for line in lines if line not in PAGE] == []
