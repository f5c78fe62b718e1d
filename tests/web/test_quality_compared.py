"""Agreement, trends and calibrations by other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from ivr.web import quality_compared
from tests.quality.forms import GOOD
from tests.web.conftest import LOOKER, OF_LI, SCORER, Site
from tests.web.test_quality import score, scored, three_talks
from tests.web.test_quality_samples import pages

PATHS = ("/quality/agreement", "/quality/trend", "/quality/calibrations", "/quality/biases")


@pytest_asyncio.fixture
async def talks(site: Site, tmp_path: Path) -> Site:
    """Two calls of li and one of wang are over, c-1 to c-3, and there is a form."""
    await three_talks(site, tmp_path)
    return site


async def opened(site: Site, **more: Any) -> str:
    answer = await site.post(
        "/quality/calibrations", SCORER, **{"call": "c-1", "agent": "li", "form": "calls", **more}
    )
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


async def agreed(site: Site, session: str, **answers: Any) -> None:
    """The scorers ann and bob score, and the session agrees on a good score."""
    await scored(site, scorer="ann", session=session, answers={**GOOD, **answers})
    await scored(site, scorer="bob", session=session, answers=GOOD)
    await scored(site, scorer="lead", session=session, answers=GOOD, agreed=True)


class TestAgreement:
    async def test_of_two_scorers_on_the_talks_that_both_scored(self, talks: Site) -> None:
        await scored(talks, scorer="ann")
        await scored(talks, scorer="bob", answers=GOOD)
        (pair,) = (await talks.get("/quality/agreement", SCORER)).body["pairs"]
        assert (pair["form"], pair["first"], pair["second"], pair["talks"]) == ("calls", "ann", "bob", 1)
        assert (pair["whole"]["same"], pair["items"]["result"]["same"]) == (0.75, 0.0)
        assert (pair["whole"]["kappa"], pair["items"]["greeting"]["kappa"]) == (0.0, None)

    async def test_of_a_form_and_a_time(self, talks: Site) -> None:
        for scorer in ("ann", "bob"):
            await scored(talks, scorer=scorer)
        for query, many in (("form=calls", 1), ("form=other", 0), ("to=2025-11-21", 0)):
            answer = await talks.get(f"/quality/agreement?{query}", SCORER)
            assert len(answer.body["pairs"]) == many, query

    async def test_pages_lead_to_each_other(self, talks: Site) -> None:
        for scorer in ("ann", "bob", "cai"):
            await scored(talks, scorer=scorer)
        found = await pages(talks, "/quality/agreement?limit=1", "pairs")
        assert [(each["first"], each["second"]) for each in found] == [
            ("ann", "bob"),
            ("ann", "cai"),
            ("bob", "cai"),
        ]


class TestTrend:
    async def test_of_each_agent(self, talks: Site) -> None:
        await scored(talks)
        await scored(talks, "c-2", answers=GOOD)
        await scored(talks, "c-3", agent="wang")
        answer = await talks.get("/quality/trend", SCORER)
        assert answer.body["trends"] == [
            {"agent": "li", "scores": 2, "mean": 75.0, "slope": None, "rises": None},
            {"agent": "wang", "scores": 1, "mean": 50.0, "slope": None, "rises": None},
        ]
        assert await pages(talks, "/quality/trend?limit=1", "trends") == answer.body["trends"]
        (li,) = (await talks.get("/quality/trend?agent=li", SCORER)).body["trends"]
        assert li["agent"] == "li"

    async def test_an_agent_s_own_token_sees_its_own_and_no_other(self, talks: Site) -> None:
        await scored(talks)
        await scored(talks, "c-3", agent="wang")
        (own,) = (await talks.get("/quality/trend", OF_LI)).body["trends"]
        assert own["agent"] == "li"
        assert (await talks.get("/quality/trend?agent=wang", OF_LI)).body["trends"] == []

    async def test_more_scores_than_can_be_compared_are_refused(
        self, talks: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await scored(talks)
        await scored(talks, "c-2")
        monkeypatch.setattr(quality_compared, "MOST", 1)
        answer = await talks.get("/quality/trend", SCORER)
        assert (answer.status, answer.fields) == (422, ["from"])
        assert (await talks.get("/quality/trend?to=2025-11-22T10:15", SCORER)).status == 200


class TestCalibrations:
    async def test_nothing_shows_before_it_is_over(self, talks: Site) -> None:
        session = await opened(talks, by="lead")
        await scored(talks, scorer="ann", session=session)
        found = (await talks.get(f"/quality/calibrations/{session}", SCORER)).body
        assert (found["calibration"]["by"], found["calibration"]["over"]) == ("lead", False)
        assert (found["calibration"]["agreed"], found["deviations"]) == (None, [])

    async def test_then_each_scorer_s_deviation_and_bias(self, talks: Site) -> None:
        session = await opened(talks)
        await agreed(talks, session, result="noted")
        found = (await talks.get(f"/quality/calibrations/{session}", SCORER)).body
        assert (found["calibration"]["over"], found["calibration"]["agreed"]) == (True, 100.0)
        assert [(each["scorer"], each["points"], each["items"]) for each in found["deviations"]] == [
            ("ann", -25.0, ["result"]),
            ("bob", 0.0, []),
        ]
        scorers = (await talks.get("/quality/biases", SCORER)).body["scorers"]
        assert scorers[0] == {"scorer": "ann", "sessions": 1, "bias": -25.0, "off": 25.0}

    async def test_its_scores_are_found_by_it_and_in_no_other_list(self, talks: Site) -> None:
        session = await opened(talks)
        await agreed(talks, session)
        of_it = (await talks.get(f"/quality/scores?session={session}", SCORER)).body["scores"]
        assert [(each["scorer"], each["agreed"]) for each in of_it] == [
            ("lead", True),
            ("bob", False),
            ("ann", False),
        ]
        assert (await talks.get("/quality/scores", SCORER)).body["scores"] == []
        assert (await talks.get("/quality/agreement", SCORER)).body["pairs"] == []

    async def test_pages_lead_to_each_other(self, talks: Site) -> None:
        made = [await opened(talks) for _ in range(3)]
        found = await pages(talks, "/quality/calibrations?limit=2", "calibrations")
        assert [each["id"] for each in found] == made[::-1]

    async def test_of_a_talk_that_is_none_is_refused_by_its_field(self, talks: Site) -> None:
        for field, value in (("call", "c-9"), ("agent", "wang"), ("form", "cals")):
            body = {"call": "c-1", "agent": "li", "form": "calls", field: value}
            answer = await talks.post("/quality/calibrations", SCORER, **body)
            assert (answer.status, answer.fields) == (422, [field])

    async def test_what_was_agreed_on_needs_a_calibration_and_ends_it(self, talks: Site) -> None:
        answer = await score(talks, agreed=True)
        assert (answer.status, answer.fields) == (422, ["session"])
        session = await opened(talks)
        await agreed(talks, session)
        assert (await score(talks, scorer="cai", session=session)).status == 409
        assert (await score(talks, session="x")).fields == ["session"]

    async def test_one_that_is_not_there_is_not_found(self, talks: Site) -> None:
        for number in ("x", "%00", "9" * 300):
            assert (await talks.get(f"/quality/calibrations/{number}", SCORER)).status == 404


async def test_what_is_the_same_is_not_sent_again(talks: Site) -> None:
    await agreed(talks, await opened(talks))
    for scorer in ("ann", "bob"):
        await scored(talks, scorer=scorer)
    for path in PATHS:
        tag = (await talks.get(path, SCORER)).headers["ETag"]
        assert (await talks.get(path, SCORER, headers={"If-None-Match": tag})).status == 304, path


async def test_a_query_that_makes_no_sense_is_refused_by_its_parameter(talks: Site) -> None:
    for path in ("/quality/agreement", "/quality/trend"):
        for query in ("limit=0", "from=x", "cursor=!", "cursor=WzAuMCwieCJd"):
            answer = await talks.get(f"{path}?{query}", SCORER)
            assert (answer.status, answer.fields) == (422, [query.split("=")[0]]), query


async def test_an_agent_s_token_sees_no_scorers_and_opens_no_calibration(talks: Site) -> None:
    session = await opened(talks)
    for path in ("/quality/agreement", "/quality/calibrations", "/quality/biases"):
        assert (await talks.get(path, OF_LI)).status == 403, path
    assert (await talks.get(f"/quality/calibrations/{session}", OF_LI)).status == 403
    body = {"call": "c-1", "agent": "li", "form": "calls"}
    assert (await talks.post("/quality/calibrations", OF_LI, **body)).status == 403


async def test_all_this_is_for_tokens_with_the_right(talks: Site) -> None:
    for path in PATHS:
        assert (await talks.get(path, LOOKER)).status == 403
