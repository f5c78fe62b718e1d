"""What other systems can know and do about agents."""

from __future__ import annotations

import pytest

from ivr.events import AgentStateChanged
from ivr.ports import QueueRequest
from tests.web.conftest import Caller, Site


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
