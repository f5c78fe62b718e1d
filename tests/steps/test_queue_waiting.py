"""What a caller in a queue hears and may press, and where the call goes without an agent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ivr.events import (
    CallbackRequested,
    FlowEntered,
    HoursChecked,
    MenuAnswered,
    PlaceRestored,
    PositionAnnounced,
    QueueEntered,
    QueueLeft,
    WaitAnnounced,
)
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import HangUp, Press
from ivr.flow.simulated import MemoryJournal, SimulatedCallbacks, SimulatedPhones
from ivr.flow.simulated_queues import Seat, SimulatedQueues
from ivr.flow.virtual import LoopClock
from routing.expected import Expected
from routing.needs import needs

from .calls import Town, call, plan, problems
from .fakes import Line, Now
from .test_queue import SILENT, of

CALLER = "13800138000"
ANYWHERE = SimulatedPhones([CALLER, "02155512345"])
FLOWS = """
main:
  - queue:
      to: support
      skills: {buyer: 2}
      max_wait: 10m
      on_timeout: late
      on_full: full
      on_empty: empty
      on_closed: closed
      hours: office
      offer: {zh: 留言请按2。, en: To leave a message press 2.}
      keys: {2: message}
      callback: {offer_after: 60s, key: "1", taken: noted}
  - hangup: {zh: 谢谢, en: Thanks}
