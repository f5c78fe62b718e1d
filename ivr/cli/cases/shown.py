"""Cases for people, as tables and stories, and for programs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.table import Table
from rich.text import Text

from ivr.cli.calls_table import View
from ivr.cli.cases.shared import Room
from ivr.cli.cases.words import WORDS, status_word, word
from ivr.cli.journal import iso, names_of, zone_of
from ivr.cli.language import chosen, duration
from ivr.hotline.case import Case, Entry
from ivr.journal.story import clean

_COLUMNS = ("reference", "opened", "kind", "category", "status", "owner", "due")
_MOMENTS = ("opened", "changed", "answer_due", "close_due", "answered", "closed", "remind_at")
_SECRET = ("pin", "told", "remind_at")
"""Of no use to whoever reads a case."""


def as_json(room: Room, case: Case) -> dict[str, Any]:
    """A case for programs: times are ISO 8601."""
    zone = zone_of(room.settings)
    found = asdict(case) | {name: iso(getattr(case, name), zone) for name in _MOMENTS}
    found["due"] = iso(case.due, zone)
    return {name: value for name, value in found.items() if name not in _SECRET}


def entry_as_json(room: Room, entry: Entry) -> dict[str, Any]:
    """Something that happened, for programs."""
    return asdict(entry) | {"at": iso(entry.at, zone_of(room.settings))}


def table(room: Room, cases: list[Case]) -> Table:
    """A line for each."""
    words = chosen(room.language)
    shown = Table(*(WORDS[name][words] for name in _COLUMNS), box=None, pad_edge=False)
    for case in cases:
        shown.add_row(*map(Text, _row(room, case)))
    return shown


def _row(room: Room, case: Case) -> tuple[str, ...]:
    view = view_of(room)
    return (
        case.reference,
        view.when(case.opened),
        word(case.kind, room.language),
        _category(case),
        status_word(case.status, room.language),
        view.named(case.owner) or department_name(room, case.department),
        due(room, case),
    )


def view_of(room: Room) -> View:
    """The language, the zone and the names of agents and queues."""
    words = chosen(room.language)
    return View(words, zone_of(room.settings), names_of(room.settings, words))


def department_name(room: Room, name: str) -> str:
    """What people call it."""
    known = room.settings.hotline.departments.get(name)
    if known is None:
        return clean(name)
    return clean(known.name["zh" if chosen(room.language) == "zh" else "en"])


def due(room: Room, case: Case) -> str:
    """The moment, and whether it is past."""
    if case.due is None:
        return ""
    late = f" ({word('overdue', room.language)})" if case.due < time.time() else ""
    return view_of(room).when(case.due) + late


def _category(case: Case) -> str:
    return clean(" / ".join(filter(None, (case.category_name, case.subcategory_name))))


def story(room: Room, case: Case, entries: list[Entry]) -> Iterator[str]:
    """All that is known of a case, and all that happened, a line each."""
    facts = [(name, text) for name, text in _facts(room, case) if text]
    wide = max(_width(WORDS[name][chosen(room.language)]) for name, _ in facts)
    for name, text in facts:
        heading = WORDS[name][chosen(room.language)]
        yield f"{' ' * (wide - _width(heading))}{heading}  {text}"
    yield ""
    yield word("history", room.language)
    for entry in entries:
        yield _happened(room, entry)


def _width(text: str) -> int:
    return Text(text).cell_len


def _facts(room: Room, case: Case) -> Iterator[tuple[str, str]]:
    view = view_of(room)
    yield from zip(_COLUMNS[:5], _row(room, case)[:5], strict=True)
    yield "owner", view.named(case.owner)
    yield "department", department_name(room, case.department)
    yield "due", due(room, case)
    unnamed = word("anonymous", room.language) if case.anonymous else ""
    yield "caller", clean(case.caller_number) or unnamed
    yield "call_back", clean(case.call_back)
    yield "line", clean(case.line)
    yield "length", duration(case.seconds) if case.file else ""
    yield "recording", clean(case.file)
    yield "call", clean(case.call)
    yield "text", clean(case.text)
    yield "details", clean(", ".join(f"{name}: {value}" for name, value in case.details.items()))
    yield "responsible", clean(case.responsible)
    yield "charges", clean("; ".join(f"{one.party} {one.amount} {one.note}".strip() for one in case.charges))
    yield "answer", clean(case.answer or case.answer_file)
    yield "answered", view.when(case.answered) if case.answered is not None else ""
    yield "helped", "" if case.helped is None else word("yes" if case.helped else "no", room.language)
    yield "closed_at", view.when(case.closed) if case.closed is not None else ""
    yield "reason", reason(room, case.reason)
    yield "merged_into", case.merged_into
    yield "reopened_times", str(case.reopened or "")


def reason(room: Room, name: str) -> str:
    """Why it was closed, in words."""
    return word(name, room.language) if name in WORDS else clean(name)


def _happened(room: Room, entry: Entry) -> str:
    view = view_of(room)
    told = ", ".join(clean(str(value)) for value in entry.data.values() if value not in ("", None, 0.0))
    what = word(f"did_{entry.what}", room.language)
    return f"  {view.when(entry.at)}  {view.named(entry.who)}  {what}{'  ' + told if told else ''}"
