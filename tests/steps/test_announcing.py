"""What a waiting caller is told, whatever happens in the line."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from ivr.events import PositionAnnounced, WaitAnnounced
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.ports import Heard, Visit
from ivr.settings import Announce
from ivr.steps.shared.announcing import Moment, Progress
from routing.expected import Expected


@dataclass
class Caller:
    """A session and a visit in one; `told` is what the log gets of each announcement."""

    position: int = 1
    able: int = 1
    expected: Expected | None = None
    waited: float = 0.0
    told: list[Any] = field(default_factory=list)
    said: int = 0
    variables: dict[str, object] = field(default_factory=dict)

    async def play(self, prompt: Prompt, keys: str = "") -> Heard:
        self.said += bool(prompt)
        return Heard()

    def log(self, event: type[Any], **fields: Any) -> None:
        self.told.append(event(at=self.waited, call="c", **fields))


waits = st.none() | st.builds(
    lambda low, more: Expected(low, low + more), st.floats(0, 7200), st.floats(0, 7200)
)
moments = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), waits), min_size=1, max_size=20)


Times = list[tuple[int, int, Expected | None]]


def announce(rules: Announce, times: Times) -> list[tuple[Caller, list[Any]]]:
    """All announcements, one after the other, each with the line as it was and what was told."""

    async def through() -> list[tuple[Caller, list[Any]]]:
        progress, seen = Progress(rules, 0.0), list[tuple[Caller, list[Any]]]()
        for number, (position, able, expected) in enumerate(times, 1):
            caller = Caller(position, able, expected, 30.0 * number)
            await progress.say(Moment(cast(Session, caller), cast(Visit, caller), "q", ""))
            seen.append((caller, caller.told))
        return seen

    return asyncio.run(through())


@given(moments)
def test_a_wait_never_grows_without_a_reason(times: Times) -> None:
    before: tuple[Caller, WaitAnnounced] | None = None
    last = Caller()
    for line, told in announce(Announce(only_improved=False), times):
        for event in told:
            if isinstance(event, WaitAnnounced):
                if before and event.high > before[1].high:
                    assert line.position > last.position or line.able < last.able
                assert 0 <= event.low <= event.high
                before = line, event
        last = line if told else last


@given(moments)
def test_only_what_became_better_is_told(times: Times) -> None:
    best, shortest = 99, float("inf")
    for _, told in announce(Announce(), times):
        places = [event.position for event in told if isinstance(event, PositionAnnounced)]
        highs = [event.high for event in told if isinstance(event, WaitAnnounced)]
        if told:
            assert min([*places, 99]) < best or min([*highs, float("inf")]) < shortest
        best, shortest = (places or [best])[-1], (highs or [shortest])[-1]


@given(moments)
def test_nobody_is_left_without_a_word_for_long(times: Times) -> None:
    silent = 0.0
    for line, _ in announce(Announce(comfort=90.0), times):
        silent = 0.0 if line.said or not line.position else silent + 30.0
        assert silent <= 90.0
