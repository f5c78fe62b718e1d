"""Server-sent events: told as they happen, resumed after a break, and never a burden to the engine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import aiohttp
import orjson
import pytest

from ivr.archive.blanking import BLANK, hiding
from ivr.events import AgentStateChanged, CallBegan, CallEnded, QueueEntered
from ivr.web.feed import BUFFER, KEPT, READERS, Feed, Message, Wanted
from tests.cli.site import HOSTILE
from tests.web.conftest import CRM, DESKTOP, HEARER, LOOKER, Site


def state(agent: str = "li", number: int = 0) -> AgentStateChanged:
    return AgentStateChanged(at=1.0, agent=agent, old="available", state="paused", reason=str(number))


@asynccontextmanager
async def listening(
    site: Site, query: str = "", last: str = "", token: str = ""
) -> AsyncIterator[aiohttp.ClientResponse]:
    headers = {"Authorization": f"Bearer {token or site.token}", **({"Last-Event-ID": last} if last else {})}
    async with site.session.get(site.url + "/events" + query, headers=headers) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/event-stream"
        assert await response.content.readuntil(b"\n\n") == b"retry: 2000\n\n"
        yield response


async def heard(response: aiohttp.ClientResponse) -> dict[str, str]:
    """The next event."""
    text = (await response.content.readuntil(b"\n\n")).decode().strip()
    return dict(line.split(": ", 1) for line in text.splitlines())


async def test_who_listens_hears_of_an_agent_at_once(site: Site) -> None:
    async with listening(site) as response:
        await site.post("/agents/li/login")
        event = await heard(response)
    assert event["event"] == "agent_state_changed"
    data = orjson.loads(event["data"])
    assert (data["agent"], data["old"], data["state"]) == ("li", "logged_out", "available")


async def test_who_listens_for_one_agent_hears_nothing_of_others(site: Site) -> None:
    async with listening(site, "?agent=wang&about=agents") as response:
        await site.post("/agents/li/login")
        await site.post("/agents/wang/login")
        assert orjson.loads((await heard(response))["data"])["agent"] == "wang"


async def test_who_comes_back_hears_what_was_missed(site: Site) -> None:
    async with listening(site) as response:
        await site.post("/agents/li/login")
        last = (await heard(response))["id"]
    await site.post("/agents/wang/login")
    async with listening(site, last=last) as response:
        assert orjson.loads((await heard(response))["data"])["agent"] == "wang"


@pytest.mark.parametrize("last", ["x", "abc-1", "-", "99999999999999999999"])
async def test_who_names_an_event_that_is_not_known_is_told_that_much_was_missed(
    site: Site, last: str
) -> None:
    async with listening(site, last=last) as response:
        assert (await heard(response))["event"] == "missed"


async def test_a_subject_that_is_not_there_is_refused(site: Site) -> None:
    answer = await site.get("/events?about=agnets")
    assert (answer.status, answer.fields) == (422, ["about"])
    assert "'agents'" in answer.body["errors"][0]["message"]["en"]


async def test_more_listeners_than_there_is_room_for_are_refused(site: Site) -> None:
    kept = [site.feed.reading(Wanted()) for _ in range(READERS)]
    for each in kept:
        each.__enter__()
    assert (await site.get("/events")).status == 429
    kept[0].__exit__(None, None, None)
    async with listening(site):
        pass


async def test_who_does_not_keep_up_is_let_go_and_costs_nothing_more() -> None:
    feed = Feed("CN")
    with feed.reading(Wanted()) as slow:
        for number in range(BUFFER + 1):
            feed(state(number=number))
        assert slow.over
        assert await slow.next(patience=0) == b""


async def test_who_does_not_read_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.web.stream.PATIENCE", 0.2)
    host, port = site.url.removeprefix("http://").split("/")[0].split(":")
    _, writer = await asyncio.open_connection(host, int(port), limit=1)
    writer.write(
        f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {site.token}\r\n\r\n".encode()
    )
    while not site.feed.readers:  # noqa: ASYNC110
        await asyncio.sleep(0)
    async with asyncio.timeout(20):
        while site.feed.readers:
            for number in range(BUFFER // 2):
                site.feed(state(agent="x" * 1000, number=number))
            await asyncio.sleep(0.01)
    writer.close()


@pytest.mark.parametrize("text", [*HOSTILE.values(), "a\ud800b"], ids=[*HOSTILE, "broken Unicode"])
async def test_a_hostile_text_stays_in_its_message(text: str) -> None:
    feed = Feed("CN")
    with feed.reading(Wanted()) as reader:
        feed(replace(state(), reason=f"{text}\n\ndata: evil\n\n"))
        message = (await reader.next(patience=1)).decode()
    identity, event, data, *rest = message.split("\n")
    assert (identity[:4], event, rest) == ("id: ", "event: agent_state_changed", ["", ""])
    assert json.loads(data.removeprefix("data: "))["reason"] == f"{text}\n\ndata: evil\n\n"


async def test_a_feed_keeps_a_bounded_number_of_messages() -> None:
    feed = Feed("CN")
    for number in range(KEPT + 50):
        feed(state(number=number))
    assert len(feed._kept) == KEPT


async def test_when_the_engine_stops_who_listens_is_let_go(site: Site) -> None:
    async with listening(site) as response:
        site.feed.close()
        with suppress(aiohttp.ClientError):
            async with asyncio.timeout(10):
                assert await response.content.read() == b""
    assert site.feed.readers == 0


def test_a_message_is_for_who_wants_its_subject_and_its_agent() -> None:
    message = Message("x-1", 1, "agents", state("li"), hiding("", "CN"))
    assert Wanted().fits(message)
    assert Wanted(agent="li").fits(message)
    assert not Wanted(agent="wang").fits(message)
    assert not Wanted(frozenset({"work"})).fits(message)


@pytest.mark.parametrize(
    ("token", "about", "status"),
    [
        (LOOKER, "agents,queues,work,log", 200),
        (DESKTOP, "agents,work", 200),
        (DESKTOP, "queues", 403),
        (DESKTOP, "agents,log", 403),
        (CRM, "work", 200),
        (CRM, "agents", 403),
        (HEARER, "", 403),
        (HEARER, "agents", 403),
    ],
)
async def test_a_subject_is_for_tokens_that_may_look_at_it(
    site: Site, token: str, about: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with site.session.get(f"{site.url}/events?about={about}", headers=headers) as response:
        assert response.status == status
        if status == 403:
            (error,) = (await response.json())["errors"]
            assert error["field"] == ("about" if about else "")
            assert "read" in error["message"]["en"]
            assert "read" in error["message"]["zh"]


async def test_who_names_no_subject_hears_of_those_that_the_token_may_look_at(site: Site) -> None:
    async with listening(site, token=CRM) as response:
        await site.post("/agents/li/login")
        await site.post("/work", queue="letters")
        assert (await heard(response))["event"] == "work_arrived"


async def test_what_was_missed_is_told_as_far_as_the_token_may_see_it(site: Site) -> None:
    async with listening(site) as response:
        await site.post("/agents/li/login")
        last = (await heard(response))["id"]
    waits(site.feed)
    await site.post("/agents/wang/login")
    async with listening(site, last=last, token=LOOKER) as response:
        assert CALLER not in (await heard(response))["data"]
    async with listening(site, last=last, token=DESKTOP) as response:
        assert (await heard(response))["event"] == "agent_state_changed"


CALLER = "13800138000"


def waits(feed: Feed) -> None:
    """A call whose flow put the caller's number where it asks for an agent."""
    feed(
        CallBegan(
            at=1.0,
            call="c-1",
            channel="PJSIP/carrier-1",
            caller_number=CALLER,
            caller_name="王芳",
            dialled_number="95188",
            dialplan="main",
            version="1",
        )
    )
    feed(QueueEntered(at=2.0, call="c-1", queue="support", priority=0, agent=f"+86{CALLER}"))


@pytest.mark.parametrize("numbers", [False, True])
async def test_a_callers_number_is_for_tokens_that_may_see_numbers(numbers: bool) -> None:
    feed = Feed("CN")
    with feed.reading(Wanted(numbers=numbers)) as reader:
        waits(feed)
        data = orjson.loads((await reader.next(patience=1)).split(b"data: ")[1])
    assert data["agent"] == (f"+86{CALLER}" if numbers else BLANK)
    assert (data["call"], data["queue"], data["needs"]) == ("c-1", "support", "anybody")


def test_a_feed_forgets_who_called() -> None:
    feed = Feed("CN")
    waits(feed)
    feed(CallEnded(at=3.0, call="c-1", by="caller", cause="normal", duration=2.0))
    assert feed._callers == {}
