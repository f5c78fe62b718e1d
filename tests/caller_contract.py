"""What every `ivr.ports.Caller` does, told as stories with a person on the other end of the line.

A test module inherits `CallerContract` and has a fixture `perform` that runs a story on its kind of line.
Run on the real Asterisk by `tests/asterisk/test_caller_contract.py`, in memory by
`tests/flow/test_caller_contract.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from ivr.demo.patience import LIMIT
from ivr.ports import (
    Caller,
    CallerHungUp,
    Dial,
    Dialled,
    EndedBy,
    Entered,
    Entry,
    Held,
    Joining,
    Phrase,
)

SHORT = Phrase("short", "en")
"""Half a second of sound."""
LONG = Phrase("long prompt", "en")
"""More than two seconds of sound."""
MISSING = Phrase("missing", "en")
"""No sound at all."""

ANSWERS, BUSY, RINGS, TALKS, AWAY, SILENT = "1001", "1002", "1003", "1004", "1005", "1006"
"""Phones: one that answers and hangs up after half a second, a busy one, one that only rings, one that
answers and talks on, one that is not registered, and one that answers and presses no key to take a call."""

T = TypeVar("T")


class Line(Protocol):
    """A call that has been answered; the person on it does as told."""

    @property
    def caller(self) -> Caller: ...

    @property
    def recordings(self) -> Path: ...

    async def press(self, keys: str) -> None:
        """Press the keys as soon as the engine waits for something."""
        ...

    async def leave(self) -> None:
        """Hang up as soon as the engine waits for something."""
        ...


Story = Callable[[Line], Coroutine[Any, Any, object]]
Perform = Callable[[Story], None]


class Told:
    """A watcher that remembers what it was told."""

    def __init__(self) -> None:
        self.picked: float | None = None
        self.rang: float | None = None
        self.result: Dialled | None = None
        self.by = ""

    def picked_up(self, rang: float) -> None:
        assert self.rang is None
        assert self.result is None
        self.picked = rang

    def answered(self, rang: float) -> None:
        assert self.result is None
        self.rang = rang

    def ended(self, result: Dialled, by: EndedBy) -> None:
        assert self.result is None
        self.result, self.by = result, by


async def while_pressing(line: Line, keys: str, doing: Coroutine[Any, Any, T], after: float = 0.0) -> T:
    """What comes of it when the person presses keys meanwhile, `after` seconds into it."""
    task = asyncio.create_task(doing)
    await asyncio.sleep(after)
    await line.press(keys)
    return await asyncio.wait_for(task, LIMIT)


async def _until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT):
        while not seen():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def gone(line: Line, doing: Coroutine[Any, Any, object]) -> CallerHungUp:
    """The person hangs up meanwhile: that is one exception, and so is whatever is tried after it."""
    task = asyncio.create_task(doing)
    await line.leave()
    with pytest.raises(CallerHungUp) as left:
        await asyncio.wait_for(task, LIMIT)
    await all_hung_up(line.caller)
    return left.value


async def all_hung_up(caller: Caller) -> None:
    tries: list[Callable[[], Awaitable[object]]] = [
        caller.answer,
        caller.hang_up,
        lambda: caller.play([SHORT]),
        lambda: caller.collect([SHORT], Entry()),
        lambda: caller.hold(timeout=0.1),
        lambda: caller.secure(True),
        lambda: caller.record("late.wav", limit=0.1),
        lambda: caller.dial(Dial(ANSWERS, 1)),
    ]
    for each in tries:
        with pytest.raises(CallerHungUp):
            await asyncio.wait_for(each(), LIMIT)


ONE = Entry(most=1, terminator="", timeout=5.0, gap=5.0)
NUMBER = Entry(most=4, terminator="#", timeout=5.0, gap=5.0)


class CallerContract:
    """Inherit it under a name that begins with Test."""

    # play

    def test_a_prompt_is_played_to_its_end(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            heard = await line.caller.play([SHORT, SHORT])
            assert (heard.key, heard.missing, heard.woken) == ("", (), False)
            assert heard.seconds > 0.5
            assert heard.length == pytest.approx(heard.seconds)

        perform(story)

    def test_a_key_among_those_asked_for_cuts_a_prompt_short(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            heard = await while_pressing(line, "2", line.caller.play([LONG, LONG], keys="123"))
            assert heard.key == "2"
            assert heard.seconds < 2 < heard.length

        perform(story)

    def test_other_keys_do_not_cut_a_prompt_short(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            heard = await while_pressing(line, "9", line.caller.play([SHORT], keys="123"))
            assert heard.key == ""

        perform(story)

    def test_a_phrase_without_audio_is_named_and_the_others_are_played(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            heard = await line.caller.play([SHORT, MISSING])
            assert heard.missing == (MISSING,)
            assert heard.seconds > 0.2

        perform(story)

    # collect

    def test_a_key_during_the_prompt_is_the_answer(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            entered = await while_pressing(line, "5", line.caller.collect([LONG], ONE))
            assert (entered.digits, entered.ended, entered.heard.key) == ("5", "full", "5")
            assert entered.heard.seconds < 2 < entered.heard.length
            assert entered.heard.after == 0

        perform(story)

    def test_a_key_after_the_prompt_is_the_answer(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            entered = await while_pressing(line, "5", line.caller.collect([SHORT], ONE), after=0.9)
            assert (entered.digits, entered.ended, entered.heard.key) == ("5", "full", "")
            assert entered.heard.seconds == pytest.approx(entered.heard.length)
            assert entered.heard.after > 0

        perform(story)

    def test_a_key_cuts_all_the_phrases_that_are_left(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            entered = await while_pressing(line, "5", line.caller.collect([LONG, LONG], ONE))
            assert (entered.digits, entered.ended) == ("5", "full")
            assert entered.heard.seconds < 2

        perform(story)

    @pytest.mark.parametrize("key", ["*", "#"])
    def test_star_and_hash_are_answers_where_nothing_ends_the_entry(self, perform: Perform, key: str) -> None:
        async def story(line: Line) -> None:
            entered = await while_pressing(line, key, line.caller.collect([SHORT], ONE))
            assert (entered.digits, entered.ended) == (key, "full")

        perform(story)

    @pytest.mark.parametrize(
        "entry", [Entry(1, "", 0.3, 0.3), Entry(4, "#", 0.3, 0.2), Entry(3, "*", 0.3, 0.3)]
    )
    def test_silence_is_a_timeout_without_digits(self, perform: Perform, entry: Entry) -> None:
        async def story(line: Line) -> None:
            entered = await line.caller.collect([SHORT], entry)
            assert (entered.digits, entered.ended, entered.heard.key) == ("", "timeout", "")

        perform(story)

    @pytest.mark.parametrize(
        ("keys", "entry", "digits", "ended"),
        [
            ("12#", NUMBER, "12", "terminator"),
            ("#", NUMBER, "", "terminator"),
            ("1234", NUMBER, "1234", "full"),
            ("12", Entry(4, "#", 5.0, 1.5), "12", "timeout"),
            ("1#*", Entry(9, "*", 5.0, 5.0), "1#", "terminator"),
            ("*", Entry(9, "*", 5.0, 5.0), "", "terminator"),
            ("1*#", Entry(3, "", 5.0, 5.0), "1*#", "full"),
        ],
    )
    def test_an_entry_of_several_keys(
        self, perform: Perform, keys: str, entry: Entry, digits: str, ended: str
    ) -> None:
        async def story(line: Line) -> None:
            entered = await while_pressing(line, keys, line.caller.collect([SHORT], entry))
            assert (entered.digits, entered.ended) == (digits, ended)

        perform(story)

    def test_without_a_prompt_keys_are_taken_all_the_same(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            entered = await while_pressing(line, "12#", line.caller.collect([], NUMBER))
            assert entered == Entered("12", "terminator", entered.heard)
            assert entered.heard.seconds == 0

        perform(story)

    def test_without_audio_the_answer_is_taken_all_the_same(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            entered = await while_pressing(line, "7", line.caller.collect([MISSING], ONE))
            assert (entered.digits, entered.heard.missing) == ("7", (MISSING,))

        perform(story)

    # secure

    @pytest.mark.parametrize(
        ("keys", "entry", "digits", "ended"),
        [
            ("12#", NUMBER, "12", "terminator"),
            ("#", NUMBER, "", "terminator"),
            ("1234", NUMBER, "1234", "full"),
            ("12", Entry(4, "#", 5.0, 1.5), "12", "timeout"),
            ("1*#", Entry(3, "", 5.0, 5.0), "1*#", "full"),
        ],
    )
    def test_keys_are_taken_as_ever_while_nothing_may_be_recorded(
        self, perform: Perform, keys: str, entry: Entry, digits: str, ended: str
    ) -> None:
        async def story(line: Line) -> None:
            await line.caller.secure(True)
            entered = await while_pressing(line, keys, line.caller.collect([SHORT, LONG], entry))
            assert (entered.digits, entered.ended) == (digits, ended)
            assert (await line.caller.collect([], Entry(4, "#", 0.3, 0.2))).ended == "timeout"
            await line.caller.secure(False)
            entered = await while_pressing(line, "12#", line.caller.collect([SHORT], NUMBER))
            assert entered.digits == "12"

        perform(story)

    # hold and wake

    def test_a_hold_ends_with_its_time(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            assert await line.caller.hold(timeout=0.2) == Held()

        perform(story)

    def test_a_hold_is_ended_by_a_key_asked_for_and_no_other(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            assert await while_pressing(line, "12", line.caller.hold(keys="2")) == Held(key="2")

        perform(story)

    def test_a_hold_is_woken_from_another_task(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            asyncio.get_running_loop().call_later(0.2, line.caller.wake)
            assert await asyncio.wait_for(line.caller.hold(), LIMIT) == Held(woken=True)

        perform(story)

    def test_a_prompt_is_woken_too(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            asyncio.get_running_loop().call_later(0.2, line.caller.wake)
            heard = await line.caller.play([LONG, LONG])
            assert (heard.woken, heard.key) == (True, "")
            assert heard.seconds < 2

        perform(story)

    def test_a_wake_that_came_before_counts_once(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            line.caller.wake()
            line.caller.wake()
            assert await line.caller.hold(timeout=LIMIT) == Held(woken=True)
            assert await line.caller.hold(timeout=0.2) == Held()
            line.caller.wake()
            assert (await line.caller.play([LONG])).woken
            assert not (await line.caller.play([SHORT])).woken

        perform(story)

    def test_many_wakes_at_any_moment_are_never_lost_and_leave_nothing_behind(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            loop = asyncio.get_running_loop()
            for turn in range(30):
                loop.call_later(turn * 0.0002, line.caller.wake)
                assert await asyncio.wait_for(line.caller.hold(), LIMIT) == Held(woken=True)
            entered = await while_pressing(line, "5", line.caller.collect([LONG], ONE))
            assert entered.digits == "5"

        perform(story)

    # record

    def test_a_recording_is_ended_by_a_key_and_stored(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            recorded = await while_pressing(line, "#", line.caller.record("a/b.wav", limit=9), after=1.2)
            assert recorded.key == "#"
            assert 0.1 < recorded.seconds < 5
            assert (line.recordings / "a/b.wav").stat().st_size > 1000

        perform(story)

    def test_a_recording_is_ended_by_its_limit(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            recorded = await line.caller.record("c.wav", limit=0.5)
            assert recorded.key == ""
            assert 0 < recorded.seconds < 0.7

        perform(story)

    def test_a_recording_is_played_back_and_cut_short_by_a_key(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            await line.caller.record("back.wav", limit=0.5)
            assert (await line.caller.replay("back.wav", keys="1")).key == ""
            await line.caller.record("long.wav", limit=2.5)
            heard = await while_pressing(line, "1", line.caller.replay("long.wav", keys="12"))
            assert heard.key == "1"
            assert heard.seconds < 2

        perform(story)

    # dial

    def test_a_talk_that_the_agent_ends(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            told = Told()
            dialled = await line.caller.dial(Dial(ANSWERS, 5, "talk.wav"), told)
            assert dialled.outcome == "answered"
            assert dialled.talked > 0.3
            assert abs(dialled.recorded - dialled.talked) < 1.0
            assert (line.recordings / "talk.wav").is_file()
            assert told.rang == dialled.rang
            assert told.result is not None
            assert (told.result.outcome, told.by) == ("answered", "agent")
            assert not (await line.caller.play([SHORT])).key  # the caller is still there

        perform(story)

    def test_a_talk_uses_up_the_wake_that_led_to_it(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            line.caller.wake()
            assert (await line.caller.dial(Dial(ANSWERS, 5))).outcome == "answered"
            assert not (await line.caller.play([SHORT])).woken

        perform(story)

    @pytest.mark.parametrize(
        ("phone", "outcome"), [(BUSY, "busy"), (RINGS, "rang_out"), (AWAY, "unreachable")]
    )
    def test_a_phone_that_is_not_answered(self, perform: Perform, phone: str, outcome: str) -> None:
        async def story(line: Line) -> None:
            told = Told()
            dialled = await line.caller.dial(Dial(phone, 1, "none.wav"), told)
            assert (dialled.outcome, dialled.talked, dialled.recorded) == (outcome, 0, 0)
            assert told.rang is None
            assert told.result is not None
            assert (told.result.outcome, told.by) == (outcome, "agent")
            assert not (line.recordings / "none.wav").exists()

        perform(story)

    def test_who_picks_up_is_told_first_and_then_joined(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            told = Told()
            talk = asyncio.create_task(line.caller.dial(Dial(TALKS, 5, joining=Joining((SHORT,))), told))
            await _until(lambda: told.rang is not None)
            assert told.picked is not None
            assert told.rang is not None
            assert told.rang > told.picked
            await line.leave()
            await asyncio.wait([talk])
            assert told.result is not None
            assert (told.result.outcome, told.by) == ("answered", "caller")

        perform(story)

    def test_who_presses_no_key_to_take_the_call_is_not_joined(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            told = Told()
            dialled = await line.caller.dial(Dial(SILENT, 5, joining=Joining((SHORT,), confirm=0.5)), told)
            assert (dialled.outcome, dialled.talked) == ("unconfirmed", 0)
            assert told.picked is not None
            assert told.rang is None
            assert not (await line.caller.play([SHORT])).key  # the caller is still there

        perform(story)

    # hanging up

    def test_hanging_up_while_the_other_is_told_who_waits(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            told = Told()
            joining = Joining((LONG,), confirm=30)
            talk = asyncio.create_task(line.caller.dial(Dial(SILENT, 5, joining=joining), told))
            await _until(lambda: told.picked is not None)
            await line.leave()
            with pytest.raises(CallerHungUp):
                await asyncio.wait_for(talk, LIMIT)
            assert told.rang is None
            assert told.result is not None
            assert (told.result.talked, told.by) == (0, "caller")

        perform(story)

    def test_who_waits_for_something_else_learns_that_the_caller_is_gone(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            elsewhere = asyncio.create_task(line.caller.gone())
            await gone(line, line.caller.hold())
            await asyncio.wait_for(elsewhere, LIMIT)
            await line.caller.gone()

        perform(story)

    def test_hanging_up_in_a_prompt(self, perform: Perform) -> None:
        perform(lambda line: gone(line, line.caller.play([LONG])))

    def test_hanging_up_when_asked_for_a_key(self, perform: Perform) -> None:
        perform(lambda line: gone(line, line.caller.collect([LONG], ONE)))

    def test_hanging_up_when_asked_for_a_number(self, perform: Perform) -> None:
        perform(lambda line: gone(line, line.caller.collect([LONG, SHORT], Entry(9, "*", 5, 3))))

    @pytest.mark.parametrize("secure", [False, True])
    def test_who_hangs_up_is_told_with_how_far_they_heard_the_prompt(
        self, perform: Perform, secure: bool
    ) -> None:
        async def story(line: Line) -> None:
            await line.caller.secure(secure)
            heard = (await gone(line, line.caller.collect([LONG, MISSING], NUMBER))).heard
            assert heard is not None
            assert 0 <= heard.seconds <= heard.length
            assert heard.length > 2
            assert heard.missing == (MISSING,)

        perform(story)

    def test_hanging_up_on_hold(self, perform: Perform) -> None:
        perform(lambda line: gone(line, line.caller.hold()))

    def test_hanging_up_while_being_recorded(self, perform: Perform) -> None:
        perform(lambda line: gone(line, line.caller.record("d.wav", limit=30)))

    def test_hanging_up_while_a_phone_rings(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            told = Told()
            await gone(line, line.caller.dial(Dial(RINGS, 30, "e.wav"), told))
            assert told.rang is None
            assert told.result is not None
            assert (told.result.talked, told.by) == (0, "caller")

        perform(story)

    def test_hanging_up_in_a_talk_keeps_the_recording(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            told = Told()
            talk = asyncio.create_task(line.caller.dial(Dial(TALKS, 30, "f.wav"), told))
            await _until(lambda: told.rang is not None)
            await asyncio.sleep(0.5)
            await line.leave()
            with pytest.raises(CallerHungUp):
                await asyncio.wait_for(talk, LIMIT)
            assert told.result is not None
            assert (told.result.outcome, told.by) == ("answered", "caller")
            assert told.result.talked > 0.3
            assert (line.recordings / "f.wav").stat().st_size > 1000

        perform(story)

    def test_when_the_flow_hangs_up_the_caller_is_gone(self, perform: Perform) -> None:
        async def story(line: Line) -> None:
            await line.caller.hang_up()
            await all_hung_up(line.caller)

        perform(story)
