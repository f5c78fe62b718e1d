"""The talks that a sample is drawn from, and their risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.archive.index import Index
from ivr.events import CallEvent, SurveyAnswered
from ivr.journal.writer import JournalWriter
from ivr.quality.access import Access
from ivr.quality.candidates import Candidates, Unheard, Watch
from ivr.settings.quality import Risk
from tests.journal.paths import BEGAN, journey
from tests.quality.conftest import ENTRY, TALK, erased
from tests.recordings.test_talking import talk

SENT_ON = """
0     call_began       caller_number=13800138000
1     queue_entered    queue=support
2     offer_ended      queue=support agent=li outcome=answered rang=1
20    transfer_began   agent=li to=wang kind=blind
21    talk_ended       queue=support agent=li by=transfer talked=18
40    transferred      to=wang outcome=answered talked=19 kind=blind agent=li answered_by=wang \
queue=support by=agent
41    call_ended       by=agent
"""
QUIET, LOUD = ([(0.0, 2.0)], [(25.0, 28.0)]), ([(0.0, 28.0)], [(10.0, 28.0)])
CALM = ([(0.0, 14.0)], [(15.0, 28.0)])


def indexed(url: str, call: str, number: int, agent: str = "li", **more: object) -> str:
    """A recording of the call is in the index; the name of its file."""
    file = f"{call}-{agent}.wav"
    values = {"began": BEGAN + number, "file": file, **more}
    with Index(url) as index:
        index.add(replace(ENTRY, id=number, call=call, agent=agent, **values), None)  # type: ignore[arg-type]
    return file


async def logged(url: str, *events: CallEvent) -> None:
    writer = JournalWriter(url)
    for event in events:
        writer.append(event)
    await writer.close()


def survey(call: str, of: str, score: int) -> SurveyAnswered:
    return SurveyAnswered(
        at=BEGAN + 900, call=call, survey="s", question="q", kind=of, outcome="answered", score=score
    )


def watch(folder: Path, risk: Risk | None = None) -> Watch:
    return Watch(risk or Risk(), folder, {"c1": ["投诉服务", "Complaint"]})


def risks(access: Access, folder: Path, risk: Risk | None = None) -> Mapping[str, Mapping[str, object]]:
    found = Candidates(access).risky(None, None, watch(folder, risk))
    return {f"{each.call} {each.agent}": each.reasons for each in found}


class TestBetween:
    def found(self, access: Access, since: float | None = None, until: float | None = None) -> list[int]:
        return [each.recording for each in Candidates(access).between(since, until)]

    def test_recordings_that_began_in_the_time(self, access: Access, log: str) -> None:
        for number in (1, 2, 3):
            indexed(log, f"c-{number}", number, "wang" if number == 3 else "li")
        assert self.found(access) == [1, 2, 3]
        assert self.found(access, BEGAN + 2, BEGAN + 3) == [2]

    def test_one_of_each_agent_in_each_call(self, access: Access, log: str) -> None:
        indexed(log, "c-1", 1)
        indexed(log, "c-1", 2)
        assert self.found(access) == [1]

    def test_none_that_is_erased_damaged_or_no_conversation_or_whose_call_goes_on(
        self, access: Access, log: str
    ) -> None:
        erased(log)
        indexed(log, "c-2", 2, problem="missing")
        indexed(log, "c-3", 3, "wang", kind="voicemail")
        indexed(log, "c-4", 4)
        assert self.found(access) == []


class TestRisky:
    async def test_transfers(self, access: Access, log: str, tmp_path: Path) -> None:
        await logged(log, *journey(SENT_ON, "c-9"))
        indexed(log, "c-9", 9)
        indexed(log, "c-9", 10, "wang")
        indexed(log, "c-1", 1)
        assert risks(access, tmp_path) == {"c-9 li": {"transfers": 1}, "c-9 wang": {"transfers": 1}}
        assert risks(access, tmp_path, Risk(transfers=2)) == {}

    async def test_low_survey(self, access: Access, log: str, tmp_path: Path) -> None:
        indexed(log, "c-1", 1)
        indexed(log, "c-2", 2)
        await logged(log, survey("c-1", "csat", 2), survey("c-1", "nps", 5), survey("c-2", "csat", 3))
        assert risks(access, tmp_path) == {"c-1 li": {"csat": 2}}
        assert risks(access, tmp_path, Risk(low_csat=1, low_nps=5)) == {"c-1 li": {"nps": 5}}

    @pytest.mark.parametrize("keywords", [("投诉",), ("COMPL",), ("c1",)])
    async def test_keywords_in_the_id_or_the_names_of_the_disposition(
        self, access: Access, log: str, tmp_path: Path, keywords: tuple[str, ...]
    ) -> None:
        set_as = TALK.format(agent="li") + "32    disposition_set  agent=li code={}\n"
        await logged(log, *journey(set_as.format("c1"), "c-8"), *journey(set_as.format("ok"), "c-7"))
        indexed(log, "c-8", 8)
        indexed(log, "c-7", 7)
        assert risks(access, tmp_path, Risk(keywords=keywords)) == {"c-8 li": {"disposition": "c1"}}

    def test_long_silence_and_both_talking_are_heard(self, access: Access, log: str, tmp_path: Path) -> None:
        for number, (call, agent, sides) in enumerate(
            (("c-1", "li", QUIET), ("c-2", "li", LOUD), ("c-3", "wang", CALM)), 1
        ):
            talk(tmp_path / indexed(log, call, number, agent), 28, *sides)
        found = risks(access, tmp_path)
        assert found["c-1 li"] == {"silence": pytest.approx(22.8, abs=0.1)}
        assert found["c-2 li"] == {"both_talking": pytest.approx(18 / 28, abs=0.01)}
        assert "c-3 wang" not in found

    def test_what_was_heard_is_kept(self, access: Access, log: str, tmp_path: Path) -> None:
        file = talk(tmp_path / indexed(log, "c-1", 1), 28, *QUIET)
        before = risks(access, tmp_path)
        file.unlink()
        assert risks(access, tmp_path) == before != {}

    def test_patience_ends_between_two_recordings_and_what_was_heard_is_kept(
        self, access: Access, log: str, tmp_path: Path
    ) -> None:
        for number, (call, agent) in enumerate((("c-1", "li"), ("c-2", "li"), ("c-3", "wang")), 1):
            talk(tmp_path / indexed(log, call, number, agent), 28, *QUIET)
        for left in (2, 1):
            with pytest.raises(Unheard) as fault:
                Candidates(access).risky(None, None, watch(tmp_path), 0.0)
            assert fault.value.left == left
        assert len(Candidates(access).risky(None, None, watch(tmp_path), 0.0)) == 3

    def test_a_file_that_cannot_be_heard_has_no_such_reason(
        self, access: Access, log: str, tmp_path: Path
    ) -> None:
        (tmp_path / indexed(log, "c-1", 1)).write_bytes(b"no sound")
        indexed(log, "c-2", 2, file="../../outside.wav")
        assert risks(access, tmp_path) == {}
