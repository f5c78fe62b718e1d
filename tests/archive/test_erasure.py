"""A caller who asks for it is gone from every table and from the disk, and every measure is what it was."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ivr.archive import intake
from ivr.archive.erasure import Eraser
from ivr.archive.index import Index, Wanted
from ivr.archive.intake import Intake, make_smaller
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.tables import (
    callbacks,
    calls,
    cases,
    counted,
    events,
    listed,
    quality_appeals,
    quality_scores,
    remembered,
    work,
)
from ivr.measures.facts import CallFacts, facts_of
from ivr.measures.settings import Settings
from ivr.measures.split import table
from ivr.memory.access import Access
from ivr.memory.callbacks import CallbackStore
from ivr.memory.store import MemoryStore
from ivr.ports import NewCallback
from ivr.ports import Wanted as WantedAgent
from recordings.compress import compress
from routing.needs import Needs, parse
from tests.archive.conftest import BEGAN, CONVERSATION, TALK, Happens
from tests.recordings.wav import write_wav
from tests.stores import opened

NUMBER, ABROAD, OTHER = "13800138000", "+8613800138000", "13900139000"
NOW = BEGAN + 1e6
TABLES = (events, calls, cases, callbacks, remembered, counted, work, quality_scores, quality_appeals)
ASKED = f"""
0    call_began        caller_number={ABROAD} caller_name=王芳
1    prompt_played     text=王女士您好 heard=1
2    menu_answered     key=1 outcome=match target=order
4    digits_collected  save=order digits=20061001 outcome=complete
5    looked_up         method=GET url=http://crm/of/{NUMBER} status=200 outcome=ok took=0.1
6    prompt_played     text=您的订单20061001已发货 heard=2
7    call_ended
"""
FOR_ANOTHER = f"""
0    call_began          caller_number={OTHER} caller_name=李雷
3    callback_requested  number={NUMBER} queue=support outcome=noted
4    call_ended
"""


@pytest.fixture
def full(url: str, folder: Path, index: Index, happens: Happens) -> None:
    """Two calls of the caller, by two spellings, and one of somebody else for a callback to them."""
    happens(TALK, "c-1")
    happens(ASKED, "c-2", later=600)
    happens(FOR_ANOTHER, "c-3", later=1200)
    write_wav(folder / CONVERSATION)
    Intake(index, folder).take_in(NOW)
    asyncio.run(_remember(url))
    with opened(url) as connection:
        connection.execute(listed.insert().values(list="vip", number=NUMBER, wild=0, note="", added=1.0))
        connection.execute(cases.insert().values(_case("10000001", NUMBER)))
        connection.execute(cases.insert().values(_case("10000002", OTHER)))
        connection.execute(work.insert().values(_work("work-1", "finished")))
        connection.execute(work.insert().values(_work("work-2", "waiting")))
        for number, call in ((1, "c-1"), (2, "c-3")):
            connection.execute(quality_scores.insert().values(_score(number, call)))
        connection.execute(quality_appeals.insert().values(APPEAL))
        connection.commit()


async def _remember(url: str) -> None:
    access = Access(url)
    memory = MemoryStore(access)
    await memory.keep("language", NUMBER, "en")
    await memory.keep("language", OTHER, "zh")
    await memory.keep("place", f"support {NUMBER}", "1")
    await memory.count("throttle main", NUMBER, 1e9)
    wanted = NewCallback(
        call="c-3",
        number=NUMBER,
        queue="support",
        wanted=WantedAgent(Needs(parse("zh"))),
        language="zh",
        dialplan="main",
        dialled="95188",
        hours="",
        tries=3,
        ring=20.0,
        again=60.0,
    )
    await CallbackStore(access).add(wanted)
    await access.close()


def _case(reference: str, number: str) -> dict[str, object]:
    texts = dict.fromkeys(("call", "line", "category", "category_name", "language", "file"), "x")
    return {**texts, "reference": reference, "caller_number": number, "opened": 1.0, "seconds": 1.0}


def _work(name: str, state: str) -> dict[str, object]:
    texts = dict.fromkeys(("agent", "queue", "channel", "by", "needs", "subject", "reference", "url"), "x")
    numbers = dict.fromkeys(("arrived", "changed", "overdue", "priority"), 1)
    payload = {"text": "my order"}
    return {**texts, **numbers, "id": name, "state": state, "sender": NUMBER, "payload": payload}


def _score(number: int, call: str) -> dict[str, object]:
    texts = dict.fromkeys(("agent", "queue", "form", "version", "session", "scorer"), "x")
    answers = {
        "name": {"answer": "no", "comment": f"王 of {call}"},
        "greeting": {"answer": "yes", "comment": ""},
    }
    numbers = {"began": 1.0, "made": 1.0, "final": 2.0, "score": 50.0, "master": 0}
    more = {"state": "final", "fatal": [], "answers": answers, "comment": f"王 in {call}"}
    return {**texts, **numbers, **more, "id": number, "call": call}


APPEAL = {
    "score": 1,
    "at": 3.0,
    "by": "li",
    "text": "王 said yes",
    "outcome": "changed",
    "decided": 4.0,
    "decided_by": "lead",
    "reason": "王 did",
    "before": {"score": 40.0, "answers": {"name": {"answer": "na", "comment": "王"}}},
}


@pytest.fixture
def eraser(url: str, index: Index, folder: Path) -> Iterator[Eraser]:
    made = Eraser(url, index, folder, "CN")
    yield made
    made.close()


def everything(url: str) -> str:
    with opened(url) as connection:
        return "\n".join(str(row) for each in TABLES for row in connection.execute(select(each)))


async def facts(url: str) -> list[CallFacts]:
    async with JournalReader(url) as reader:
        records = await reader.calls(Filter(limit=100))
        return [facts_of(record, await reader.events_of(record.id)) for record in records]


def callers_of(url: str) -> dict[str, str]:
    with opened(url) as connection:
        return {row.id: row.caller_number for row in connection.execute(select(calls))}


def measured(url: str) -> object:
    splits = (("line",), ("interval", "queue"), ("agent",), ("path",), ("language",))
    return [table(asyncio.run(facts(url)), [], by, Settings()) for by in splits]


@pytest.mark.usefixtures("full")
def test_nothing_is_left_of_them(url: str, eraser: Eraser, folder: Path) -> None:
    eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
    left = everything(url)
    waiting = [line for line in left.splitlines() if "work-2" in line]
    rest = "\n".join(line for line in left.splitlines() if line not in waiting)
    rest = rest.replace("王 of c-3", "").replace("王 in c-3", "")
    for theirs in (NUMBER, ABROAD, "王", "20061001", "my order"):
        assert theirs not in rest
    assert list((folder / CONVERSATION).parent.iterdir()) == []
    for of_others in (OTHER, "李雷", "10000002"):
        assert of_others in rest


@pytest.mark.usefixtures("full")
def test_every_measure_is_what_it_was(url: str, eraser: Eraser) -> None:
    before = measured(url)
    eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
    assert measured(url) == before


@pytest.mark.usefixtures("full")
def test_scores_and_answers_stay_without_what_was_written_beside_them(url: str, eraser: Eraser) -> None:
    assert eraser.plan(NUMBER).scores == [1]
    eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
    with opened(url) as connection:
        theirs, of_others = connection.execute(select(quality_scores).order_by(quality_scores.c.id)).all()
        (appeal,) = connection.execute(select(quality_appeals)).all()
    blank = {"name": {"answer": "no", "comment": "*"}, "greeting": {"answer": "yes", "comment": ""}}
    assert (theirs.score, theirs.answers, theirs.comment) == (50.0, blank, "*")
    assert (appeal.text, appeal.reason, appeal.outcome) == ("*", "*", "changed")
    assert appeal.before == {"score": 40.0, "answers": {"name": {"answer": "na", "comment": "*"}}}
    assert (of_others.answers["name"]["comment"], of_others.comment) == ("王 of c-3", "王 in c-3")


@pytest.mark.usefixtures("full")
def test_the_plan_names_what_goes_and_what_stays_and_changes_nothing(url: str, eraser: Eraser) -> None:
    before = everything(url)
    plan = eraser.plan(NUMBER)
    assert everything(url) == before
    assert set(plan.numbers) == {NUMBER, ABROAD}
    assert [entry.file for entry in plan.recordings] == [CONVERSATION]
    assert (plan.calls, plan.elsewhere, plan.cases) == (["c-1", "c-2"], ["c-3"], ["10000001"])
    assert (len(plan.callbacks), plan.work, plan.open_work) == (1, ["work-1"], ["work-2"])
    assert plan.kept == [("language", NUMBER), ("place", f"support {NUMBER}"), ("throttle main", NUMBER)]
    assert plan.lists == ["vip"]


@pytest.mark.usefixtures("full")
def test_a_second_time_there_is_nothing_left_to_erase(eraser: Eraser) -> None:
    eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
    assert eraser.plan(NUMBER).is_empty


@pytest.mark.usefixtures("full")
def test_the_calls_of_one_caller_stay_calls_of_one_caller(url: str, eraser: Eraser, happens: Happens) -> None:
    happens(TALK, "c-4", later=900)
    eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
    callers = callers_of(url)
    assert callers["c-1"] == callers["c-4"] != callers["c-2"]
    assert callers["c-1"].startswith("+999")


@pytest.mark.usefixtures("full")
def test_a_call_under_a_legal_hold_stays_as_it_is(
    url: str, index: Index, folder: Path, eraser: Eraser
) -> None:
    index.change([entry.id for entry in index.find(Wanted())], held=NOW, note="court")
    plan = eraser.plan(NUMBER)
    assert (plan.held, plan.calls, plan.recordings) == (["c-1"], ["c-2"], [])
    eraser.erase(NUMBER, plan, NOW)
    assert (folder / CONVERSATION).exists()
    assert callers_of(url)["c-1"] == NUMBER


def test_a_call_that_goes_on_stays_and_is_told(happens: Happens, eraser: Eraser) -> None:
    happens("\n".join(TALK.strip().splitlines()[:-1]))
    plan = eraser.plan(NUMBER)
    assert (plan.running, plan.calls) == (["c-1"], [])


@pytest.mark.usefixtures("full")
def test_a_waiting_callback_is_called_off(url: str, eraser: Eraser) -> None:
    eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
    with opened(url) as connection:
        (row,) = connection.execute(select(callbacks.c.state, callbacks.c.number)).all()
    assert row.state == "cancelled"
    assert row.number.startswith("+999")


@pytest.mark.usefixtures("full")
def test_nothing_is_left_in_the_free_parts_of_the_file(url: str, eraser: Eraser, tmp_path: Path) -> None:
    eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
    eraser.close()
    on_disk = b"".join(file.read_bytes() for file in tmp_path.glob("log.db*"))
    assert "王女士您好".encode() not in on_disk
    assert b"20061001" not in on_disk


@pytest.mark.usefixtures("full")
def test_what_is_compressed_from_an_erased_one_goes_too(
    index: Index, folder: Path, eraser: Eraser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased_meanwhile(path: Path, form: Any) -> Path:
        smaller = compress(path, form)
        eraser.erase(NUMBER, eraser.plan(NUMBER), NOW)
        smaller.write_bytes(b"written a moment later")
        return smaller

    monkeypatch.setattr(intake, "compress", erased_meanwhile)
    assert make_smaller(index, folder, "flac", NOW) == 0
    assert list((folder / CONVERSATION).parent.iterdir()) == []
