"""The tables of the warehouse, and the rows that a call makes in them.

Moments are UTC to the microsecond, durations seconds. What is not known is null; what is not there is ''.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from ivr.events import RecordingStored
from ivr.journal.whole import WholeCall
from ivr.measures.facts import CallFacts, facts_of
from ivr.measures.menu_stays import MenuStay
from ivr.measures.talks import HandleFact
from ivr.measures.visits import Visit
from ivr.warehouse.numbers import Written

Type = Literal["text", "name", "moment", "seconds", "count", "truth"]
"""`name` is text that repeats, and is stored once for each word."""

VERSION = 1
"""Of the tables: another one where a column changes its meaning or goes."""

TABLES: Mapping[str, Mapping[str, Type]] = {
    "calls": {
        "id": "text",
        "began": "moment",
        "answered": "moment",
        "ended": "moment",
        "caller_number": "text",
        "dialled_number": "name",
        "dialplan": "name",
        "version": "name",
        "language": "name",
        "path": "name",
        "queue": "name",
        "agent": "name",
        "waited": "seconds",
        "talked": "seconds",
        "duration": "seconds",
        "outcome": "name",
        "ended_by": "name",
        "cause": "name",
        "disposition": "name",
        "reference": "text",
        "callback_of": "text",
        "surveys": "count",
        "recovered": "truth",
    },
    "visits": {
        "call": "text",
        "number": "count",
        "queue": "name",
        "skills": "name",
        "entered": "moment",
        "waited": "seconds",
        "waited_before": "seconds",
        "outcome": "name",
        "agent": "name",
    },
    "handles": {
        "call": "text",
        "number": "count",
        "agent": "name",
        "queue": "name",
        "began": "moment",
        "ended": "moment",
        "talked": "seconds",
        "held": "seconds",
        "consulted": "seconds",
        "how": "name",
        "sent_on": "name",
    },
    "menus": {
        "call": "text",
        "number": "count",
        "menu": "name",
        "began": "moment",
        "seconds": "seconds",
        "keys": "name",
        "outcome": "name",
    },
    "answers": {"call": "text", "number": "count", "kind": "name", "score": "count"},
    "recordings": {
        "call": "text",
        "number": "count",
        "kind": "name",
        "stored": "moment",
        "seconds": "seconds",
        "channels": "count",
    },
    "agent_states": {"agent": "name", "at": "moment", "old": "name", "state": "name", "reason": "name"},
}
OF_CALLS = tuple(name for name in TABLES if name != "agent_states")

Row = Mapping[str, Any]


def rows_of(call: WholeCall, number: Written) -> Mapping[str, list[Row]]:
    """The rows of a call by table; `number` says how a caller's number is written."""
    facts = facts_of(call.record, call.events)
    made: Mapping[str, Iterable[Row]] = {
        "calls": [_call(call, facts, number)],
        "visits": map(_visit, facts.visits),
        "handles": map(_handle, facts.handles),
        "menus": map(_menu, facts.menus),
        "answers": ({"kind": answer.kind, "score": answer.score} for answer in facts.answers),
        "recordings": (_recording(event) for event in call.events if isinstance(event, RecordingStored)),
    }
    return {
        table: [
            row if table == "calls" else {"call": facts.id, "number": at, **row}
            for at, row in enumerate(rows, 1)
        ]
        for table, rows in made.items()
    }


def agent_state(at: float, data: Mapping[str, Any]) -> Row:
    """The row of a change of an agent's state."""
    reason = data.get("reason", "")
    return {
        "agent": data["agent"],
        "at": moment(at),
        "old": data["old"],
        "state": data["state"],
        "reason": reason,
    }


def moment(at: float | None) -> datetime | None:
    """Seconds since 1970 as a moment in UTC."""
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _call(call: WholeCall, facts: CallFacts, number: Written) -> Row:
    record = call.record
    same = ("id", "dialled_number", "dialplan", "version", "language", "queue", "agent", "waited", "talked")
    also = ("outcome", "ended_by", "cause", "disposition", "reference", "duration", "recovered")
    return {name: getattr(record, name) for name in (*same, *also)} | {
        "began": moment(record.began),
        "answered": moment(record.answered),
        "ended": moment(record.ended),
        "caller_number": number(record.caller_number),
        "path": " > ".join(facts.path),
        "callback_of": facts.callback_of,
        "surveys": facts.surveys,
    }


def _visit(visit: Visit) -> Row:
    return {
        "queue": visit.queue,
        "skills": "+".join(visit.skills),
        "entered": moment(visit.entered),
        "waited": visit.waited,
        "waited_before": visit.before,
        "outcome": visit.outcome,
        "agent": visit.agent,
    }


def _handle(handle: HandleFact) -> Row:
    same = ("agent", "queue", "talked", "held", "consulted", "how", "sent_on")
    times = {"began": moment(handle.began), "ended": moment(handle.ended)}
    return {name: getattr(handle, name) for name in same} | times


def _menu(stay: MenuStay) -> Row:
    return {
        "menu": stay.menu,
        "began": moment(stay.entered),
        "seconds": stay.left - stay.entered,
        "keys": " ".join(press.key or "-" for press in stay.presses),
        "outcome": stay.how,
    }


def _recording(event: RecordingStored) -> Row:
    return {
        "kind": event.kind,
        "stored": moment(event.at),
        "seconds": event.seconds,
        "channels": event.channels,
    }
