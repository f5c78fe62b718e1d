"""`ivr cases` on a folder with cases of all kinds."""

from __future__ import annotations

import asyncio
import json
import shlex
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import soundfile
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.cli.cases.words import WORDS
from ivr.hotline.cases import CaseStore
from ivr.hotline.changes import CHANGES
from ivr.hotline.states import NEXT
from ivr.hotline.terms import Promises
from ivr.settings.hotline import Hotline
from tests.cli.site import HOSTILE
from tests.hotline.made import NEW

SETTINGS = """\
departments: {goods: {name: {zh: 商品部, en: Goods}}}
kinds: {complaint: {answer: 1h, close: 2d}}
"""
COMPLAINT, PRAISE, OTHER = "40817269", "51938273", "11111111"


@pytest.fixture
def cases(site: Path) -> Path:
    """A complaint that is overdue, a praise, and a suggestion of the complaint's number."""
    (site / "config/hotline.yaml").write_text(SETTINGS, encoding="utf-8")
    asyncio.run(_take(f"sqlite:///{site}/var/callwright.db"))
    return site


async def _take(url: str) -> None:
    drawn = iter([COMPLAINT, PRAISE, OTHER])
    promises = Promises(Hotline.model_validate({"kinds": {"complaint": {"answer": "1h", "close": "2d"}}}))
    store = CaseStore(url, terms=promises, now=lambda: 1763776800.0, draw=lambda: next(drawn))
    await store.open(replace(NEW, kind="complaint", details={"order": "4711"}))
    await store.open(replace(NEW, kind="praise", caller_number="", anonymous=True, language="en"))
    await store.open(NEW)
    await store.close()


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, ["cases", *shlex.split(command)])


def told(command: str, code: int = 0) -> str:
    result = ivr(command)
    assert result.exit_code == code, result.output
    return result.output


def listed(command: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in told(f"{command} --json").splitlines()]


def case(reference: str = COMPLAINT) -> dict[str, object]:
    return listed(f"show {reference}")[0]


@pytest.mark.usefixtures("cases")
class TestLists:
    def test_what_is_due_comes_first(self) -> None:
        heading, first, *_ = told("list").splitlines()
        assert heading.split() == ["Reference", "Opened", "Kind", "Category", "Status", "Owner", "Due"]
        assert first.startswith(COMPLAINT)
        assert first.rstrip().endswith("(overdue)")

    def test_in_chinese(self) -> None:
        assert "投诉" in told("list --lang zh")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("--kind praise", [PRAISE]),
            ("--overdue", [COMPLAINT]),
            ("--number 13800000004 --kind suggestion", [OTHER]),
            ("--text 81726", [COMPLAINT]),
            ("--status new --status closed --kind praise", [PRAISE]),
            ("--from 2025-11-23", []),
            ("--owner li", []),
        ],
    )
    def test_by_what_is_asked_for(self, asked: str, found: list[str]) -> None:
        assert [one["reference"] for one in listed(f"list {asked}")] == found

    def test_closed_ones_only_where_asked_for(self) -> None:
        told(f"close {PRAISE}")
        assert PRAISE not in told("list")
        assert PRAISE in told("list --all")

    def test_nothing_says_so(self) -> None:
        assert "There are no such cases." in told("list --owner zhao")

    def test_secrets_are_not_shown(self) -> None:
        assert {"pin", "told"}.isdisjoint(case())


