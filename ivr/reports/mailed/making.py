"""The process that makes one scheduled report into a letter:

    python -m ivr.reports.mailed.making < order

The order is an `Order`, pickled, from the process that sends mail and from nobody else; the answer is a
`Letter` or a `Nothing`, pickled. It has the lowest priority: nobody waits for it.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.document.model import Fault
from ivr.files.log import log_to_standard_error
from ivr.journal.reader import JournalReader
from ivr.journal.unusable import DatabaseUnusable
from ivr.mail.letter import Letter
from ivr.reports.asking import Written, asked_of
from ivr.reports.definitions import REPORTS
from ivr.reports.mailed.due import range_of
from ivr.reports.mailed.letter import Wrapping, letter
from ivr.reports.report import TooMany, report_of
from ivr.reports.sheet import Sheet
from ivr.reports.words import word
from ivr.settings import Settings
from ivr.settings.reports import Scheduled

PATIENCE = 500.0
"""Seconds that a report may take; the engine takes a process for dead that says nothing for 600."""
_LOWEST = 19
_FIRST_TO_GO = "1000"  # of what the kernel ends where memory is short


@dataclass(frozen=True, slots=True)
class Order:
    """The report `name` of the settings, as it is due on a `day`, from the database at this address."""

    settings: Settings
    url: str
    name: str
    day: date

    @property
    def scheduled(self) -> Scheduled:
        """What the settings say of it."""
        return self.settings.engine.reports[self.name]


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is no letter, and why. `again`: there may be one later."""

    why: str
    again: bool = False


async def made(order: Order, now: datetime) -> Letter | Nothing:
    """The letter. What cannot be reported of is a letter that says so."""
    wrapping = Wrapping(
        order.settings.engine.mail.sender or "", order.scheduled.to, tuple(order.scheduled.attach)
    )
    try:
        sheets = [await _sheet(order, language, now) for language in order.scheduled.languages]
    except DatabaseUnusable as fault:
        return Nothing(str(fault), again=True)
    except TooMany as fault:
        most = {"calls": f"{fault.calls:,}", "most": f"{fault.most:,}"}
        return _without(order, wrapping, {each: word("mail_too_many", each, **most) for each in ("zh", "en")})
    except Fault as fault:
        return _without(order, wrapping, {"zh": fault.zh, "en": str(fault)})
    if order.scheduled.only_if and not sheets[0].rows:
        return Nothing(sheets[0].notes[0] if sheets[0].notes else "")
    return letter(sheets, wrapping)


async def _sheet(order: Order, language: str, now: datetime) -> Sheet:
    zone = ZoneInfo(order.settings.engine.timezone)
    since, until = range_of(order.scheduled, order.day, zone)
    within = order.scheduled.within
    written = Written(
        name=order.scheduled.report,
        since=since,
        until=until,
        by=",".join(order.scheduled.by),
        within="" if within is None else f"{within:g}s",
        language=language,
    )
    async with JournalReader(order.url) as reader:
        asked = asked_of(written, order.settings, now.astimezone(zone))
        return await report_of(reader, asked, lambda _done, _total: None)


def _without(order: Order, wrapping: Wrapping, why: dict[str, str]) -> Letter:
    """A letter that says why there is no report."""
    titles = [REPORTS[order.scheduled.report].title[each] for each in order.scheduled.languages]
    said = [why[each] for each in order.scheduled.languages]
    subject = f"{' / '.join(titles)} · {order.day:%Y-%m-%d}"
    text = "\n\n".join(f"{title}\n{each}" for title, each in zip(titles, said, strict=True))
    return Letter(
        wrapping.sender, wrapping.to, subject, f"{text}\n", language=", ".join(order.scheduled.languages)
    )


def apart(order: Order) -> Letter | Nothing:
    """Have it made by a process of its own: whatever becomes of that, the caller goes on."""
    command = (sys.executable, "-P", "-m", "ivr.reports.mailed.making")
    try:
        done = subprocess.run(
            command, input=pickle.dumps(order), stdout=subprocess.PIPE, timeout=PATIENCE, check=True
        )
        answer: Letter | Nothing = pickle.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, pickle.PickleError, EOFError) as fault:
        return Nothing(f"{type(fault).__name__}: the process that makes the report failed", again=True)
    return answer


def main() -> None:
    """Make the letter of the order that comes in."""
    log_to_standard_error()
    os.nice(_LOWEST)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
    order: Order = pickle.load(sys.stdin.buffer)
    answer = asyncio.run(made(order, datetime.now().astimezone()))
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