late: [{hangup: {zh: 迟, en: Late}}]
full: [{hangup: {zh: 满, en: Full}}]
empty: [{hangup: {zh: 空, en: Empty}}]
closed: [{hangup: {zh: 关, en: Closed}}]
message: [{hangup: {zh: 留言, en: Message}}]
noted: [{hangup: {zh: 好, en: Good}}]
"""
SOON = of(announce={"first": "5s", "every": "10s"})


def wait(*acts: Any, now: Now | None = None, flows: str = FLOWS, **parts: Any) -> tuple[Line, Told]:
    """A call into the flows; the line and what happened."""
    line = Line(now=now, later=parts.pop("later", None))
    parts = {"queues": line, "queue_settings": SOON, "phones": ANYWHERE, **parts}
    return line, call(flows, *acts, number=parts.pop("number", CALLER), **parts)


def flow(told: Told) -> str:
    """The flow in which the call ended."""
    return str(told.all(FlowEntered)[-1].flow)


# The expected wait


def minutes(low: float, high: float) -> Expected:
    return Expected(low * 60, high * 60)


def test_the_expected_wait_is_said_as_a_range_behind_the_place() -> None:
    _, told = wait(now=Now(expected=minutes(2.4, 3.6)))
    assert told.heard[0] == "您现在排在第三位，请稍候。预计等待时间大约两到四分钟。"
    (first, *_) = told.all(WaitAnnounced)
    assert (first.low, first.high) == (120, 240)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (minutes(0.1, 0.7), "预计等待时间不到一分钟。"),
        (minutes(0.5, 2.5), "预计等待时间不超过三分钟。"),
        (minutes(61, 77), "预计等待时间大约一小时到一小时二十分钟。"),
    ],
)
def test_short_and_long_waits_have_their_words(expected: Expected, said: str) -> None:
    _, told = wait(now=Now(expected=expected))
    assert told.heard[0].endswith(said)


def test_in_english_too() -> None:
    line = Line(now=Now(expected=minutes(2, 4)))
    english = FLOWS.replace("main:", "main:\n  - language: {to: en}", 1)
    told = call(english, queues=line, queue_settings=SOON)
    assert "The expected waiting time is about two to four minutes ." in told.heard[0]


def test_it_never_grows_for_the_same_caller_without_a_reason() -> None:
    always = of(announce={"first": "5s", "every": "10s", "only_improved": False})
    _, told = wait(
        now=Now(expected=minutes(2, 4)), later={10.0: {"expected": minutes(5, 8)}}, queue_settings=always
    )
    assert {said.high for said in told.all(WaitAnnounced)} == {240}


@pytest.mark.parametrize("reason", [{"position": 4}, {"able": 0}])
def test_it_grows_when_the_place_got_worse_or_agents_went(reason: dict[str, int]) -> None:
    always = of(announce={"first": "5s", "every": "10s", "only_improved": False})
    later = {10.0: {"expected": minutes(5, 8), **reason}}
    _, told = wait(HangUp(after=40.0), now=Now(expected=minutes(2, 4)), later=later, queue_settings=always)
    assert [said.high for said in told.all(WaitAnnounced)][-1] == 480


def test_a_wait_that_became_shorter_is_news() -> None:
    _, told = wait(now=Now(expected=minutes(5, 8)), later={10.0: {"expected": minutes(2, 4)}})
    assert [said.high for said in told.all(WaitAnnounced)] == [480, 240]


def test_it_may_be_kept_quiet() -> None:
    quiet = of(announce={"first": "5s", "wait": False})
    _, told = wait(now=Now(expected=minutes(2, 4)), queue_settings=quiet)
    assert told.all(WaitAnnounced) == []


# Keys


def test_a_key_in_the_music_leads_to_its_flow() -> None:
    line, told = wait(Press("2", after=20.0))
    assert (flow(told), line.said) == ("message", ["left_by_key", "left"])
    (pressed,) = told.all(MenuAnswered)
    assert (pressed.key, pressed.target) == ("2", "message")


def test_a_key_in_an_announcement_leads_to_its_flow() -> None:
    _, told = wait(Press("2", hearing="您现在排在", after=0.5))
    assert flow(told) == "message"
    assert told.seconds < 10


def test_a_key_in_the_offer_leads_to_its_flow() -> None:
    _, told = wait(Press("2", hearing="留言请按2", after=0.5))
    assert flow(told) == "message"


def test_a_key_that_is_not_on_offer_changes_nothing() -> None:
    _, told = wait(Press("7", after=20.0))
    assert flow(told) == "late"


def test_the_keys_are_told_again_and_again() -> None:
    _, told = wait()
    assert sum("留言请按2" in heard for heard in told.heard) >= 8


def test_the_callback_is_offered_after_its_time() -> None:
    _, told = wait(HangUp(hearing="如需我们回呼并保留您的位置，请按1。"))
    assert 60 <= told.seconds < 75


def test_who_presses_for_a_callback_is_noted_with_the_time_waited() -> None:
    callbacks = SimulatedCallbacks()
    line, told = wait(Press("1", after=90.0), callbacks=callbacks)
    (promise,) = callbacks.promised
    assert (promise.number, promise.queue, promise.wanted.needs) == (CALLER, "support", needs({"buyer": 2}))
    assert promise.waited == pytest.approx(90, abs=2)
    assert (flow(told), line.said) == ("noted", ["left_by_key", "left"])
    assert "我们会回呼" in told.heard[-2]


def test_who_hangs_up_while_told_of_the_callback_has_not_given_up() -> None:
    line, _ = wait(Press("1", after=90.0), HangUp(hearing="我们会回呼"))
    assert line.said == ["left_by_key", "left"]


def test_whose_own_number_cannot_be_called_keys_one_in() -> None:
    callbacks = SimulatedCallbacks()
    keys = (Press("1", after=90.0), Press("02155512345#", hearing="请输入您希望我们回呼的号码"))
    _, told = wait(*keys, callbacks=callbacks, number="")
    assert [promise.number for promise in callbacks.promised] == ["02155512345"]
    assert flow(told) == "noted"


def test_who_cannot_be_called_back_waits_on_at_the_old_place() -> None:
    keys = (Press("1", after=90.0), Press("02177777777#", hearing="请输入您希望我们回呼的号码"))
    line, told = wait(*keys, number="")
    (asked,) = told.all(CallbackRequested)
    assert asked.outcome == "impossible"
    assert "我们不能回呼这个号码" in " ".join(told.heard)
    assert (flow(told), line.said, len(line.requests)) == ("late", ["timed_out", "left"], 1)


def test_who_keys_in_no_number_waits_on() -> None:
    line, told = wait(Press("1", after=90.0), number="")
    assert (flow(told), len(line.requests)) == ("late", 1)


def test_who_comes_back_into_the_queue_in_the_same_call_has_the_old_place() -> None:
    back = FLOWS.replace("message: [", "message: [{goto: main}, ")
    line, _ = wait(Press("2", after=40.0), flows=back)
    assert [round(request.waited) for request in line.requests] == [0, 40]


# Where the call goes without an agent


def test_a_full_queue_takes_nobody_more() -> None:
    full = of(max_length=2)
    line, told = wait(now=Now(length=3), queue_settings=full)
    assert (flow(told), line.said) == ("full", ["full", "left"])


def test_a_queue_with_room_for_one_takes_one() -> None:
    _, told = wait(now=Now(length=2), queue_settings=of(max_length=2))
    assert flow(told) == "late"


def test_without_a_flow_for_it_a_full_queue_leads_where_time_does() -> None:
    plain = "main: [{queue: {to: support, on_timeout: late}}]\nlate: [{hangup: 迟}]"
    line, told = wait(now=Now(length=3), queue_settings=of(max_length=2), flows=plain)
    assert (flow(told), line.said) == ("late", ["full", "left"])


def test_where_nobody_is_there_the_caller_does_not_begin_to_wait() -> None:
    line, told = wait(now=Now(able=0))
    assert (flow(told), line.said) == ("empty", ["empty", "left"])
    assert told.seconds < 5


def test_when_all_have_gone_for_a_while_the_caller_goes_too() -> None:
    _, told = wait(later={60.0: {"able": 0}})
    assert flow(told) == "empty"
    assert 85 <= told.seconds < 110


def test_somebody_who_is_away_for_a_moment_sends_nobody_away() -> None:
    _, told = wait(later={60.0: {"able": 0}, 80.0: {"able": 1}})
    assert flow(told) == "late"


def test_where_it_is_not_asked_for_nobody_looks_for_agents() -> None:
    plain = "main: [{queue: {to: support, max_wait: 60s, on_timeout: late}}]\nlate: [{hangup: 迟}]"
    _, told = wait(now=Now(able=0), flows=plain)
    assert told.seconds > 60


def at(hour: int, minute: int) -> LoopClock:
    """A Tuesday in Shanghai."""
    return LoopClock(datetime(2026, 3, 3, hour - 8, minute, tzinfo=UTC))


def test_outside_the_hours_nobody_begins_to_wait() -> None:
    line, told = wait(clock=at(20, 0))
    assert (flow(told), line.said) == ("closed", ["closed", "left"])
    assert told.all(HoursChecked)[-1].open is False


def test_who_waits_at_closing_time_is_still_served() -> None:
    _, told = wait(clock=at(17, 58))
    assert flow(told) == "late"


def test_or_sent_away() -> None:
    away = FLOWS.replace("hours: office", "hours: office\n      closing: send_away")
    _, told = wait(clock=at(17, 58), flows=away)
    assert flow(told) == "closed"
    assert 120 <= told.seconds < 140


def test_after_a_while_the_caller_goes_on_waiting_in_another_queue() -> None:
    queues = {**of(overflow={"after": "60s", "to": "vip"}, announce=SILENT), "vip": of()["support"]}
    line, told = wait(queue_settings=queues)
    assert line.said == ["moved to vip", "timed_out", "left"]
    assert flow(told) == "late"
    assert len(line.requests) == 1


def test_two_queues_that_overflow_into_each_other_move_a_caller_once() -> None:
    queues = {
        **of(overflow={"after": "60s", "to": "vip"}),
        "vip": of(overflow={"after": "60s", "to": "support"})["support"],
    }
    line, _ = wait(queue_settings=queues)
    assert line.said == ["moved to vip", "timed_out", "left"]


# The place of who was cut off


def cut_off(town: Town, after: float = 300.0, number: str = CALLER) -> None:
    assert town.calls(HangUp(after=after), number=number).all(QueueLeft)[-1].outcome == "abandoned"


TOWN = "main: [{queue: {to: support, skills: {astronaut: 1}, max_wait: 10m}}]"


def test_who_was_cut_off_and_calls_again_has_the_old_place() -> None:
    town = Town(TOWN)
    cut_off(town)
    town.clock.move(360.0)
    told = town.calls(HangUp(after=20.0), number=CALLER)
    (restored,) = told.all(PlaceRestored)
    assert restored.waited == pytest.approx(360, abs=2)
    assert "您之前的排队位置已保留。" in told.heard[0]


def test_it_is_given_back_once() -> None:
    town = Town(TOWN + "\nsecond: [{hangup: 好}]")
    cut_off(town)
    town.clock.move(310.0)
    assert town.calls(number=CALLER).all(PlaceRestored)  # and waits until it is too long
    assert town.calls(HangUp(after=20.0), number=CALLER).all(PlaceRestored) == []


def test_after_a_while_it_is_lost() -> None:
    town = Town(TOWN)
    cut_off(town)
    town.clock.move(300.0 + 121.0)
    assert town.calls(HangUp(after=20.0), number=CALLER).all(PlaceRestored) == []


@pytest.mark.parametrize("number", ["13900000000", ""])
def test_nobody_else_has_it_and_nobody_who_withholds_the_number(number: str) -> None:
    town = Town(TOWN)
    cut_off(town, number=number and CALLER)
    town.clock.move(310.0)
    assert town.calls(HangUp(after=20.0), number=number).all(PlaceRestored) == []


def test_who_talked_has_none() -> None:
    town = Town("main: [{queue: support}, {queue: {to: support, max_wait: 1s}}]")
    told = town.calls(HangUp(after=6.0), number=CALLER)
    assert told.all(QueueLeft)[0].outcome == "answered"
    town.clock.move(10.0)
    assert town.calls(HangUp(after=20.0), number=CALLER).all(PlaceRestored) == []


def test_a_full_queue_takes_who_has_a_place_in_it() -> None:
    back = FLOWS.replace("message: [", "message: [{goto: main}, ")
    line, told = wait(
        Press("2", after=40.0),
        now=Now(length=2),
        later={30.0: {"length": 9}},
        queue_settings=of(max_length=2),
        flows=back,
    )
    assert (flow(told), len(line.requests)) == ("late", 2)


# In the simulated queues of a rehearsal


def ahead(number: int, each: float, *acts: Any) -> Told:
    """A call into a queue where so many wait, of whom one is served in each so many seconds."""
    here = world()
    assert isinstance(here.journal, MemoryJournal)
    seats = [Seat("li", "李娜", "1001", {"buyer": 5})]
    queues = SimulatedQueues(here.journal, here.clock, seats, each, number)
    there = replace(here, queues=queues, queue_settings=SOON, phones=ANYWHERE)
    return rehearse(plan(FLOWS), *acts, world=there, number=CALLER)


def test_others_ahead_are_served_first_and_the_caller_hears_how_far_they_are() -> None:
    told = ahead(3, 30.0)
    assert [fact.position for fact in told.all(PositionAnnounced)] == [4, 3, 2, 1]
    left = told.all(QueueLeft)[-1]
    assert left.outcome == "answered"
    assert left.waited == pytest.approx(120, abs=3)
    assert told.all(WaitAnnounced)[0].low < left.waited < told.all(WaitAnnounced)[0].high


def test_in_a_simulated_queue_overflow_is_in_the_log() -> None:
    here = world()
    assert isinstance(here.journal, MemoryJournal)
    queues = {**of(overflow={"after": "60s", "to": "vip"}), "vip": of()["support"]}
    there = replace(here, queues=SimulatedQueues(here.journal, here.clock), queue_settings=queues)
    flows = "main: [{queue: {to: support, max_wait: 100s}}]"
    told = rehearse(plan(flows), world=there, number=CALLER)
    assert [fact.queue for fact in told.all(QueueEntered)] == ["support", "vip"]
    assert [(fact.outcome, round(fact.waited)) for fact in told.all(QueueLeft)] == [
        ("overflow", 60),
        ("timed_out", 40),
    ]


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("{to: support, keys: {1: main}, callback: {key: 1}}", "the key 1 asks for the callback already"),
        ("{to: support, keys: {1: nowhere}}", "nowhere"),
        ("{to: support, on_full: nowhere}", "nowhere"),
        ("{to: support, callback: {taken: nowhere}}", "nowhere"),
        ("{to: support, hours: never}", "never"),
        ("{to: support, closing: later}", "send_away"),
        ("{to: support, callback: {hours: never}}", "never"),
        ("{to: support, offer_every: 0s}", "at least 5"),
    ],
)
def test_slips_are_told(yaml: str, said: str) -> None:
    assert any(said in text for text in problems(f"main: [{{queue: {yaml}}}]"))
