"""The recorded talks that a sample is drawn from, and what the log and their sound say against them."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ivr.archive.blanking import UNASSIGNED
from ivr.events import SurveyAnswered, kind
from ivr.journal.database import insert_new
from ivr.journal.tables import calls, events, recordings, talk_sounds
from ivr.quality.access import Access
from ivr.quality.choosing import Candidate
from ivr.settings.quality import Risk
from recordings.place import Outside, inside
from recordings.sound import Unreadable
from recordings.talking import Heard, heard

_PORTION = 500
_SENT_ON = ("blind", "attended", "escalation")
_LOW = {"csat": "low_csat", "nps": "low_nps"}


class Unheard(Exception):
    """So many recordings are `left` to be heard; what was heard is kept."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} recordings are not heard yet")
        self.left = left


@dataclass(frozen=True, slots=True)
class Watch:
    """What risk is, the folder of the recordings, and the names that dispositions have besides their ids."""

    risk: Risk
    folder: Path
    names: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    call: str
    agent: str
    queue: str
    file: str
    format: str
    channels: int
    disposition: str
    transfers: int


class Candidates:
    """Talks whose call is over, with a sound recording that is left. All methods raise `DatabaseUnusable`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def between(self, since: float | None, until: float | None) -> list[Candidate]:
        """Of the recordings that began in [`since`, `until`): one of each agent in each call."""
        return [_candidate(row, {}) for row in self._rows(since, until)]

    def risky(
        self, since: float | None, until: float | None, watch: Watch, patience: float = math.inf
    ) -> list[Candidate]:
        """Those with a reason. Sound that was not heard yet is heard now, and kept: that takes its time.
        Raises Unheard where it takes more than `patience` seconds."""
        rows = self._rows(since, until)
        scores = self._scores({row.call for row in rows}, watch.risk)
        sounds = self._sounds(rows, watch.folder, time.monotonic() + patience)
        found = []
        for row in rows:
            reasons = {**_logged(row, watch), **scores.get(row.call, {})}
            if row.id in sounds:
                reasons |= _audible(sounds[row.id], watch.risk)
            if reasons:
                found.append(_candidate(row, reasons))
        return found

    def _rows(self, since: float | None, until: float | None) -> list[_Row]:
        row = recordings.c
        wanted = [
            row.kind == "conversation",
            row.agent != "",
            row.erased.is_(None),
            row.problem == "",
            calls.c.ended.is_not(None),
            ~calls.c.caller_number.startswith(UNASSIGNED, autoescape=True),
        ]
        wanted += [row.began >= since] if since is not None else []
        wanted += [row.began < until] if until is not None else []
        columns = (row.id, row.call, row.agent, row.queue, row.file, row.format, row.channels)
        query = select(*columns, calls.c.disposition, calls.c.handles).join(calls, calls.c.id == row.call)
        found: dict[tuple[str, str], _Row] = {}
        for each in self._access.rows(query.where(*wanted).order_by(row.id)):
            facts = dict(each._mapping)
            sent = sum(handle["how"] in _SENT_ON for handle in facts.pop("handles"))
            found.setdefault((each.call, each.agent), _Row(**facts, transfers=sent))
        return list(found.values())

    def _scores(self, ids: set[str], risk: Risk) -> dict[str, dict[str, float | str]]:
        """The lowest answers of the surveys of these calls that are low enough."""
        found: dict[str, dict[str, float | str]] = defaultdict(dict)
        for some in _portions(sorted(ids)):
            columns = (events.c.call, events.c.data)
            of_survey = (events.c.kind == kind(SurveyAnswered), events.c.call.in_(some))
            for row in self._access.rows(select(*columns).where(*of_survey)):
                asked, score = row.data.get("kind"), row.data.get("score")
                if asked in _LOW and score is not None and score <= getattr(risk, _LOW[asked]):
                    found[row.call][asked] = min(score, found[row.call].get(asked, score))
        return found

    def _sounds(self, rows: Sequence[_Row], folder: Path, deadline: float) -> dict[int, Heard]:
        known: dict[int, Heard] = {}
        stereo = {row.id: row for row in rows if row.channels == 2}
        for some in _portions(sorted(stereo)):
            query = select(talk_sounds).where(talk_sounds.c.recording.in_(some))
            for number, *facts in self._access.rows(query):
                known[number] = Heard(*facts)
        unheard = sorted(stereo.keys() - known.keys())
        for at, number in enumerate(unheard, 1):
            if sound := _heard(folder, stereo[number]):
                known[number] = sound
                self._keep(number, sound)
            if at < len(unheard) and time.monotonic() > deadline:
                raise Unheard(len(unheard) - at)
        return known

    def _keep(self, number: int, sound: Heard) -> None:
        with self._access.changing() as connection:
            insert = insert_new(talk_sounds, connection.dialect.name)
            connection.execute(insert.values(recording=number, **asdict(sound)))


def _candidate(row: _Row, reasons: Mapping[str, float | str]) -> Candidate:
    return Candidate(row.id, row.call, row.agent, row.queue, reasons=reasons)


def _logged(row: _Row, watch: Watch) -> dict[str, float | str]:
    found: dict[str, float | str] = {}
    if row.transfers >= watch.risk.transfers:
        found["transfers"] = row.transfers
    words = " ".join((row.disposition, *watch.names.get(row.disposition, ()))).casefold()
    if row.disposition and any(keyword.casefold() in words for keyword in watch.risk.keywords):
        found["disposition"] = row.disposition
    return found


def _audible(sound: Heard, risk: Risk) -> dict[str, float | str]:
    found: dict[str, float | str] = {}
    if sound.silence >= risk.silence:
        found["silence"] = round(sound.silence, 1)
    if sound.both_share >= risk.both_talking:
        found["both_talking"] = round(sound.both_share, 3)
    return found


def _heard(folder: Path, row: _Row) -> Heard | None:
    """None for a file that cannot be heard: `ivr recordings verify` tells of it."""
    try:
        return heard(inside(folder, row.file).with_suffix(f".{row.format}"))
    except (OSError, Outside, Unreadable):
        return None


def _portions(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (ids[begin : begin + _PORTION] for begin in range(0, len(ids), _PORTION))
