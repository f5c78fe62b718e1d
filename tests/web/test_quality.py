"""Scores of talks by other programs: forms, scores, appeals, decisions, and who may do what."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from ivr.quality.access import Access
from tests.journal.paths import journey
from tests.quality.conftest import TALK
from tests.quality.forms import FORM, GOOD, form
from tests.web.conftest import LOOKER, OF_LI, SCORER, Answer, Site
from tests.web.test_hostile import VALUES

FINAL = {"agent": "li", "form": "calls", "answers": {**GOOD, "result": "left"}, "final": True}


@pytest_asyncio.fixture
async def talks(site: Site, tmp_path: Path) -> Site:
    """Two calls of li and one of wang are over, c-1 to c-3, and there is a form."""
    await three_talks(site, tmp_path)
    return site


async def three_talks(site: Site, root: Path) -> None:
    folder = root / "config/quality"
    folder.mkdir(parents=True)
    (folder / "calls.yaml").write_text(FORM, encoding="utf-8")
    for number, agent in enumerate(("li", "li", "wang"), 1):
        events = journey(TALK.format(agent=agent), f"c-{number}")
        await site.log(replace(event, at=event.at + 600 * number) for event in events)


async def with_an_appeal(site: Site, root: Path) -> int:
    """The number of a score that was changed after an appeal."""
    await three_talks(site, root)
    number = await scored(site)
    await site.post(f"/quality/scores/{number}/appeal", OF_LI, text="no")
    await site.post(f"/quality/scores/{number}/decision", SCORER, reason="yes", by="lead", answers=GOOD)
    return number


async def score(site: Site, call: str = "c-1", token: str = SCORER, **more: Any) -> Answer:
    return await site.post("/quality/scores", token, **{**FINAL, "call": call, **more})


async def scored(site: Site, call: str = "c-1", **more: Any) -> int:
    answer = await score(site, call, **more)
    assert answer.status == 201, answer.body
    return int(answer.body["id"])


def ids(answer: Answer) -> list[int]:
    assert answer.status == 200, answer.body
    return [each["id"] for each in answer.body["scores"]]


def trail(site: Site) -> list[tuple[str, str]]:
    with Access(site.database) as access:
        return [(trace.who, trace.what) for trace in reversed(access.trail(100))]


async def test_the_forms_are_told_with_what_each_answer_gains(talks: Site) -> None:
    (found,) = (await talks.get("/quality/forms", SCORER)).body["forms"]
    assert (found["form"], found["fingerprint"]) == ("calls", form().fingerprint)
    result = {item["id"]: item for item in found["items"]}["result"]
    assert result["section"] == {"zh": "处理", "en": "Handling"}
    assert [(each["answer"], each["gains"], each["name"]["en"]) for each in result["answers"]] == [
        ("solved", 1.0, "Solved"),
        ("noted", 0.5, "Noted"),
        ("left", 0.0, "Left"),
    ]


async def test_a_form_is_found_as_it_was_when_it_has_scores(talks: Site, tmp_path: Path) -> None:
    old = form().fingerprint
    assert (await talks.get(f"/quality/forms/{old}", SCORER)).body["form"] == "calls"
    await scored(talks)
    (tmp_path / "config/quality/calls.yaml").write_text(FORM.replace("Greets", "Hails"), encoding="utf-8")
    was = (await talks.get(f"/quality/forms/{old}", SCORER)).body
    assert was["items"][0]["text"]["en"] == "Greets"
    assert (await talks.get("/quality/forms/0000", SCORER)).status == 404


async def test_a_draft_is_replaced_and_made_final(talks: Site) -> None:
    draft = await score(talks, final=False, answers={"greeting": "no"}, scorer="ann")
    assert (draft.status, draft.body["state"], draft.body["score"]) == (201, "draft", 0.0)
    final = await score(talks, scorer="ann", comment="第二遍")
    assert (final.status, final.body["id"]) == (200, draft.body["id"])
    assert (final.body["state"], final.body["score"], final.body["comment"]) == ("final", 50.0, "第二遍")
    again = await score(talks, scorer="ann")
    assert again.status == 409
    assert "only an appeal changes it" in again.body["errors"][0]["message"]["en"]
    assert trail(talks) == [
        ("token scorer", "quality_drafted"),
        ("token scorer", "quality_finalised"),
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"call": "c-9"}, "call"),
        ({"agent": "wang"}, "agent"),
        ({"form": "cals"}, "form"),
        ({"answers": {**GOOD, "greting": "yes"}}, "answers.greting"),
        ({"answers": {**GOOD, "clarity": 6}}, "answers.clarity"),
        ({"answers": {"greeting": "yes"}}, "answers.clarity"),
        ({"answers": {**GOOD, "clarity": {"answer": 4}}}, "answers.clarity.comment"),
        ({"comment": "x" * 4001}, "comment"),
        ({"scorer": "a\nb"}, "scorer"),
        ({"final": "yes"}, "final"),
    ],
)
async def test_a_score_that_makes_no_sense_is_refused_by_its_field(
    talks: Site, more: dict[str, Any], field: str
) -> None:
    answer = await score(talks, **more)
    assert (answer.status, answer.fields[0]) == (422, field)
    assert ids(await talks.get("/quality/scores", SCORER)) == []


@pytest.mark.parametrize("field", ["call", "agent", "form", "answers", "comment", "scorer", "final", "x\0y"])
async def test_a_hostile_value_is_refused_by_its_field_and_breaks_nothing(talks: Site, field: str) -> None:
    for value in VALUES:
        body = {**{name: json.dumps(each) for name, each in FINAL.items()}, "call": '"c-1"', field: value}
        written = ", ".join(f"{json.dumps(name)}: {each}" for name, each in body.items()).encode()
        headers = {"Content-Type": "application/json"}
        answer = await talks.ask(
            "POST", "/quality/scores", SCORER, data=b"{" + written + b"}", headers=headers
        )
        assert answer.status in (200, 201, 409, 422), (value[:60], answer.status)
        for error in answer.body.get("errors", []):
            assert error["message"]["en"].isprintable()
            assert max(len(error["message"]["en"]), len(error["field"])) < 400


async def test_scores_are_found_by(talks: Site) -> None:
    first, second = await scored(talks, scorer="ann"), await scored(talks, "c-3", agent="wang", scorer="bob")
    for query in ("agent=wang", "scorer=bob", "call=c-3", "from=2025-11-22T10:25", "limit=1"):
        assert ids(await talks.get(f"/quality/scores?{query}", SCORER)) == [second], query
    for query in ("agent=li", "to=2025-11-22T10:25", "form=calls&state=final&call=c-1"):
        assert ids(await talks.get(f"/quality/scores?{query}", SCORER)) == [first], query
    for query in ("state=draft", "appeal=open", "queue=letters"):
        assert ids(await talks.get(f"/quality/scores?{query}", SCORER)) == [], query


async def test_pages_lead_to_each_other(talks: Site) -> None:
    one, two = await scored(talks, "c-1"), await scored(talks, "c-2")
    three = await scored(talks, "c-3", agent="wang")
    first = await talks.get("/quality/scores?limit=2", SCORER)
    link = first.headers["Link"].removeprefix("</api/v1").removesuffix('>; rel="next"')
    second = await talks.get(link, SCORER)
    assert (ids(first), ids(second), second.body["next"]) == ([three, two], [one], None)


@pytest.mark.parametrize("path", ["/quality/scores", "/quality/scores/1", "/quality/forms"])
async def test_what_is_the_same_is_not_sent_again(talks: Site, path: str) -> None:
    await scored(talks)
    tag = (await talks.get(path, SCORER)).headers["ETag"]
    known = {"If-None-Match": tag}
    assert (await talks.get(path, SCORER, headers=known)).status == 304
    if path != "/quality/forms":
        await talks.post("/quality/scores/1/appeal", OF_LI, text="no")
        assert (await talks.get(path, SCORER, headers=known)).status == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=done", "state"),
        ("appeal=1", "appeal"),
        ("limit=0", "limit"),
        ("cursor=c1.0_78", "cursor"),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused_by_its_parameter(
    talks: Site, query: str, field: str
) -> None:
    answer = await talks.get(f"/quality/scores?{query}", SCORER)
    assert (answer.status, answer.fields) == (422, [field])


async def test_two_scorers_do_not_see_each_other_until_both_are_final(talks: Site) -> None:
    of_ann = await scored(talks, scorer="ann")
    assert ids(await talks.get("/quality/scores?seen_by=bob", SCORER)) == []
    assert (await talks.get(f"/quality/scores/{of_ann}?seen_by=bob", SCORER)).status == 404
    of_bob = await scored(talks, scorer="bob")
    assert ids(await talks.get("/quality/scores?seen_by=bob", SCORER)) == [of_bob, of_ann]


@pytest.mark.parametrize("number", ["8", "x", "-1", "%00", "9" * 30, "²"])
async def test_a_score_that_is_not_there_is_not_found(talks: Site, number: str) -> None:
    assert (await talks.get(f"/quality/scores/{number}", SCORER)).status == 404
    assert (await talks.post(f"/quality/scores/{number}/appeal", OF_LI, text="no")).status == 404
    assert (await talks.post(f"/quality/scores/{number}/decision", SCORER, reason="no")).status == 404


async def test_an_agent_sees_their_own_final_scores_and_appeals(talks: Site) -> None:
    mine = await scored(talks)
    await score(talks, "c-2", final=False)
    others = await scored(talks, "c-3", agent="wang")
    assert ids(await talks.get("/quality/scores", OF_LI)) == [mine]
    assert ids(await talks.get("/quality/scores?agent=wang&seen_by=scorer", OF_LI)) == []
    assert (await talks.get(f"/quality/scores/{others}", OF_LI)).status == 404
    assert (await talks.post(f"/quality/scores/{others}/appeal", OF_LI, text="no")).status == 404
    answer = await talks.post(f"/quality/scores/{mine}/appeal", OF_LI, text="我解决了")
    assert (answer.status, answer.body["appeal"]["by"], answer.body["appeal"]["text"]) == (
        200,
        "li",
        "我解决了",
    )
    assert ids(await talks.get("/quality/scores?appeal=open", SCORER)) == [mine]
    assert trail(talks)[-1] == ("token desk-li", "quality_appealed")


async def test_the_token_of_an_agent_neither_scores_nor_decides_nor_speaks_for_others(talks: Site) -> None:
    number = await scored(talks)
    assert (await score(talks, "c-2", OF_LI)).status == 403
    assert (await talks.post(f"/quality/scores/{number}/decision", OF_LI, reason="no")).status == 403
    answer = await talks.post(f"/quality/scores/{number}/appeal", OF_LI, text="no", agent="wang")
    assert (answer.status, answer.fields) == (403, ["agent"])


async def test_another_program_appeals_for_an_agent_by_name(talks: Site) -> None:
    number = await scored(talks)
    path = f"/quality/scores/{number}/appeal"
    assert (await talks.post(path, SCORER, text="no")).fields == ["agent"]
    assert (await talks.post(path, SCORER, text="no", agent="wang")).status == 404
    assert (await talks.post(path, SCORER, text=" ", agent="li")).fields == ["text"]
    assert (await talks.post(path, SCORER, text="no", agent="li")).body["appeal"]["by"] == "li"
    assert (await talks.post(path, SCORER, text="no", agent="li")).status == 409


async def test_a_decision_changes_the_score_and_tells_what_was(talks: Site) -> None:
    number = await scored(talks)
    path = f"/quality/scores/{number}/decision"
    assert (await talks.post(path, SCORER, reason="it is", by="lead")).status == 409
    await talks.post(f"/quality/scores/{number}/appeal", OF_LI, text="no")
    assert (await talks.post(path, SCORER, reason="I was right")).status == 409
    assert (await talks.post(path, SCORER, reason="", by="lead")).fields == ["reason"]
    wrong = await talks.post(path, SCORER, reason="it is", by="lead", answers={"result": "solvd"})
    assert wrong.fields == ["answers.result"]
    answer = await talks.post(path, SCORER, reason="it is", by="lead", answers=GOOD)
    assert (answer.status, answer.body["score"]) == (200, 100.0)
    appeal = answer.body["appeal"]
    assert (appeal["outcome"], appeal["decided_by"], appeal["before"]["score"]) == ("changed", "lead", 50.0)
    assert appeal["before"]["answers"]["result"] == {"answer": "left", "comment": ""}


@pytest.mark.parametrize(
    "path", ["/quality/forms", "/quality/forms/1", "/quality/scores", "/quality/scores/1"]
)
async def test_quality_is_for_tokens_with_a_right_of_its_own(talks: Site, path: str) -> None:
    answer = await talks.get(path, LOOKER)
    assert answer.status == 403
    assert "quality" in answer.body["errors"][0]["message"]["en"]
    assert (await score(talks, token=LOOKER)).status == 403
