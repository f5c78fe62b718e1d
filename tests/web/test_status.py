"""How the engine does, for other systems and those who watch it."""

from __future__ import annotations

from ivr.events import AlarmCleared, AlarmRaised
from tests.web.conftest import Site


async def test_all_is_well(site: Site) -> None:
    await site.log([])
    answer = await site.get("/status")
    assert answer.status == 200
    log = answer.body["log"]
    assert (log["state"], log["since"], log["reason"], log["lost"]) == ("well", None, "", 0)


async def test_agents_of_whom_nothing_is_known_are_named_until_they_log_in(site: Site) -> None:
    before = (await site.get("/status")).body["unknown_agents"]
    await site.post("/agents/li/login")
    assert (await site.get("/status")).body["unknown_agents"] == [name for name in before if name != "li"]
    site.acd.recall({})
    assert (await site.get("/status")).body["unknown_agents"] == []


async def test_an_alarm_and_its_end_are_told_as_they_happen(site: Site) -> None:
    address = f"{site.url}/events?about=alarms"
    headers = {"Authorization": f"Bearer {site.token}"}
    async with site.session.get(address, headers=headers) as stream:
        assert await stream.content.readline() == b"retry: 2000\n"
        site.feed(AlarmRaised(at=1.0, what="disk_full", detail="/srv"))
        site.feed(AlarmCleared(at=2.0, what="disk_full"))
        told = b""
        while b"alarm_cleared" not in told:
            told += await stream.content.readline()
    assert b"alarm_raised" in told
