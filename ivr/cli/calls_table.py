"""Call records for people and for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from ivr.cli.journal import iso
from ivr.cli.language import duration
from ivr.journal.record import OUTCOMES, CallRecord
from ivr.journal.story import clean

_COLUMNS = {
    "when": {"zh": "时间", "en": "When"},
    "caller": {"zh": "主叫", "en": "Caller"},
    "keys": {"zh": "按键", "en": "Keys"},
    "queue": {"zh": "队列", "en": "Queue"},
    "waited": {"zh": "等待", "en": "Waited"},
    "agent": {"zh": "坐席", "en": "Agent"},
    "talked": {"zh": "通话", "en": "Talked"},
    "outcome": {"zh": "结果", "en": "Outcome"},
    "id": {"zh": "编号", "en": "Id"},
}
_RECOVERED = {"zh": "（补记）", "en": " (recovered)"}
_WHOLE = ("when", "caller", "id")
_FACTS = {
    "caller": {"zh": "主叫", "en": "caller"},
    "dialled": {"zh": "被叫", "en": "dialled"},
    "when": {"zh": "时间", "en": "when"},
    "outcome": {"zh": "结果", "en": "outcome"},
    "flows": {"zh": "流程", "en": "flows"},
    "queue": {"zh": "队列", "en": "queue"},
    "agent": {"zh": "坐席", "en": "agent"},
    "disposition": {"zh": "处理结果", "en": "disposition"},
    "reference": {"zh": "建议编号", "en": "reference"},
    "recordings": {"zh": "录音", "en": "recordings"},
}


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """How records are shown: language, time zone, and what agents and queues are called."""

    language: str
    zone: ZoneInfo
    names: Mapping[str, str]

    def named(self, name: str) -> str:
        return clean(self.names.get(name, name))

    def when(self, at: float) -> str:
        return f"{datetime.fromtimestamp(at, self.zone):%Y-%m-%d %H:%M:%S}"

    def outcome(self, record: CallRecord) -> str:
        said = OUTCOMES.get(record.outcome, {}).get(self.language) or clean(record.outcome)
        return f"{said}{_RECOVERED[self.language]}" if record.recovered else said


def table(records: Sequence[CallRecord], view: View) -> Table:
    """One line a call."""
    shown = Table(box=None, pad_edge=False, padding=(0, 1))
    for name, heading in _COLUMNS.items():
        least = 10 if name == "outcome" else None
        shown.add_column(heading[view.language], no_wrap=name in _WHOLE, overflow="fold", min_width=least)
    for record in records:
        row = _row(record, view)
        shown.add_row(*(Text(row[name]) for name in _COLUMNS))
    return shown


def facts(record: CallRecord, view: View) -> list[tuple[str, str]]:
    """What is said of a call above its journey: heading and text, without what it has nothing of."""
    row = _row(record, view)
    long = {
        "caller": clean(f"{record.caller_number} {record.caller_name}"),
        "dialled": clean(f"{record.dialled_number} ({record.dialplan} {record.version})"),
        "when": f"{view.when(record.began)}  {duration(record.duration)}".strip(),
        "flows": clean(" → ".join(record.flows)),
        "queue": f"{row['queue']}  {row['waited']}".strip(),
        "agent": f"{row['agent']}  {row['talked']}".strip(),
        "disposition": view.named(record.disposition),
        "reference": clean(record.reference),
        "recordings": clean(", ".join(record.recordings)),
    }
    found = row | long
    return [(heading[view.language], found[name]) for name, heading in _FACTS.items() if found[name]]


def as_json(record: CallRecord, zone: ZoneInfo) -> dict[str, Any]:
    """The record with times in ISO 8601 and the duration."""
    times = {name: iso(getattr(record, name), zone) for name in ("began", "answered", "ended")}
    return dataclasses.asdict(record) | times | {"duration": record.duration}


def _row(record: CallRecord, view: View) -> dict[str, str]:
    return {
        "when": view.when(record.began).removeprefix(f"{datetime.now(view.zone):%Y}-"),
        "caller": clean(record.caller_number),
        "dialled": clean(record.dialled_number),
        "keys": clean(" ".join(record.keys)),
        "queue": view.named(record.queue),
        "waited": duration(record.waited if record.queue else None),
        "agent": view.named(record.agent),
        "talked": duration(record.talked or None),
        "outcome": view.outcome(record),
        "id": clean(record.id),
    }
