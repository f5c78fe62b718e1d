"""The customer line, call by call."""

from __future__ import annotations

import pytest

from ivr.events import (
    CaseOpened,
    DigitsCollected,
    FlowEntered,
    HoursChecked,
    LookedUp,
    MenuAnswered,
    QueueEntered,
    QueueLeft,
    RecordingStored,
    StepFailed,
    TalkEnded,
)
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press
from ivr.flow.simulated import CannedHttp, MemoryJournal, SimulatedQueues
from ivr.flow.virtual import LoopClock
from ivr.ports import LookupFailed

from .stories import CRM, DIAMOND, story

MENU = "买家服务请按1"


def waits(told: Told) -> list[tuple[str, dict[str, int], int]]:
    return [(fact.queue, fact.skills, fact.priority) for fact in told.all(QueueEntered)]


def flows(told: Told) -> list[str]:
    return [fact.flow for fact in told.all(FlowEntered)]


@pytest.mark.parametrize("dialled", ["95188", "100"])
def test_a_buyer_talks_to_an_agent_and_the_talk_is_recorded(dialled: str) -> None:
    told = story(dialled, Press("1", hearing=MENU))
    assert waits(told) == [("support", {"buyer": 1, "zh": 1}, 0)]
    assert len(told.all(TalkEnded)) == 1
    assert [fact.kind for fact in told.all(RecordingStored)] == ["conversation"]
    assert told.heard[-1] == "感谢您的来电，再见。"


def test_a_seller_needs_an_agent_who_knows_sellers_well() -> None:
    told = story("95188", Press("2", hearing=MENU))
    assert waits(told) == [("support", {"seller": 3, "zh": 1}, 0)]
    assert [fact.agent for fact in told.all(TalkEnded)] == ["wang"]


def test_a_diamond_member_goes_first_without_a_menu() -> None:
    told = story("95188", number=DIAMOND)
    assert waits(told) == [("vip", {"zh": 1}, 100)]
    assert not told.all(MenuAnswered)


@pytest.mark.parametrize("fault", ["timeout", "unreachable", "nonsense"])
def test_a_member_service_that_is_down_costs_the_caller_nothing(fault: str) -> None:
    down = CannedHttp({f"{CRM}/members/{DIAMOND}": LookupFailed(fault, "down")})  # type: ignore[arg-type]
    told = story("95188", Press("1", hearing=MENU), number=DIAMOND, http=down)
    assert [fact.outcome for fact in told.all(LookedUp)] == [fault]
    assert waits(told)[0][0] == "support"
    assert not told.all(StepFailed)


def test_the_order_status_is_read_without_an_agent() -> None:
    told = story(
        "95188",
        Press("3", hearing=MENU),
        Press("20061001", hearing="八位订单号"),
        Press("1", hearing="正确请按1"),
        HangUp(hearing="查询其他订单"),
    )
    spoken = "".join(told.heard)
    assert "您输入的订单号是二零零六一零零一" in spoken
    assert "订单二零零六一零零一已发货。订单金额一百二十八元五角" in spoken
    assert "发货日期二零二六年十一月二十日" in spoken
    assert [fact.outcome for fact in told.all(DigitsCollected)] == ["complete"]
    assert not waits(told)


def test_the_order_status_in_english() -> None:
    told = story(
        "95188",
        Press("8", hearing=MENU),
        Press("3", hearing="order status"),
        Press("20061001", hearing="eight digits"),
        Press("1", hearing="press 1"),
        HangUp(hearing="another order"),
    )
    spoken = " ".join(told.heard)
    assert "is on its way. The amount is one hundred" in spoken
    assert "The shipping date is" in spoken


def test_a_mistyped_order_number_is_entered_again() -> None:
    told = story(
        "95188",
        Press("3", hearing=MENU),
        Press("12345678", hearing="八位订单号"),
        Press("2", hearing="正确请按1"),
        Press("20061001", hearing="八位订单号"),
        Press("1", hearing="正确请按1"),
        HangUp(hearing="查询其他订单"),
    )
    assert [fact.outcome for fact in told.all(DigitsCollected)] == ["rejected", "complete"]


def test_an_order_that_does_not_exist_leads_back_to_a_choice() -> None:
    told = _order("99999999", HangUp(hearing="查询其他订单"))
    assert "没有找到这个订单。" in told.heard
    assert not waits(told)


