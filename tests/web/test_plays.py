"""Ranges of a recording's sound that are heard as one play."""

from __future__ import annotations

import pytest

from ivr.web.plays import PAUSE, Plays


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def begins(plays: Plays, client: str = "crm", recording: int = 7) -> bool:
    async with plays.asked(client, recording) as found:
        return found


async def test_a_play_goes_on_while_ranges_are_asked_for() -> None:
    clock = Seconds()
    plays, found = Plays(clock), []
    for _ in range(4):
        found.append(await begins(plays))
        clock.now += PAUSE - 1
    assert found == [True, False, False, False]


async def test_after_a_long_pause_it_is_another_play() -> None:
    clock = Seconds()
    plays = Plays(clock)
    await begins(plays)
    clock.now += PAUSE
    assert await begins(plays)


async def test_another_token_and_another_recording_are_other_plays() -> None:
    plays = Plays(Seconds())
    found = [await begins(plays), await begins(plays, "wall"), await begins(plays, recording=8)]
    assert found == [True, True, True]


async def test_what_could_not_be_written_down_has_not_begun() -> None:
    plays = Plays(Seconds())
    with pytest.raises(OSError, match="full"):
        async with plays.asked("crm", 7):
            raise OSError("the disk is full")
    assert await begins(plays)


async def test_plays_that_are_over_are_forgotten() -> None:
    clock = Seconds()
    plays = Plays(clock)
    for recording in range(50):
        await begins(plays, recording=recording)
    clock.now += PAUSE
    await begins(plays)
    assert len(plays._last) == 1
