"""Agents and queues by what they are, in pages, and again only when something of them changed."""

from __future__ import annotations

import pytest

from ivr.settings import Agent, Agents, Engine, Queue, QueueFile, Settings
from ivr.web.floor_wanted import AGENTS, QUEUES
from ivr.web.paging import Cursors
from routing.needs import parse
from tests.web.conftest import DESKTOP, LOOKER, WEB, Answer, Site


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Two teams, and two queues that are served by skills."""
    return Settings(
        root=settings.root,
        engine=Engine(web=WEB),
        agents=Agents(
            agents={
                "li": Agent(name="李娜", phone="1001", skills={"seller": 4, "zh": 5}, team="north"),
                "zhao": Agent(name="赵敏", phone="1003", skills={"zh": 2}, team="south"),
                "wang": Agent(name="王伟", phone="1002", skills={"seller": 1}, team="north"),
            }
        ),
        queues=QueueFile(
            queues={
                "support": Queue(name={"zh": "客服", "en": "Support"}),
                "sales": Queue(name={"zh": "销售", "en": "Sales"}, members=parse("seller >= 3")),
                "chinese": Queue(
                    name={"zh": "中文", "en": "Chinese"}, members=parse("zh >= 1 and not seller")
                ),
            }
        ),
    )


def names(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [each.get("agent") or each["queue"] for each in answer.body.get("agents") or answer.body["queues"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["li", "zhao", "wang"]),
        ("team=north", ["li", "wang"]),
        ("state=available", ["zhao"]),
        ("skill=zh", ["li", "zhao"]),
        ("queue=sales", ["li"]),
        ("queue=chinese", ["zhao"]),
        ("team=north&skill=zh", ["li"]),
    ],
)
async def test_agents_come_in_the_order_of_the_settings_as_far_as_they_fit(
    site: Site, query: str, found: list[str]
) -> None:
    await site.post("/agents/zhao/login")
    assert names(await site.get(f"/agents?{query}", LOOKER)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["support", "sales", "chinese"]),
        ("queue=sales", ["sales"]),
        ("team=north", ["support", "sales"]),
        ("team=south", ["support", "chinese"]),
        ("skill=seller", ["sales", "chinese"]),
    ],
)
async def test_queues_come_in_the_order_of_the_settings_as_far_as_they_fit(
    site: Site, query: str, found: list[str]
) -> None:
    assert names(await site.get(f"/queues?{query}", LOOKER)) == found


@pytest.mark.parametrize("path", ["/agents", "/queues"])
async def test_pages_lead_to_each_other(site: Site, path: str) -> None:
    first = await site.get(f"{path}?limit=2", LOOKER)
    link = first.headers["Link"].removeprefix("</api/v1").removesuffix('>; rel="next"')
    second = await site.get(link, LOOKER)
    assert [*names(first), *names(second)] == names(await site.get(path, LOOKER))
    assert second.body["next"] is None


@pytest.mark.parametrize("path", ["/agents", "/queues"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("team=nroth", "team"),
        ("skill=cooking", "skill"),
        ("queue=salse", "queue"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("cursor=x", "cursor"),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused_by_its_parameter(
    site: Site, path: str, query: str, field: str
) -> None:
    answer = await site.get(f"{path}?{query}", LOOKER)
    assert (answer.status, answer.fields) == (422, [field])


async def test_a_state_that_is_not_there_is_refused(site: Site) -> None:
    answer = await site.get("/agents?state=pausd", LOOKER)
    assert (answer.status, answer.fields) == (422, ["state"])


@pytest.mark.parametrize("path", ["/agents", "/queues"])
async def test_what_changed_in_nothing_but_seconds_is_not_sent_again(site: Site, path: str) -> None:
    await site.post("/agents/li/login")
    tag = (await site.get(path, LOOKER)).headers["ETag"]
    assert tag.startswith('W/"')
    assert (await site.get(path, LOOKER, headers={"If-None-Match": tag})).status == 304
    await site.post("/agents/li/logout")
    changed = await site.get(path, LOOKER, headers={"If-None-Match": tag})
    assert (changed.status, changed.headers["ETag"] == tag) == (200, False)


async def test_queues_are_not_for_who_may_only_act_for_agents(site: Site) -> None:
    assert (await site.get("/queues?team=north", DESKTOP)).status == 403


@pytest.mark.parametrize(("path", "other"), [("/agents", QUEUES), ("/queues", AGENTS)])
async def test_a_cursor_of_another_list_is_refused(site: Site, path: str, other: Cursors) -> None:
    answer = await site.get(f"{path}?cursor={other.of(0, 'li')}", LOOKER)
    assert (answer.status, answer.fields) == (422, ["cursor"])


async def test_pages_go_on_where_who_was_the_last_one_is_gone_since(site: Site) -> None:
    everybody = (await site.get("/agents", LOOKER)).body["agents"]
    rest = (await site.get(f"/agents?cursor={AGENTS.of(1, 'gone')}", LOOKER)).body["agents"]
    assert rest == everybody[1:]
    assert (await site.get(f"/agents?cursor={AGENTS.of(99, 'gone')}", LOOKER)).body["agents"] == []
