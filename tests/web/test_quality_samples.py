"""Samples by other programs: drawn by a seed, by strata and by risk, and read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from ivr.archive.index import Index
from ivr.quality.access import Access
from ivr.web import quality_samples
from tests.quality.conftest import ENTRY
from tests.recordings.test_talking import talk
from tests.web.conftest import LOOKER, OF_LI, SCORER, Answer, Site
from tests.web.test_quality import three_talks

QUIET, CALM = ([(0.0, 2.0)], [(25.0, 28.0)]), ([(0.0, 14.0)], [(15.0, 28.0)])


@pytest_asyncio.fixture
async def talks(site: Site, tmp_path: Path) -> Site:
    """Two recorded talks of li, the first with a long silence, and one of wang."""
    await three_talks(site, tmp_path)
    folder = tmp_path / "var/recordings"
    folder.mkdir(parents=True)
    with Index(site.database) as index:
        for number, agent in enumerate(("li", "li", "wang"), 1):
            name = f"c-{number}.wav"
            talk(folder / name, 28, *(QUIET if number == 1 else CALM))
            of = {"call": f"c-{number}", "agent": agent, "file": name, "began": ENTRY.began + 600 * number}
            index.add(replace(ENTRY, id=number, **of), None)  # type: ignore[arg-type]
    return site


async def drawn(site: Site, **more: Any) -> dict[str, Any]:
    answer = await site.post("/quality/samples", SCORER, **{"seed": "w45", **more})
    assert answer.status == 201, answer.body
    return dict(answer.body)


async def picks(site: Site, number: str, query: str = "") -> list[dict[str, Any]]:
    answer = await site.get(f"/quality/samples/{number}{query}", SCORER)
    assert answer.status == 200, answer.body
    return list(answer.body["picks"])


async def test_the_same_seed_draws_the_same_talks(talks: Site) -> None:
    first, again = await drawn(talks, size=2), await drawn(talks, size=2)
    assert first["id"] != again["id"]
    assert await picks(talks, first["id"]) == await picks(talks, again["id"])
    assert (first["picks"], first["candidates"], first["by"]) == (2, 3, "scorer")


async def test_a_sample_says_all_that_it_was_drawn_by(talks: Site) -> None:
    found = await drawn(talks, **{"from": "2025-11-22", "to": "2025-11-22", "strata": "agent", "by": "lead"})
    assert (found["since"], found["until"]) == (
        "2025-11-22T00:00:00.000+08:00",
        "2025-11-23T00:00:00.000+08:00",
    )
    assert (found["size"], found["seed"], found["strata"], found["risk"], found["by"]) == (
        20,
        "w45",
        "agent",
        False,
        "lead",
    )
    with Access(talks.database) as access:
        (line,) = access.trail(1)
    assert (line.who, line.what) == ("token scorer", "quality_sampled")


async def test_each_stratum_has_its_share(talks: Site) -> None:
    found = await drawn(talks, size=2, strata="agent")
    assert [each["stratum"] for each in await picks(talks, found["id"])] == ["li", "wang"]


async def test_by_risk_recordings_are_heard_by_a_process_beside_the_engine(talks: Site) -> None:
    found = await drawn(talks, risk=True)
    (pick,) = await picks(talks, found["id"])
    assert (pick["call"], pick["reasons"]) == ("c-1", {"silence": pytest.approx(22.8, abs=0.1)})
    assert found["candidates"] == 1


async def test_what_takes_too_long_to_hear_goes_on_where_it_was_when_asked_again(
    talks: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality_samples, "PATIENCE", 0.0)
    for left in (2, 1):
        answer = await talks.post("/quality/samples", SCORER, seed="w45", risk=True)
        assert (answer.status, answer.fields) == (503, ["risk"])
        assert answer.body["errors"][0]["message"]["en"].startswith(f"{left} recordings are still")
        assert answer.headers["Retry-After"] == "1"
    assert (await drawn(talks, risk=True))["picks"] == 1


async def test_a_process_that_dies_is_told(talks: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.web.quality_risky.WORKER", ("-c", "import os; os._exit(3)"))
    answer = await talks.post("/quality/samples", SCORER, seed="w45", risk=True)
    assert answer.status == 503
    assert "ended" in answer.body["errors"][0]["message"]["en"]


async def test_pages_of_samples_and_of_talks_lead_to_each_other(talks: Site) -> None:
    made = [(await drawn(talks, seed=seed))["id"] for seed in ("a", "b", "c")]
    of_one = f"/quality/samples/{made[0]}"
    for limit in (1, 2):
        found = await pages(talks, f"/quality/samples?limit={limit}", "samples")
        assert [each["id"] for each in found] == made[::-1]
        assert await pages(talks, f"{of_one}?limit={limit}", "picks") == await picks(talks, made[0])


async def pages(site: Site, path: str, name: str) -> list[dict[str, Any]]:
    """What is on all of them."""
    found: list[dict[str, Any]] = []
    while True:
        answer = await site.get(path, SCORER)
        found += answer.body[name]
        if answer.body["next"] is None:
            return found
        path = answer.headers["Link"].removeprefix("</api/v1").removesuffix('>; rel="next"')


async def test_what_is_the_same_is_not_sent_again(talks: Site) -> None:
    number = (await drawn(talks))["id"]
    for path in ("/quality/samples", f"/quality/samples/{number}"):
        tag = (await talks.get(path, SCORER)).headers["ETag"]
        assert (await talks.get(path, SCORER, headers={"If-None-Match": tag})).status == 304


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"seed": ""}, "seed"),
    ({"seed": 45}, "seed"),
    ({"size": 0}, "size"),
    ({"size": 10_001}, "size"),
    ({"strata": "skill"}, "strata"),
    ({"from": "2025-11-23", "to": "2025-11-22"}, "to"),
    ({"from": "yesterday"}, "from"),
    ({"risk": "yes"}, "risk"),
    ({"by": "a\nb"}, "by"),
    ({"sead": "w45"}, "sead"),
)


async def test_a_wish_that_makes_no_sense_is_refused_by_its_field(talks: Site) -> None:
    for more, field in REFUSED:
        answer = await talks.post("/quality/samples", SCORER, **{"seed": "w45", **more})
        assert (answer.status, answer.fields) == (422, [field]), more


async def test_without_a_talk_that_fits_none_is_kept(talks: Site) -> None:
    answer = await talks.post("/quality/samples", SCORER, seed="w45", **{"from": "2025-11-23"})
    assert answer.status == 422
    assert "no recorded talk fits" in answer.body["errors"][0]["message"]["en"]
    assert (await talks.get("/quality/samples", SCORER)).body["samples"] == []


async def test_a_sample_that_is_not_there_is_not_found(talks: Site) -> None:
    for number in ("x", "%00", "9" * 300):
        assert (await talks.get(f"/quality/samples/{number}", SCORER)).status == 404


async def test_neither_an_agent_nor_who_may_only_look_sees_samples_or_draws(talks: Site) -> None:
    number = (await drawn(talks))["id"]
    for token in (LOOKER, OF_LI):
        answers: list[Answer] = [
            await talks.get("/quality/samples", token),
            await talks.get(f"/quality/samples/{number}", token),
            await talks.post("/quality/samples", token, seed="w45"),
        ]
        assert [answer.status for answer in answers] == [403, 403, 403]
