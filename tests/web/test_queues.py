"""What other systems can know about queues and those who wait."""

from __future__ import annotations

from ivr.ports import QueueRequest
from routing.needs import needs
from tests.web.conftest import Caller, Site


async def test_a_queue_tells_who_waits_and_who_could_serve(site: Site) -> None:
    await site.post("/agents/li/login")
    await site.post("/agents/wang/login")
    await site.post("/agents/wang/pause", reason="lunch")
    request = QueueRequest("call-1", "support", needs({"japanese": 3}), waited=40.0)
    async with site.acd.enter(request, Caller()):
        queue, letters = (await site.get("/queues")).body["queues"]
    assert (letters["queue"], letters["channel"], letters["waiting"]) == ("letters", "email", 0)
    assert (queue["queue"], queue["waiting"], queue["able"], queue["idle"]) == ("support", 1, 1, 1)
    assert 40.0 <= queue["longest_wait"] < 50.0


async def test_a_queue_tells_who_is_to_be_called_back_and_how_long_it_will_take(site: Site) -> None:
    assert (await site.get("/queues")).body["queues"][0]["expected"] is None
    await site.post("/agents/li/login")
    assert (await site.get("/queues")).body["queues"][0]["expected"] == {"low": 0.0, "high": 0.0}
    callback = QueueRequest("callback-1-1", "support", needs({"japanese": 3}), reserve=60.0)
    async with (
        site.acd.enter(QueueRequest("call-1", "support"), Caller()),
        site.acd.enter(callback, Caller()),
    ):
        queue = (await site.get("/queues")).body["queues"][0]
    assert (queue["waiting"], queue["callbacks"]) == (2, 1)
    assert 0 < queue["expected"]["low"] < queue["expected"]["high"]


async def test_everybody_who_waits_is_told_first_in_line_first(site: Site) -> None:
    async with (
        site.acd.enter(QueueRequest("call-1", "support"), Caller()),
        site.acd.enter(QueueRequest("call-2", "support", priority=50), Caller()),
    ):
        waiting = (await site.get("/waiting")).body["waiting"]
    assert [(each["call"], each["position"]) for each in waiting] == [("call-2", 1), ("call-1", 2)]
