"""A call log with talks to score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ivr.archive.entry import Entry
from ivr.archive.index import Index
from ivr.journal.writer import JournalWriter
from ivr.quality.access import Access
from ivr.quality.entry import New, Person, Score
from ivr.quality.judging import answered
from ivr.quality.scores import Scores
from tests.journal.paths import BEGAN, journey
from tests.quality.forms import GOOD, form

NOW = BEGAN + 86_400.0
ANN, BOB, LEAD = Person("ann"), Person("bob"), Person("lead", lead=True)
LI = Person("desk-li", agent="li")
TALK = """
0     call_began       caller_number=13800138000
1     queue_entered    queue=support
2     offer_ended      queue=support agent={agent} outcome=answered rang=1
30    talk_ended       queue=support agent={agent} by=agent talked=28
31    queue_left       queue=support outcome=answered waited=1
31    call_ended       by=agent
"""
GOES_ON = """
0     call_began       caller_number=13800138000
1     queue_entered    queue=support
2     offer_ended      queue=support agent=li outcome=answered rang=1
30    talk_ended       queue=support agent=li by=transfer talked=28
"""
ENTRY = Entry(
    id=1000,
    call="c-1",
    kind="conversation",
    line="95188",
    queue="support",
    agent="li",
    began=BEGAN,
    seconds=28.0,
    channels=2,
    file="2025/11/22/a.wav",
)


@pytest.fixture
async def log(url: str) -> str:
    """The address of a log with two calls of li, one of wang and one that goes on."""
    writer = JournalWriter(url)
    for number, agent in enumerate(("li", "li", "wang"), 1):
        for event in journey(TALK.format(agent=agent), f"c-{number}"):
            writer.append(replace(event, at=event.at + 600 * number))
    for event in journey(GOES_ON, "c-4"):
        writer.append(event)
    await writer.close()
    return url


@pytest.fixture
def access(log: str) -> Iterator[Access]:
    with Access(log) as opened:
        yield opened


@pytest.fixture
def scores(access: Access) -> Scores:
    return Scores(access)


def new(call: str = "c-1", agent: str = "li", *, final: bool = True, session: str = "", **more: Any) -> New:
    """A score, good but for `more`."""
    of = form()
    return New(call, agent, of, answered(of, {**GOOD, **more}), final=final, session=session)


def scored(scores: Scores, person: Person = ANN, call: str = "c-1", agent: str = "li", **more: Any) -> Score:
    """The score as it is kept, final."""
    return scores.save(new(call, agent, **more), person, NOW)


def erased(url: str, call: str = "c-1") -> None:
    """The recording of the call is gone."""
    with Index(url) as index:
        index.add(replace(ENTRY, call=call), None)
        index.change([ENTRY.id], erased=NOW, why="retention")
