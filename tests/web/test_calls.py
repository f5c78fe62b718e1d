"""What other systems can know about calls, running and over."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from ivr.events import CallEvent, ChoiceExplained, VariableSet
from ivr.journal.record import CallRecord
from ivr.web.calls_shown import CallShown
from tests.journal.paths import BEGAN, CALL, journey
from tests.web.conftest import CRM, DESKTOP, LOOKER, Answer, Site

A_TALK = """
0     call_began
0.1   call_answered
2.0   prompt_played    text=王芳您好 heard=1.9 keys=88417
3.5   menu_answered    key=1 outcome=match target=buyer
4.0   digits_collected save=order digits=88417 outcome=complete
4.2   callback_requested number=13800000001 queue=support outcome=impossible
4.6   queue_entered    queue=support needs=anybody
9     agent_offered    queue=support agent=li
10    offer_ended      queue=support agent=li outcome=answered rang=1
40    talk_ended       queue=support agent=li by=agent talked=30
40    queue_left       queue=support outcome=answered waited=5.4
41    disposition_set  agent=li code=solved
42    call_ended       by=agent
"""
ABANDONED = """
0     call_began       caller_number=02155550000 dialled_number=95189
1     queue_entered    queue=support needs=anybody
9     queue_left       queue=support outcome=abandoned waited=8
9     call_ended
"""
RUNNING = "0 call_began caller_number=13900000002\n1 queue_entered queue=support needs=anybody"
PERSONAL = ("13800000001", "王芳", "88417")


def at(seconds: float, events: list[CallEvent]) -> list[CallEvent]:
    """The same, so much later."""
    return [replace(event, at=event.at + seconds) for event in events]


async def log_three(site: Site) -> None:
    """A talk, 60 seconds later a call that is abandoned, and one that still runs."""
    await site.log(journey(A_TALK, "a.1"))
    await site.log(at(60, journey(ABANDONED, "b.2")))
    await site.log(at(120, journey(RUNNING, "c.3")))


def ids(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [call["id"] for call in answer.body["calls"]]


async def test_calls_come_newest_first_running_ones_as_they_are_now(site: Site) -> None:
    await log_three(site)
    answer = await site.get("/calls")
    assert ids(answer) == ["c.3", "b.2", "a.1"]
    running, _, talk = answer.body["calls"]
    assert (running["outcome"], running["queue"], running["ended"]) == ("in_progress", "support", None)
    assert (talk["outcome"], talk["agent"], talk["talked"], talk["disposition"]) == (
        "answered",
        "li",
        30.0,
        "solved",
    )
    assert talk["began"] == "2025-11-22T10:00:00.000+08:00"
    assert talk["caller_number"] == "13800000001"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("number=138*", ["a.1"]),
        ("number=*5*0000", ["b.2"]),
        ("number=13800000001", ["a.1"]),
        ("agent=li", ["a.1"]),
        ("agent=wang", []),
        ("queue=support", ["c.3", "b.2", "a.1"]),
        ("outcome=abandoned", ["b.2"]),
        ("disposition=solved", ["a.1"]),
        ("line=95189", ["b.2"]),
        ("line=95189&agent=li", []),
        ("from=2025-11-22T10:01:30", ["c.3"]),
        ("from=2025-11-22T02:01:30Z", ["c.3"]),
        ("from=2025-11-22T10:01:30%2B08:00", ["c.3"]),
        ("from=2025-11-22T10:01:30+08:00", ["c.3"]),
        ("to=2025-11-22T10:01", ["a.1"]),
        ("from=2025-11-22&to=2025-11-22", ["c.3", "b.2", "a.1"]),
        ("from=2025-11-23", []),
        ("number=&agent=&from=&outcome=", ["c.3", "b.2", "a.1"]),
    ],
)
async def test_only_calls_that_fit_are_told(site: Site, query: str, found: list[str]) -> None:
    await log_three(site)
    assert ids(await site.get(f"/calls?{query}")) == found


@pytest.mark.parametrize(
    ("query", "field", "remedy"),
    [
        ("from=yesterday", "from", "write 2026-11-25"),
        ("to=2025-02-30", "to", "write 2026-11-25"),
        ("to=9999-12-31", "to", "write 2026-11-25"),
        ("from=2025-11-23&to=2025-11-22", "to", "later time"),
        ("limit=0", "limit", "1"),
        ("limit=201", "limit", "200"),
        ("limit=many", "limit", "number"),
        ("limit=10&limit=20", "limit", "once"),
        ("outcome=abandonned", "outcome", "did you mean 'abandoned'"),
        ("agent=lli", "agent", "did you mean 'li'"),
        ("queue=suport", "queue", "did you mean 'support'"),
        ("disposition=solvd", "disposition", "did you mean 'solved'"),
        ("cursor=abc", "cursor", "`next` of its answer"),
        ("cursor=r1763776800.0_37", "cursor", "`next` of its answer"),
        ("cursor=%C3%BC", "cursor", "`next` of its answer"),
        ("number=" + "1" * 50, "number", "40"),
        ("ageent=li", "ageent", "did you mean 'agent'"),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused_by_its_parameter(
    site: Site, query: str, field: str, remedy: str
) -> None:
    answer = await site.get(f"/calls?{query}")
    assert answer.status == 422
    (error,) = answer.body["errors"]
    assert error["field"] == field
    assert remedy in error["message"]["en"]
    assert error["message"]["zh"] != error["message"]["en"]


async def pages(site: Site, query: str) -> list[list[str]]:
    """All pages, by following the links; before each new one a call comes."""
    found, path = [], f"/calls?{query}"
    while path:
        answer = await site.get(path)
        found.append(ids(answer))
        await site.log(at(1000 + len(found), journey(RUNNING, f"new.{len(found)}")))
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.body["next"])
        path = link.removeprefix("</api/v1").removesuffix('>; rel="next"')
    return found


async def test_pages_miss_nothing_and_double_nothing_while_new_calls_come(site: Site) -> None:
    for number in range(7):
        await site.log(at(number // 3, journey(ABANDONED, f"call.{number}")))
    assert await pages(site, "limit=3") == [
        ["call.6", "call.5", "call.4"],
        ["call.3", "call.2", "call.1"],
        ["call.0"],
    ]


async def test_the_link_to_the_next_page_keeps_what_was_asked(site: Site) -> None:
    for number in range(3):
        await site.log(at(number, journey(ABANDONED, f"call.{number}")))
        await site.log(at(number, journey(A_TALK, f"talk.{number}")))
    assert await pages(site, "limit=2&outcome=abandoned&number=021*") == [["call.2", "call.1"], ["call.0"]]


async def test_a_call_is_told_by_its_id_alone(site: Site) -> None:
    await site.log(journey(A_TALK))
    assert (await site.get(f"/calls/{CALL}")).body["duration"] == 42.0
    for other in (CALL[:-1], "last", "%00", "x" * 300):
        answer = await site.get(f"/calls/{other}")
        assert answer.status == 404
        assert "/api/v1/calls lists" in answer.body["errors"][0]["message"]["en"]


async def test_a_journey_is_told_to_programs_and_to_people(site: Site) -> None:
    await site.log(journey(A_TALK))
    body = (await site.get(f"/calls/{CALL}/journey")).body
    assert [event["kind"] for event in body["events"]][:2] == ["call_began", "call_answered"]
    assert body["events"][3]["data"]["key"] == "1"
    assert body["events"][3]["at"] == "2025-11-22T10:00:03.500+08:00"
    assert len(body["story"]["zh"]) == len(body["story"]["en"]) == len(body["events"])
    assert "李娜" in "".join(body["story"]["zh"])


def test_all_that_a_record_says_is_shown() -> None:
    assert {field.name for field in fields(CallRecord)} <= {field.name for field in fields(CallShown)}


async def test_broken_unicode_in_the_log_breaks_no_answer(site: Site) -> None:
    broken = VariableSet(at=BEGAN + 1, call=CALL, name="x", value="a\ud800b")
    await site.log([*journey("0 call_began"), broken])
    body = (await site.get(f"/calls/{CALL}/journey")).body
    assert body["events"][1]["data"]["value"] == "a\ud800b"
    assert "".join(body["story"]["zh"] + body["story"]["en"]).isprintable()


async def test_why_a_call_got_its_agent_is_told(site: Site) -> None:
    choice = ChoiceExplained(
        at=BEGAN + 5,
        call=CALL,
        queue="support",
        agent="li",
        strategy="longest_idle",
        needs="anybody",
        ahead=0,
        candidates=[{"agent": "li", "idle": 60.0}, {"agent": "wang", "idle": 5.0}],
        more=0,
        refused=[],
        unseen=0,
    )
    await site.log([*journey(A_TALK), choice])
    body = (await site.get(f"/calls/{CALL}/why", LOOKER)).body
    assert [each["data"]["agent"] for each in body["choices"]] == ["li"]
    assert "李娜 was chosen" in body["story"]["en"][0]
    assert "李娜" in body["story"]["zh"][0]


async def test_a_call_in_no_queue_has_no_choices(site: Site) -> None:
    await site.log(journey("0 call_began\n5 call_ended"))
    assert (await site.get(f"/calls/{CALL}/why")).body == {
        "call": CALL,
        "choices": [],
        "story": {"zh": [], "en": []},
    }


ADDRESSES = (f"/calls/{CALL}", f"/calls/{CALL}/journey", f"/calls/{CALL}/why")


@pytest.mark.parametrize("path", ADDRESSES)
async def test_a_call_that_is_over_need_not_be_sent_again(site: Site, path: str) -> None:
    await site.log(journey(A_TALK))
    first = await site.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = await site.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body, again.headers["ETag"]) == (304, "", first.headers["ETag"])
    other = await site.get(path, headers={"If-None-Match": '"other"'})
    assert (other.status, other.body) == (200, first.body)


async def test_what_is_added_to_a_call_that_is_over_is_sent(site: Site) -> None:
    await site.log(journey(A_TALK))
    tag = (await site.get(f"/calls/{CALL}")).headers["ETag"]
    await site.log(journey("300 disposition_set agent=li code=wrong_number"))
    again = await site.get(f"/calls/{CALL}", headers={"If-None-Match": tag})
    assert (again.status, again.body["disposition"]) == (200, "wrong_number")


async def test_a_running_call_is_always_sent(site: Site) -> None:
    await site.log(journey(RUNNING))
    answer = await site.get(f"/calls/{CALL}", headers={"If-None-Match": "*"})
    assert (answer.status, "ETag" in answer.headers) == (200, False)


@pytest.mark.parametrize("token", [CRM, DESKTOP])
@pytest.mark.parametrize("path", ["/calls", *ADDRESSES])
async def test_calls_are_for_those_who_may_read(site: Site, path: str, token: str) -> None:
    answer = await site.get(path, token)
    assert answer.status == 403
    assert "read" in answer.body["errors"][0]["message"]["en"]


@pytest.mark.parametrize("path", ["/calls", *ADDRESSES])
async def test_who_may_not_see_numbers_sees_no_caller(site: Site, path: str) -> None:
    await site.log(journey(A_TALK))
    seen: Any = (await site.get(path, LOOKER)).body
    assert not [each for each in PERSONAL if each in str(seen)]


async def test_without_the_number_all_else_of_a_call_is_told(site: Site) -> None:
    await site.log(journey(A_TALK))
    whole, seen = [(await site.get(f"/calls/{CALL}", token)).body for token in (site.token, LOOKER)]
    assert seen == {**whole, "caller_number": None, "caller_name": None}
    whole, seen = [(await site.get(f"/calls/{CALL}/journey", token)).body for token in (site.token, LOOKER)]
    assert [event["kind"] for event in seen["events"]] == [event["kind"] for event in whole["events"]]
    assert "13800000001" in str(whole)


async def test_a_withheld_number_does_not_blank_everything(site: Site) -> None:
    await site.log(journey(A_TALK.replace("0     call_began", "0 call_began caller_number= caller_name=")))
    events = (await site.get(f"/calls/{CALL}/journey", LOOKER)).body["events"]
    assert events[0]["data"]["dialplan"] == "main"
    assert events[3]["data"]["target"] == "buyer"


async def test_who_may_not_see_numbers_cannot_look_for_them(site: Site) -> None:
    answer = await site.get("/calls?number=138*", LOOKER)
    assert (answer.status, answer.fields) == (403, ["number"])
    assert "numbers" in answer.body["errors"][0]["message"]["en"]


async def test_a_log_that_cannot_be_read_says_when_to_come_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.journal.reader.os.access", lambda *_: False)
    answer = await site.get("/calls")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "无法读取通话日志" in answer.body["errors"][0]["message"]["zh"]
