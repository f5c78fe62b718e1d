"""A caller who asks for it is gone from every table and from the disk, and every measure is what it was."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine as AnyEngine
from sqlalchemy import event, select, update

from ivr.archive import erasing, intake
from ivr.archive.erasure import ERASED, Eraser, words
from ivr.archive.index import Index, Wanted
from ivr.archive.intake import Intake, make_smaller
from ivr.archive.plan import Plan
from ivr.archive.requests import SETTLES
from ivr.events import Event
from ivr.journal.codec import encode
from ivr.journal.draining import write_what_waits
from ivr.journal.opened import Trace
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.spool import Entry, Spool, spools
from ivr.journal.tables import (
    audit,
    callbacks,
    calls,
    case_history,
    cases,
    counted,
    erasures,
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
from ivr.ports import Message, NewCallback
from ivr.ports import Wanted as WantedAgent
from recordings.compress import compress
from routing.needs import Needs, parse
from tests.archive.conftest import BEGAN, CONVERSATION, MESSAGE, TALK, VOICEMAIL, Happens
from tests.journal.paths import journey
from tests.recordings.wav import write_wav
from tests.stores import opened, rows

NUMBER, ABROAD, OTHER = "13800138000", "+8613800138000", "13900139000"
NOW = BEGAN + 1e6
TABLES = (
    events,
    calls,
    cases,
    case_history,
    callbacks,
    remembered,
    counted,
    work,
    quality_scores,
    quality_appeals,
)
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
        connection.execute(case_history.insert().values(SAID))
        connection.execute(work.insert().values(_work("work-1", "finished")))
        connection.execute(work.insert().values(_work("work-2", "waiting")))
        for number, call in ((1, "c-1"), (2, "c-3")):
            connection.execute(quality_scores.insert().values(_score(number, call)))
        connection.execute(quality_appeals.insert().values(APPEAL))
        connection.commit()


async def _remember(url: str) -> None:
    access = Access(url, patience=60.0)
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
    said = f"{'王' if number == NUMBER else '李雷'} at {number}"
    more = {"text": said, "answer": said, "call_back": number, "details": {"name": said}}
    return {**texts, **more, "reference": reference, "caller_number": number, "opened": 1.0, "seconds": 1.0}


SAID = {
    "reference": "10000001",
    "number": 1,
    "at": 2.0,
    "who": "li",
    "what": "charged",
    "data": {"party": "Swift", "amount": "12.50", "note": f"王 {NUMBER}"},
}


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
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def eraser(url: str, index: Index, folder: Path, spool: Path) -> Iterator[Eraser]:
    made = Eraser(url, index, folder, spool, "CN")
    yield made
    made.close()


def erased(eraser: Eraser, *, lists: bool = False) -> Plan:
    request = eraser.ask(NUMBER, "hash", NOW, lists=lists)
    return eraser.erase(request, Trace(NOW, "root", ERASED, words(request, f"request of {NUMBER}")))


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
    erased(eraser)
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
    erased(eraser)
    assert measured(url) == before


@pytest.mark.usefixtures("full")
def test_what_is_kept_ready_for_reports_is_counted_anew_where_they_called(url: str, eraser: Eraser) -> None:
    of_theirs = rows(url, "SELECT DISTINCT at FROM events WHERE call IN ('c-1', 'c-2') ORDER BY at")
    erased(eraser)
    assert rows(url, "SELECT at FROM recounts ORDER BY at") == of_theirs


@pytest.mark.usefixtures("full")
def test_scores_and_answers_stay_without_what_was_written_beside_them(url: str, eraser: Eraser) -> None:
    assert eraser.plan(NUMBER).scores == [1]
    erased(eraser)
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
    erased(eraser)
    assert eraser.plan(NUMBER).is_empty


@pytest.mark.usefixtures("full")
def test_the_calls_of_one_caller_stay_calls_of_one_caller(
    url: str, eraser: Eraser, happens: Happens, index: Index, folder: Path
) -> None:
    happens(TALK, "c-4", later=900)
    Intake(index, folder).take_in(NOW)
    erased(eraser)
    callers = callers_of(url)
    assert callers["c-1"] == callers["c-4"] != callers["c-2"]
    assert callers["c-1"].startswith("+999")


@pytest.mark.usefixtures("full")
def test_a_call_under_a_legal_hold_stays_as_it_is(
    url: str, index: Index, folder: Path, eraser: Eraser
) -> None:
    index.change([entry.id for entry in index.find(Wanted())], held=NOW, note="court")
    plan = erased(eraser)
    assert (plan.held, plan.calls, plan.recordings) == (["c-1"], ["c-2"], [])
    assert (folder / CONVERSATION).exists()
    assert callers_of(url)["c-1"] == NUMBER


def test_a_call_that_goes_on_stays_and_is_told(happens: Happens, eraser: Eraser) -> None:
    happens("\n".join(TALK.strip().splitlines()[:-1]))
    plan = eraser.plan(NUMBER)
    assert (plan.running, plan.calls) == (["c-1"], [])


@pytest.mark.usefixtures("full")
def test_a_waiting_callback_is_called_off(url: str, eraser: Eraser) -> None:
    erased(eraser)
    with opened(url) as connection:
        (row,) = connection.execute(select(callbacks.c.state, callbacks.c.number)).all()
    assert row.state == "cancelled"
    assert row.number.startswith("+999")


@pytest.mark.usefixtures("full")
def test_nothing_is_left_in_the_free_parts_of_the_file(url: str, eraser: Eraser, tmp_path: Path) -> None:
    erased(eraser)
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
        erased(eraser)
        smaller.write_bytes(b"written a moment later")
        return smaller

    monkeypatch.setattr(intake, "compress", erased_meanwhile)
    assert make_smaller(index, folder, "flac", NOW) == 0
    assert list((folder / CONVERSATION).parent.iterdir()) == []


def in_spool(spool: Path, happened: Sequence[Event]) -> None:
    """An engine without its database has these on disk, and is gone."""
    left = Spool(spool)
    left.append([Entry(number, encode(each), each) for number, each in enumerate(happened, 1)])
    left.close()


class TestWhatComesLater:
    def test_a_call_that_waits_on_disk_is_told_and_erased_once_it_is_in_the_log(
        self, url: str, eraser: Eraser, spool: Path
    ) -> None:
        in_spool(spool, [*journey(ASKED, "c-2"), *journey(FOR_ANOTHER, "c-3")])
        assert eraser.plan(NUMBER).spooled == ["c-2"]
        assert erased(eraser).follows
        write_what_waits(url, spools(spool))
        before = measured(url)
        assert eraser.go_on(NOW) == 1
        for theirs in (ABROAD, "王", "20061001"):
            assert theirs not in everything(url)
        assert callers_of(url)["c-3"] == OTHER
        assert measured(url) == before

    def test_a_call_whose_end_waits_on_disk_is_erased_when_it_is_over(
        self, url: str, eraser: Eraser, spool: Path, happens: Happens
    ) -> None:
        told = ASKED.strip().splitlines()
        happens("\n".join(told[:3]), "c-2")
        in_spool(spool, journey("\n".join(told[3:]), "c-2"))
        assert erased(eraser).running == ["c-2"]
        assert eraser.go_on(NOW) == 0
        write_what_waits(url, spools(spool))
        assert eraser.go_on(NOW) == 1
        assert ABROAD not in everything(url)

    @pytest.mark.usefixtures("full")
    def test_work_that_was_open_is_emptied_when_it_is_finished(self, url: str, eraser: Eraser) -> None:
        assert erased(eraser).open_work == ["work-2"]
        with opened(url) as connection:
            connection.execute(update(work).where(work.c.id == "work-2").values(state="finished"))
            connection.commit()
        assert eraser.go_on(NOW) == 1
        assert "my order" not in everything(url)

    @pytest.mark.usefixtures("full")
    def test_who_calls_again_after_asking_is_a_caller_like_others(
        self, url: str, eraser: Eraser, happens: Happens
    ) -> None:
        erased(eraser)
        happens(ASKED, "c-9", later=2e6)
        asyncio.run(_remember(url))
        before = everything(url)
        assert eraser.go_on(NOW + 1) == 0
        assert everything(url) == before

    def test_the_number_is_forgotten_after_a_day(self, url: str, eraser: Eraser) -> None:
        erased(eraser)
        eraser.go_on(NOW + SETTLES - 1)
        assert numbers_to_erase(url) == [NUMBER]
        eraser.go_on(NOW + SETTLES)
        assert numbers_to_erase(url) == [""]
        assert eraser.earlier("hash") == [NOW]
        assert eraser.earlier("another") == []

    def test_the_number_is_known_for_as_long_as_anything_waits_on_disk(
        self, url: str, eraser: Eraser, spool: Path
    ) -> None:
        in_spool(spool, journey(FOR_ANOTHER, "c-3"))
        erased(eraser)
        eraser.go_on(NOW + SETTLES)
        assert numbers_to_erase(url) == [NUMBER]
        write_what_waits(url, spools(spool))
        eraser.go_on(NOW + SETTLES)
        assert numbers_to_erase(url) == [""]


def numbers_to_erase(url: str) -> list[str]:
    with opened(url) as connection:
        return list(connection.execute(select(erasures.c.number)).scalars())


class Killed(BaseException):
    """The program is gone."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """At this one of the statements that follow, counted from 1."""
    left = count(statement, -1)

    def die(*_: object) -> None:
        if next(left) == 1:
            raise Killed

    event.listen(AnyEngine, "before_cursor_execute", die)
    try:
        yield
    finally:
        event.remove(AnyEngine, "before_cursor_execute", die)


@pytest.mark.usefixtures("full")
def test_killed_at_any_statement_the_engine_finishes_it_and_no_count_changes(
    url: str, eraser: Eraser, folder: Path
) -> None:
    before = measured(url)
    request = eraser.ask(NUMBER, "hash", NOW)
    trace = Trace(NOW, "root", ERASED, words(request))
    for statement in count(1):
        try:
            with killed_at(statement):
                eraser.erase(request, trace)
            break
        except Killed:
            assert "王女士您好" in everything(url) or not eraser.plan(NUMBER).calls
    assert statement > 40
    assert measured(url) == before
    assert eraser.go_on(NOW) == 0
    assert eraser.plan(NUMBER).is_empty
    assert list((folder / CONVERSATION).parent.iterdir()) == []


@pytest.mark.usefixtures("full")
def test_killed_before_it_began_it_is_the_engine_that_erases(url: str, eraser: Eraser) -> None:
    now = time.time() + 1
    eraser.ask(NUMBER, "hash", now)
    assert eraser.go_on(now) == 1
    assert eraser.plan(NUMBER).is_empty
    assert trail(url) == ["1 recordings, 2 calls, caller hash"]


@pytest.mark.usefixtures("full")
def test_two_who_erase_at_the_same_time_give_a_call_one_number(
    url: str, eraser: Eraser, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = erasing.begin
    seen: list[str] = []

    def late(connection: Any) -> None:
        monkeypatch.setattr(erasing, "begin", begin)
        erased(eraser)
        seen.append(everything(url))
        begin(connection)

    request = eraser.ask(NUMBER, "hash", NOW)
    monkeypatch.setattr(erasing, "begin", late)
    eraser.erase(request, Trace(NOW, "root", ERASED, words(request)))
    assert seen == [everything(url)]


def trail(url: str) -> list[str]:
    with opened(url) as connection:
        return list(connection.execute(select(audit.c.about)).scalars())


@pytest.mark.usefixtures("full")
def test_the_trail_has_the_hash_and_nowhere_the_number(url: str, eraser: Eraser) -> None:
    erased(eraser)
    assert trail(url) == ["1 recordings, 2 calls, caller hash request of *"]


@pytest.mark.usefixtures("full")
def test_lists_keep_the_number_unless_it_is_to_go_from_them_as_well(url: str, eraser: Eraser) -> None:
    erased(eraser)
    assert eraser.plan(NUMBER).lists == ["vip"]
    erased(eraser, lists=True)
    assert eraser.plan(NUMBER).lists == []


def test_an_erased_message_waits_in_no_mailbox(
    url: str, eraser: Eraser, happens: Happens, index: Index, folder: Path
) -> None:
    happens(MESSAGE)
    write_wav(folder / VOICEMAIL)
    Intake(index, folder).take_in(NOW)
    erased(eraser)

    async def messages() -> Sequence[Message]:
        async with JournalReader(url) as reader:
            return await reader.messages("support")

    (message,) = asyncio.run(messages())
    assert message.heard == NOW
    assert not (folder / VOICEMAIL).exists()


def test_a_recording_that_is_not_in_the_index_yet_is_waited_for(
    eraser: Eraser, happens: Happens, index: Index, folder: Path
) -> None:
    happens(TALK)
    assert erased(eraser).running == ["c-1"]
    write_wav(folder / CONVERSATION)
    Intake(index, folder).take_in(NOW)
    eraser.go_on(NOW)
    assert not (folder / CONVERSATION).exists()


def test_files_of_lines_that_nobody_could_read_are_named(eraser: Eraser, spool: Path) -> None:
    spool.mkdir()
    (spool / "1.damaged").write_text(f'0000 [1,"call_began","{NUMBER}')
    (spool / "2.damaged").write_text("0000 []")
    assert eraser.plan(NUMBER).damaged == [str(spool / "1.damaged")]
