"""Work by HTTP: brought by one program, taken for agents by another, every absurd value told by its field."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from ivr.events import ChoiceExplained
from ivr.journal.reader import Filter, JournalReader
from ivr.ports import MemoryFailed
from tests.web.conftest import CRM, DESKTOP, LOOKER, Site


async def brought(site: Site, **more: Any) -> str:
    answer = await site.post("/work", CRM, **({"queue": "letters"} | more))
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


async def test_an_email_goes_its_way(site: Site) -> None:
    work = await brought(site, subject="退货", **{"from": "a@example.com"}, payload={"order": 1}, due="24h")
    assert (await site.get(f"/work/{work}")).body["state"] == "waiting"
    await site.post("/agents/li/login")
    (offer,) = (await site.get("/work?agent=li&state=offered", DESKTOP)).body["work"]
    assert (offer["id"], offer["subject"], offer["sender"]) == (work, "退货", "a@example.com")
    assert offer["payload"] == {"order": 1}
    accepted = await site.post(f"/work/{work}/accept", DESKTOP, agent="li")
    assert (accepted.status, accepted.body["state"], accepted.body["agent"]) == (200, "accepted", "li")
    assert (await site.get("/agents/li")).body["contacts"] == {"email": 1}
    finished = await site.post(f"/work/{work}/finish", DESKTOP)
    assert finished.body["state"] == "finished"
    assert (await site.get("/work")).body["work"] == []
    assert [each["id"] for each in (await site.get("/work?state=finished")).body["work"]] == [work]


async def test_the_answer_to_a_change_is_on_disk_already(site: Site) -> None:
    await site.post("/agents/li/login")
    work = await brought(site)
    await site.post(f"/work/{work}/accept", agent="li")
    row = await site.store.get(work)
    assert row is not None
    assert (row.state, row.agent) == ("accepted", "li")


async def test_brought_twice_under_one_key_it_exists_once(site: Site) -> None:
    first = await site.post("/work", CRM, queue="letters", key="T-1", subject="x")
    again = await site.post("/work", CRM, queue="letters", key="T-1", subject="x")
    assert (first.status, again.status) == (201, 200)
    assert first.body["id"] == again.body["id"]
    other = await site.post("/work", CRM, queue="letters", key="T-1", subject="y")
    assert other.status == 409
    assert first.body["id"] in other.body["errors"][0]["message"]["en"]


async def test_what_is_due_in_so_long_is_the_same_when_it_is_brought_again(site: Site) -> None:
    body = {"queue": "letters", "key": "T-2", "due": "24h"}
    assert [(await site.post("/work", CRM, **body)).status for _ in range(2)] == [201, 200]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("queue", "leters"),
        ("queue", "support"),
        ("queue", 7),
        ("queue", ""),
        ("channel", "chat"),
        ("priority", 101),
        ("priority", -101),
        ("priority", 1.5),
        ("priority", "high"),
        ("priority", True),
        ("priority", 10**18),
        ("due", "yesterday"),
        ("due", "2020-01-01T00:00:00+08:00"),
        ("due", "2099-01-01T00:00:00+08:00"),
        ("due", "2026-12-01T18:00:00"),
        ("due", "9999-12-31T23:59:59-23:59"),
        ("due", "0s"),
        ("due", 3600),
        ("skills", "cooking >= 2"),
        ("skills", "zh >= 9"),
        ("skills", "zh >="),
        ("skills", "(" * 300),
        ("skills", ["zh"]),
        ("subject", "x" * 201),
        ("subject", "two\nlines"),
        ("subject", "\x00"),
        ("reference", ["a"]),
        ("from", "a\x1b[2Jb"),
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", "http://[::1"),
        ("payload", "text"),
        ("payload", {"x": "y" * 9000}),
        ("payload", {"deep": orjson.loads("[" * 300 + "]" * 300)}),
        ("key", "k" * 201),
        ("nonsense", 1),
    ],
)
async def test_an_absurd_value_is_refused_by_its_field(site: Site, field: str, value: object) -> None:
    answer = await site.post("/work", CRM, **({"queue": "letters"} | {field: value}))
    assert answer.status == 422
    assert {name.split(".")[0] for name in answer.fields} == {field}
    assert all(error["message"]["en"] and error["message"]["zh"] for error in answer.body["errors"])
    assert (await site.get("/work")).body["work"] == []


async def test_a_level_that_is_none_is_told_at_its_skill(site: Site) -> None:
    answer = await site.post("/work", CRM, queue="letters", skills={"zh": 7})
    assert (answer.status, answer.fields) == (422, ["skills.zh"])


async def test_several_absurd_values_are_told_at_once(site: Site) -> None:
    answer = await site.post("/work", CRM, queue="leters", priority=999, due="never", skills="cooking")
    assert sorted(answer.fields) == ["due", "priority", "queue", "skills"]
    (told,) = [error for error in answer.body["errors"] if error["field"] == "queue"]
    assert "did you mean 'letters'" in told["message"]["en"]


@pytest.mark.parametrize("skills", [{"zh": 3, "seller": 2}, "zh >= 3 and seller >= 2"])
async def test_only_who_has_the_skills_is_asked(site: Site, skills: object) -> None:
    for agent in ("wang", "zhao", "li"):
        await site.post(f"/agents/{agent}/login")
    work = await brought(site, skills=skills)
    assert (await site.get(f"/work/{work}")).body["agent"] == "li"


async def test_what_is_rejected_is_offered_to_the_next_agent(site: Site) -> None:
    await site.post("/agents/li/login")
    await site.post("/agents/wang/login")
    work = await brought(site)
    rejected = await site.post(f"/work/{work}/reject", DESKTOP, agent="li")
    assert (rejected.status, rejected.body["state"], rejected.body["agent"]) == (200, "offered", "wang")


async def test_another_agent_cannot_take_it(site: Site) -> None:
    await site.post("/agents/li/login")
    work = await brought(site)
    answer = await site.post(f"/work/{work}/accept", DESKTOP, agent="wang")
    assert answer.status == 409
    assert "li" in answer.body["errors"][0]["message"]["en"]


async def test_what_its_state_does_not_allow_tells_what_it_does(site: Site) -> None:
    work = await brought(site)
    answer = await site.post(f"/work/{work}/finish", DESKTOP)
    assert (answer.status, answer.body["state"], answer.body["possible"]) == (409, "waiting", ["cancel"])


async def test_who_brought_it_can_call_it_off(site: Site) -> None:
    work = await brought(site)
    assert (await site.post(f"/work/{work}/cancel", CRM)).body["state"] == "cancelled"


@pytest.mark.parametrize("path", ["/work/work-9", "/work/1", "/work/x/accept"])
async def test_work_that_is_not_there_is_not_found(site: Site, path: str) -> None:
    moves = path.endswith("accept")
    answer = await (site.post(path, agent="li") if moves else site.get(path))
    assert answer.status == 404


async def test_who_may_only_look_brings_nothing(site: Site) -> None:
    assert (await site.post("/work", LOOKER, queue="letters")).status == 403
    assert (await site.get("/work", LOOKER)).status == 200


async def test_while_the_database_is_away_it_is_told_to_try_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise MemoryFailed("no answer")

    monkeypatch.setattr(site.store, "add", fails)
    answer = await site.post("/work", CRM, queue="letters")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_why_work_was_given_to_whom_is_in_its_journey_and_makes_no_call_of_it(site: Site) -> None:
    work = await brought(site)
    await site.post("/agents/li/login")
    await site.post(f"/work/{work}/accept", DESKTOP, agent="li")
    async with JournalReader(site.database) as journal:
        events = await journal.events_about(work)
        assert await journal.calls(Filter()) == []
    explained = [event.agent for event in events if isinstance(event, ChoiceExplained)]
    assert explained[-1] == "li"


SEEN = {"subject": "退货", "sender": "a@example.com", "url": "https://x.example/1", "key": "T-9"}


@pytest.mark.parametrize("token", [CRM, DESKTOP])
async def test_who_does_the_work_sees_who_sent_it_and_what_they_wrote(site: Site, token: str) -> None:
    work = await brought(site, **_letter())
    shown = (await site.get(f"/work/{work}", token)).body
    assert {name: shown[name] for name in (*SEEN, "payload")} == SEEN | {"payload": {"order": 1}}


async def test_who_may_only_look_sees_neither_who_sent_it_nor_what_they_wrote(site: Site) -> None:
    work = await brought(site, **_letter())
    (listed,) = (await site.get("/work", LOOKER)).body["work"]
    shown = (await site.get(f"/work/{work}", LOOKER)).body
    assert shown == listed
    assert {shown[name] for name in (*SEEN, "payload")} == {None}
    assert (shown["id"], shown["reference"], shown["queue"]) == (work, "8841", "letters")


def _letter() -> dict[str, Any]:
    sent = {("from" if name == "sender" else name): value for name, value in SEEN.items()}
    return {**sent, "payload": {"order": 1}, "reference": "8841"}


@pytest.mark.parametrize("subject", ["关于订单　8841", "退货 👨‍👩‍👧", "naïve\u00a0café"])
async def test_a_line_may_have_every_sign_that_people_write(site: Site, subject: str) -> None:
    brought = await site.post("/work", queue="letters", subject=subject, priority=3.0, skills={"zh": 3.0})
    assert (brought.status, brought.body["subject"], brought.body["priority"]) == (201, subject, 3)


async def test_an_address_that_is_long_is_still_answered(site: Site) -> None:
    answer = await site.get("/work?agent=" + "%F0%9F%98%80" * 2000)
    assert (answer.status, answer.fields) == (422, ["agent"])