def test_an_order_system_that_is_down_leads_to_an_operator() -> None:
    told = _order("22222222")
    assert "订单系统暂时无法查询。" in told.heard
    assert waits(told)[0][0] == "operator"


def test_an_order_system_that_answers_nonsense_leads_to_an_operator() -> None:
    told = _order("11111111")
    assert [fact.verb for fact in told.all(StepFailed)] == ["play"]
    assert "对不起，系统出现了问题，我们为您转接人工服务。" in told.heard
    assert waits(told)[0][0] == "operator"


def test_a_suggestion_gets_a_category_and_a_number() -> None:
    told = story("95188", Press("9", hearing=MENU), Press("2", hearing="客户服务请按2"))
    (case,) = told.all(CaseOpened)
    assert (case.line, case.category) == ("product", "service")
    assert told.heard[-1] == "感谢您的来电，再见。"


def test_three_wrong_keys_lead_to_an_operator_and_the_caller_may_hang_up_there() -> None:
    told = story(
        "95188",
        *(Press("7", hearing=MENU),) * 3,
        HangUp(hearing="您现在排在第"),
        queues=_nobody(),
    )
    assert [fact.outcome for fact in told.all(MenuAnswered)] == ["no_match"] * 3
    assert flows(told)[-1] == "operator"
    assert told.ending.by == "caller"


def test_a_silent_caller_reaches_an_operator() -> None:
    told = story("95188")
    assert [fact.outcome for fact in told.all(MenuAnswered)] == ["no_input"] * 3
    assert waits(told) == [("operator", {"operator": 1, "zh": 1}, 0)]


def test_zero_is_an_operator_and_star_repeats() -> None:
    told = story("95188", Press("*", hearing=MENU), Press("0", hearing=MENU))
    assert sum(MENU in text for text in told.heard) == 2
    assert waits(told)[0][0] == "operator"


def test_english_lasts_and_chinese_is_one_key_away() -> None:
    told = story(
        "95188", Press("8", hearing=MENU), Press("8", hearing="For buyers"), Press("1", hearing=MENU)
    )
    assert waits(told) == [("support", {"buyer": 1, "zh": 1}, 0)]
    told = story("95188", Press("8", hearing=MENU), Press("1", hearing="For buyers"))
    assert waits(told) == [("support", {"buyer": 1, "en": 1}, 0)]
    assert told.heard[-1] == "Thank you for calling. Goodbye."


def test_nobody_free_for_a_quarter_of_an_hour_is_offered_a_message() -> None:
    told = story("95188", Press("1", hearing=MENU), queues=_nobody())
    assert [fact.kind for fact in told.all(RecordingStored)] == ["message"]
    assert told.seconds > 15 * 60


@pytest.mark.parametrize(
    ("at", "open_now"),
    [
        ("2026-03-03T10:00+08:00", True),
        ("2026-03-03T20:00+08:00", False),
        ("2026-03-01T10:00+08:00", False),  # a Sunday
        ("2026-10-01T10:00+08:00", False),  # National Day
    ],
)
def test_corporate_customers_are_served_in_office_hours(at: str, open_now: bool) -> None:
    told = story("95188", Press("4", hearing=MENU), at=at)
    assert [(fact.hours, fact.open) for fact in told.all(HoursChecked)] == [
        ("service", True),
        ("office", open_now),
    ]
    assert [fact.queue for fact in told.all(QueueEntered)] == (["corporate"] if open_now else [])


@pytest.mark.parametrize("at", ["2026-10-01T03:00+08:00", "2026-02-17T12:00+08:00", "2026-03-01T23:59+08:00"])
def test_the_customer_line_itself_never_closes(at: str) -> None:
    told = story("95188", Press("1", hearing=MENU), at=at)
    assert len(told.all(QueueLeft)) == 1


def _order(number: str, *acts: HangUp) -> Told:
    return story(
        "95188",
        Press("3", hearing=MENU),
        Press(number, hearing="八位订单号"),
        Press("1", hearing="正确请按1"),
        *acts,
    )


def _nobody() -> SimulatedQueues:
    return SimulatedQueues(MemoryJournal(), LoopClock())
