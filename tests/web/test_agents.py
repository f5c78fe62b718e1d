"""What other systems can know and do about agents."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.events import AgentStateChanged, DispositionSet, WrapUpExtended
from ivr.ports import QueueRequest
from tests.web.conftest import Caller, Site, had_a_call


async def test_agents_are_told_with_phone_skills_and_state(site: Site) -> None:
    await site.post("/agents/li/login")
    agents = (await site.get("/agents")).body["agents"]
    assert [(agent["agent"], agent["state"]) for agent in agents] == [
        ("li", "available"),
        ("wang", "logged_out"),
        ("zhao", "logged_out"),
    ]
    assert agents[0]["skills"] == {"seller": 4, "zh": 5}
    assert agents[0]["phone"] == "1001"


async def test_the_call_that_an_agent_talks_in_is_told_so_that_it_can_be_listened_to(site: Site) -> None:
    await site.post("/agents/li/login")
    async with site.acd.enter(QueueRequest("call-1", "support"), Caller()) as visit:
        assert (await site.get("/agents/li")).body["call"] == ""
        assert visit.offer is not None
        visit.answered(visit.offer)
        assert (await site.get("/agents/li")).body["call"] == "call-1"
    assert (await site.get("/agents/li")).body["call"] == ""


async def test_the_call_that_a_colleague_sent_an_agent_is_told_as_well(site: Site) -> None:
    await site.post("/agents/wang/login")
    site.acd.took("1002", "call-2")
    assert (await site.get("/agents/wang")).body["call"] == "call-2"
    site.acd.let_go("1002", "call-2")
    assert (await site.get("/agents/wang")).body["call"] == ""


async def test_an_agent_comes_pauses_goes_on_and_leaves(site: Site) -> None:
    moves = [("login", {}), ("pause", {"reason": "lunch"}), ("resume", {}), ("logout", {})]
    states = [(await site.post(f"/agents/li/{move}", **body)).body["state"] for move, body in moves]
    assert states == ["available", "paused", "available", "logged_out"]
    logged = [(event.state, event.reason) for event in site.events if isinstance(event, AgentStateChanged)]
    assert logged[1] == ("paused", "lunch")


@pytest.mark.parametrize(
    ("move", "possible"), [("logout", ["login"]), ("resume", ["login"]), ("pause", ["login"])]
)
async def test_what_the_state_does_not_allow_tells_what_it_does(
    site: Site, move: str, possible: list[str]
) -> None:
    body = {"reason": "lunch"} if move == "pause" else {}
    answer = await site.post(f"/agents/li/{move}", **body)
    assert (answer.status, answer.body["state"], answer.body["possible"]) == (409, "logged_out", possible)


async def test_a_reason_that_is_not_in_the_settings_is_refused_with_the_nearest(site: Site) -> None:
    await site.post("/agents/li/login")
    answer = await site.post("/agents/li/pause", reason="lunsh")
    assert (answer.status, answer.fields) == (422, ["reason"])
    assert "'lunch'" in answer.body["errors"][0]["message"]["en"]
    assert "lunch" in answer.body["errors"][0]["message"]["zh"]


@pytest.mark.parametrize("path", ["/agents/wong", "/agents/%00", "/agents/..%2fli", "/agents/" + "x" * 3000])
async def test_an_agent_who_is_not_there_is_not_found(site: Site, path: str) -> None:
    answer = await site.get(path)
    assert answer.status == 404
    assert len(str(answer.body)) < 500


async def test_what_is_asked_for_during_a_call_comes_after_it(site: Site) -> None:
    await site.post("/agents/li/login")
    async with site.acd.enter(QueueRequest("call-1", "support"), Caller()):
        answer = await site.post("/agents/li/pause", reason="break")
    assert (answer.status, answer.body["state"], answer.body["later"]) == (200, "ringing", "paused")


async def test_a_wrap_up_is_made_longer_and_ended(site: Site) -> None:
    await had_a_call(site)
    longer = await site.post("/agents/li/wrap-up", extend=120)
    assert (longer.status, longer.body["state"]) == (200, "wrap_up")
    assert [event.seconds for event in site.events if isinstance(event, WrapUpExtended)] == [120.0]
    ended = await site.post("/agents/li/wrap-up", end=True)
    assert ended.body["state"] == "available"


async def test_only_in_wrap_up_it_can_be_made_longer(site: Site) -> None:
    await site.post("/agents/li/login")
    answer = await site.post("/agents/li/wrap-up", extend=120)
    assert (answer.status, answer.body["possible"]) == (409, ["logout", "pause"])


@pytest.mark.parametrize(
    "body",
    [{}, {"extend": 0}, {"extend": 4000}, {"extend": 5, "end": True}, {"end": False}, {"extend": "5m"}],
)
async def test_an_absurd_wrap_up_is_refused(site: Site, body: dict[str, Any]) -> None:
    answer = await site.post("/agents/li/wrap-up", **body)
    assert answer.status == 422
    assert set(answer.fields) <= {"extend", "end"}


async def test_a_call_is_classified_by_the_codes_of_its_queue(site: Site) -> None:
    await had_a_call(site)
    assert (await site.post("/agents/li/disposition", code="solved")).status == 200
    (disposed,) = [event for event in site.events if isinstance(event, DispositionSet)]
    assert (disposed.call, disposed.agent, disposed.code) == ("call-1", "li", "solved")


async def test_a_code_that_is_not_there_is_refused_with_the_nearest(site: Site) -> None:
    await had_a_call(site)
    answer = await site.post("/agents/li/disposition", code="sovled")
    assert (answer.status, answer.fields) == (422, ["code"])
    assert "'solved'" in answer.body["errors"][0]["message"]["en"]


@pytest.mark.parametrize("body", [{"code": "solved"}, {"code": "solved", "call": "another"}])
async def test_a_call_that_the_agent_did_not_have_cannot_be_classified(
    site: Site, body: dict[str, str]
) -> None:
    if "call" in body:
        await had_a_call(site)
    assert (await site.post("/agents/li/disposition", **body)).status == 409
