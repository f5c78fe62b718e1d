"""Scores of talks in the report of quality."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.quality.access import Access
from ivr.quality.appeals import Appeals
from ivr.quality.entry import FINAL, Appeal, Person, Score
from ivr.quality.given import Given
from ivr.quality.judging import answered
from ivr.quality.scores import Scores
from ivr.reports.report import report_of
from ivr.reports.scored import beside_of
from ivr.reports.sheet import Cell, Sheet
from ivr.reports.written.forms import FORMS
from ivr.reports.written.terminal import head
from tests.journal.paths import journey
from tests.quality.conftest import ANN, BOB, LEAD, LI, NOW, TALK, scored
from tests.quality.forms import GOOD, form
from tests.reports.asks import DAY, asked
from tests.stores import fresh

CAI = Person("cai")
WANG = Person("desk-wang", agent="wang")
HALF_CLEAR = {"answer": "3", "comment": "mumbles"}


@pytest.fixture
async def log(tmp_path: Path) -> str:
    """Ann and Bob on two talks of li and one of wang, as `test_as_reckoned_by_hand` reckons it."""
    url = f"sqlite:///{tmp_path}/calls.db"
    fresh(url)
    writer = JournalWriter(url)
    for number, agent in enumerate(("li", "li", "wang"), 1):
        for event in journey(TALK.format(agent=agent), f"c-{number}"):
            writer.append(replace(event, at=event.at + 600 * number))
    await writer.close()
    with Access(url) as access:
        _give(access)
    return url


def _give(access: Access) -> None:
    scores, appeals = Scores(access), Appeals(access, 86_400)
    scored(scores, ANN)
    scored(scores, BOB, result="noted")
    second = scored(scores, ANN, "c-2", identity="no")
    scored(scores, BOB, "c-2", final=False)
    scored(scores, ANN, "c-3", "wang", identity="no", result="left")
    third = scored(scores, BOB, "c-3", "wang", clarity=HALF_CLEAR, result="left")
    appeals.appeal(second.id, "asked at 0:10", LI, NOW)
    appeals.decide(second.id, "so it was", answered(form(), GOOD), LEAD, NOW)
    appeals.appeal(third.id, "clear enough", WANG, NOW)


async def report(url: str, *by: str, **changes: Any) -> Sheet:
    async with JournalReader(url) as reader:
        return await report_of(reader, asked("quality", by=by, **changes), lambda done, whole: None)


def figures(sheet: Sheet, row: Any) -> Mapping[str, Cell]:
    return {column.name: cell for column, cell in zip(sheet.columns, row, strict=True)}


def rows(sheet: Sheet, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(figures(sheet, row)[name] for name in names) for row in sheet.rows]


COUNTS = ("scored", "score_mean", "score_fatal", "score_appeals", "score_granted", "scored_twice")


async def test_as_reckoned_by_hand(log: str) -> None:
    """Of 8 the weights are greeting 1, clarity 2, identity 1 (fatal), result 4.

    c-1: Ann 100; Bob noted: 8 - 2 = 6 of 8, 75. c-2: Ann 0, after the appeal 100; Bob's is a draft.
    c-3: Ann 0, fatal; Bob 8 - 1 (half of clarity) - 4 (left) = 3 of 8, 37.5.

    Kappa of c-1 and c-3, as parts that differ, observed and by chance: greeting 0 and 0. Clarity (5, 5) and
    (5, 3): 1/2, and 1/2. Identity (yes, no) and (yes, yes): 1/2, and 1/2. Result (solved, left) and (noted,
    left): 1/2, and 1/2 · 1 + 1/2 · 1/2 = 3/4. So 1 - (3/2) / (7/4) = 1/7. Of one talk alone whatever differs
    differs by chance as well: 0.
    """
    sheet = await report(log, "agent")
    assert sheet.total
    total = figures(sheet, sheet.total)
    assert [total[name] for name in COUNTS] == [5, pytest.approx(312.5 / 500), 1 / 5, 2, 1, 2]
    assert total["score_kappa"] == pytest.approx(1 / 7)
    assert rows(sheet, "agent", *COUNTS, "score_kappa") == [
        ("李娜", 3, pytest.approx(275 / 300), 0, 1, 1, 1, pytest.approx(0)),
        ("wang", 2, pytest.approx(37.5 / 200), 1 / 2, 1, 0, 1, pytest.approx(0)),
    ]


async def test_each_scorer_has_a_row_with_all_talks_that_another_scored_too(log: str) -> None:
    sheet = await report(log, "scorer")
    assert rows(sheet, "scorer", *COUNTS, "score_kappa") == [
        ("ann", 3, pytest.approx(200 / 300), 1 / 3, 1, 1, 2, pytest.approx(1 / 7)),
        ("bob", 2, pytest.approx(112.5 / 200), 0, 1, 0, 2, pytest.approx(1 / 7)),
    ]


async def test_scores_stand_beside_what_callers_answered(log: str) -> None:
    sheet = await report(log, "queue")
    assert rows(sheet, "queue", "scored", "calls_with_agent") == [("Customer service", 5, 3)]


async def test_by_team_and_by_half_hour(log: str) -> None:
    wanted = asked("quality").reckoning
    by_team = await report(log, "team", reckoning=replace(wanted, teams={"li": "north", "wang": "south"}))
    assert rows(by_team, "team", "scored") == [("north", 3), ("south", 2)]
    by_time = await report(log, "interval")
    assert rows(by_time, "interval", "scored") == [("2025-11-22 10:00", 3), ("2025-11-22 10:30", 2)]


async def test_calls_have_no_form_and_no_scorer_so_nothing_is_told_of_them(log: str) -> None:
    sheet = await report(log, "form", "agent")
    assert rows(sheet, "form", "agent", "scored") == [("calls", "李娜", 3), ("calls", "wang", 2)]
    assert "csat" not in figures(sheet, sheet.rows[0])
    assert not {"Calls", "Service level"} & set(dict(sheet.facts))
    assert [chart.title for chart in sheet.charts] == ["Mean score"]


async def test_drafts_and_appeals_without_a_decision_are_open(log: str) -> None:
    sheet = await report(log, "agent")
    assert dict(sheet.facts)["Still open"] == "scores that are drafts: 1; appeals not decided: 1"
    assert (sheet.told["drafts"], sheet.told["appeals_undecided"]) == (1, 1)


async def test_a_score_that_nobody_else_may_see_yet_is_in_no_figure(log: str) -> None:
    with Access(log) as access:
        scores = Scores(access)
        scored(scores, CAI, "c-1", final=False)
    assert rows(await report(log, "scorer"), "scorer", "scored") == [("ann", 2), ("bob", 1)]


async def test_a_time_without_any_score_says_so(log: str) -> None:
    later = {"since": DAY.replace(day=24), "until": DAY.replace(day=25)}
    assert (await report(log, "scorer", **later)).notes == ("No call of this time has a final score.",)


class TestEveryForm:
    async def test_readable_ones(self, log: str) -> None:
        sheet = await report(log, "scorer")
        assert "ann,3,0.666667," in FORMS["csv"].write(sheet).decode()
        assert orjson.loads(FORMS["json"].write(sheet))["total"]["score_mean"] == 0.625
        page = FORMS["html"].write(sheet).decode()
        assert "62.5 %" in page
        assert page.count("<svg") == 1

    async def test_a_workbook_and_parquet(self, log: str) -> None:
        sheet = await report(log, "scorer")
        with zipfile.ZipFile(io.BytesIO(FORMS["xlsx"].write(sheet))) as book:
            assert b"<v>0.625</v>" in book.read("xl/worksheets/sheet1.xml")
            assert "xl/charts/chart1.xml" in book.namelist()
        table = parquet.read_table(io.BytesIO(FORMS["parquet"].write(sheet)))
        assert table.column("scored").to_pylist() == [3, 2]

    async def test_a_terminal(self, log: str) -> None:
        lines = "\n".join(head(await report(log, "scorer", language="zh")))
        assert "质检草稿1份；申诉未裁决1个" in lines


SCORES = st.builds(
    Score,
    id=st.integers(1, 99),
    call=st.sampled_from(["c-1", "c-2", "c-3"]),
    agent=st.sampled_from(["li", "wang"]),
    queue=st.sampled_from(["", "support"]),
    began=st.integers(0, 172_800).map(lambda second: DAY.timestamp() + second),
    form=st.just("calls"),
    version=st.just(form().fingerprint),
    session=st.just(""),
    scorer=st.sampled_from(["ann", "bob", "cai"]),
    master=st.just(False),
    state=st.just(FINAL),
    made=st.just(NOW),
    final=st.just(NOW),
    score=st.none() | st.integers(0, 100).map(float),
    fatal=st.sampled_from([(), ("identity",)]),
    answers=st.sampled_from(["yes", "no"]).map(lambda said: answered(form(), {"greeting": said})),
    comment=st.just(""),
    appeal=st.none()
    | st.builds(
        Appeal,
        score=st.just(1),
        at=st.just(NOW),
        by=st.just("li"),
        text=st.just("no"),
        outcome=st.sampled_from(["", "upheld", "changed"]),
    ),
)
FORM = {form().fingerprint: form()}


@given(
    st.lists(SCORES, max_size=30),
    st.sets(
        st.sampled_from(["interval", "weekday", "hour", "queue", "agent", "team", "form", "scorer", "menu"])
    ),
)
def test_rows_add_up_to_the_total_whatever_it_is_split_by(found: list[Score], by: set[str]) -> None:
    beside = beside_of(Given(tuple(found), 0, FORM), asked("quality", by=tuple(by)))
    names = [column.name for column in beside.columns]
    parts = [dict(zip(names, beside.of(key), strict=True)) for key in beside.keys]
    total = dict(zip(names, beside.of(None), strict=True))
    for name in ("scored", "score_appeals", "score_granted"):
        assert sum(part[name] for part in parts) == total[name]  # type: ignore[misc]
    fatal = sum(part["score_fatal"] * part["scored"] for part in parts)  # type: ignore[operator, misc]
    assert fatal == pytest.approx((total["score_fatal"] or 0) * total["scored"])  # type: ignore[operator]
    means = [part["score_mean"] for part in parts if part["score_mean"] is not None]
    assert (total["score_mean"] is None) == (not means)
    if means:
        assert min(means) - 1e-9 <= total["score_mean"] <= max(means) + 1e-9  # type: ignore[operator]
