"""The members' line, the corporate line and what agents dial."""

from __future__ import annotations

import pytest

from ivr.events import HoursChecked, QueueEntered, RecordingStored, Transferred
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import Press
from ivr.flow.simulated import CannedHttp, SimulatedDesk

from .stories import DIAMOND, story


def waits(told: Told) -> list[tuple[str, dict[str, int], int]]:
    return [(fact.queue, fact.skills, fact.priority) for fact in told.all(QueueEntered)]


def test_a_member_on_the_members_line_goes_first() -> None:
    assert waits(story("95189", number=DIAMOND)) == [("vip", {"zh": 1}, 100)]


def test_a_member_may_choose_english() -> None:
    told = story("95189", Press("2", hearing="For English"), number=DIAMOND)
    assert waits(told) == [("vip", {"en": 1}, 100)]


def test_others_on_the_members_line_are_served_as_ordinary_callers() -> None:
    assert waits(story("95189")) == [("support", {"buyer": 1, "zh": 1}, 0)]


def test_members_are_not_lost_when_nobody_can_say_who_they_are() -> None:
    assert waits(story("95189", number=DIAMOND, http=CannedHttp())) == [("vip", {}, 0)]


def test_the_corporate_line_in_office_hours() -> None:
    told = story("95190")
    assert waits(told) == [("corporate", {"corporate": 1}, 10)]


def test_the_corporate_line_on_a_holiday_takes_a_message() -> None:
    told = story("95190", at="2026-10-01T10:00+08:00")
    assert [fact.open for fact in told.all(HoursChecked)] == [False]
    assert [fact.kind for fact in told.all(RecordingStored)] == ["message"]


@pytest.mark.parametrize(
    ("code", "acts", "state"),
    [
        ("*41", (), "available"),
        ("*42", (), "logged_out"),
        ("*43", (Press("2", hearing="用餐请按2"),), "paused"),
        ("*44", (), "available"),
    ],
)
def test_feature_codes(code: str, acts: tuple[Press, ...], state: str) -> None:
    desk = SimulatedDesk(["1001"])
    told = story(code, *acts, endpoint="1001", number="1001", desk=desk)
    assert desk.states["1001"] == state
    assert told.ending.by == "flow"


def test_a_feature_code_from_outside_changes_nothing() -> None:
    desk = SimulatedDesk(["1001"])
    told = story("*41", number="1001", desk=desk)
    assert desk.states["1001"] == "logged_out"
    assert told.heard == ("这部电话没有登记为坐席电话。",)


def test_a_colleague_is_called_directly_and_it_is_in_the_log() -> None:
    told = story("1002", endpoint="1001", number="1001")
    assert [(fact.to, fact.outcome) for fact in told.all(Transferred)] == [("1002", "answered")]


@pytest.mark.parametrize(("dialled", "endpoint"), [("1002", "line"), ("1999", "1001")])
def test_who_may_not_be_called_directly_is_not(dialled: str, endpoint: str) -> None:
    told = story(dialled, endpoint=endpoint, number="1001")
    assert [fact.outcome for fact in told.all(Transferred)] == ["refused"]
    assert told.heard == ("对方暂时无法接听。",)