@pytest.mark.usefixtures("cases")
class TestChanges:
    def test_a_case_goes_its_way(self) -> None:
        assert "assigned, due" in told(f"assign {COMPLAINT} --department goods --owner li --by wang")
        told(f"begin {COMPLAINT} --owner li")
        told(f"answer {COMPLAINT} 已补发 --by li")
        assert told(f"close {COMPLAINT}").strip() == f"Case {COMPLAINT}: closed."
        found = case()
        assert (found["status"], found["owner"], found["answer"]) == ("closed", "li", "已补发")
        history = found["history"]
        assert isinstance(history, list)
        assert [(one["what"], one["who"]) for one in history[:2]] == [
            ("opened", "caller"),
            ("assigned", "wang"),
        ]

    def test_the_story_tells_everything(self) -> None:
        told(f"charge {COMPLAINT} --party 'Swift' --amount 12.5 --note glass")
        told(f"note {COMPLAINT} 'lost by the carrier'")
        told(f"attribute {COMPLAINT} Swift")
        told(f"wish {COMPLAINT} 13900000000")
        story = told(f"show {COMPLAINT}")
        for part in (
            "Swift 12.50 glass",
            "lost by the carrier",
            "order: 4711",
            "13900000000",
            "opened",
            "overdue",
        ):
            assert part in story, story

    def test_a_case_is_sorted_anew_and_keeps_the_rest(self) -> None:
        told(f"sort {OTHER} --kind complaint")
        found = case(OTHER)
        assert (found["kind"], found["category"], found["category_name"]) == ("complaint", "goods", "商品")
        told(f"sort {OTHER} --category delivery")
        assert case(OTHER)["category_name"] == "delivery"

    def test_a_duplicate_is_found_and_merged(self) -> None:
        assert [one["reference"] for one in listed(f"similar {OTHER}")] == [COMPLAINT]
        told(f"merge {OTHER} {COMPLAINT}")
        assert case(OTHER)["merged_into"] == COMPLAINT
        assert "No case is like it." in told(f"similar {PRAISE}")

    def test_an_answer_may_be_a_recording(self, cases: Path) -> None:
        tone = numpy.sin(numpy.arange(44100) * 2 * numpy.pi * 440 / 44100) * 0.3
        soundfile.write(cases / "spoken.flac", tone, 44100)
        told(f"answer {COMPLAINT} --recording spoken.flac")
        file = cases / "var/recordings" / str(case()["answer_file"])
        assert soundfile.info(file).samplerate == 8000

    def test_a_number_may_be_written_in_groups(self) -> None:
        assert COMPLAINT in told(f"show '{COMPLAINT[:4]} {COMPLAINT[4:]}'")


@pytest.mark.usefixtures("cases")
class TestFaults:
    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ("show 12345670", "is no reference number"),
            ("show '../../etc'", "is no reference number"),
            ("show 10043210", "there is no case 10043210"),
            (
                f"reopen {COMPLAINT}",
                "the case is new: it cannot reopen; it can: assign, begin, answer, close, merge",
            ),
            (f"assign {COMPLAINT}", "name an owner or a department"),
            (f"assign {COMPLAINT} --department good", "no department 'good'"),
            (f"assign {COMPLAINT} --owner lo", "no agent 'lo'"),
            (f"charge {PRAISE} --party Swift --amount 1", "only a complaint has a charge sheet"),
            (f"charge {COMPLAINT} --party Swift --amount 1.005", "is no amount"),
            (f"answer {COMPLAINT}", "write the answer"),
            (f"answer {COMPLAINT} --recording none.wav", "none.wav cannot be read"),
            (f"answer {COMPLAINT} --recording config/ivr.yaml", "ivr.yaml cannot be read"),
            (f"merge {COMPLAINT} {COMPLAINT}", "cannot be merged into itself"),
            (f"note {COMPLAINT} ''", "a note has words"),
        ],
    )
    def test_each_says_what_to_do_and_changes_nothing(self, command: str, said: str) -> None:
        output = told(command, code=1)
        assert said in output
        assert "Traceback" not in output
        assert case()["version"] == 0

    def test_hostile_words_do_no_harm_to_the_terminal(self) -> None:
        for text in HOSTILE.values():
            if "\0" not in text:
                ivr(f"note {COMPLAINT} {shlex.quote(text)}")
        shown = told(f"show {COMPLAINT}")
        assert not any(character in shown for character in "\x1b\x07\u202e\u2066")


def test_everything_that_can_happen_has_a_word() -> None:
    assert {f"did_{what}" for what in CHANGES} <= set(WORDS)
    assert {f"move_{move}" for _, move in NEXT} <= set(WORDS)
