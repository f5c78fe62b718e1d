"""The process that sends mail beside the engine, scheduled reports among it:

    python -m ivr.reports.mailed.worker < plan

The plan is a `Plan`, pickled, with the settings and the password in them. It goes on until the end of its
input, which is the end of the engine. Its log lines go to standard error; on standard output there is a line
of JSON after each thing done: the alarms that began or are over, mostly none.
"""

from __future__ import annotations

import os
import pickle
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import structlog

from ivr.archive.alarms import Alarm, Watch
from ivr.archive.beside import end_with_the_engine, plan_object, tell
from ivr.files.log import log_to_standard_error
from ivr.files.sole import FolderInUse, sole
from ivr.journal.unusable import DatabaseUnusable
from ivr.mail.letter import Letter, message
from ivr.mail.outbox import Entry, Outbox, Recipient
from ivr.mail.server import Server
from ivr.reports.mailed.due import latest
from ivr.reports.mailed.making import Nothing, Order, apart
from ivr.settings import Settings

MODULE, STOPPED = "ivr.reports.mailed.worker", "mail_stopped"
"""What runs it, and the alarm that tells that it does not run."""
FOLDER = "mail"
"""In the state folder: which process sends."""
NEW = "new"
"""The note of what was due before a schedule was known."""
PREFIX = "report "
"""What a mail is about that comes from a schedule, with the name of that behind it."""
PAUSE = 5.0
MANY = 4
"""Tries after which people are told that mail waits, seven minutes after the first."""
LONG = 600.0
"""Seconds after which they are told that a report is not made."""
AGAIN = 60.0
"""Seconds until a report that could not be made is made again."""
_DAY = 86_400.0
_LOWEST = 19

Making = Callable[[Order], Letter | Nothing]
_log = structlog.get_logger("mail")


@dataclass(frozen=True, slots=True)
class Plan:
    """What the process is told: the database and the settings."""

    url: str
    settings: Settings = field(repr=False)

    def packed(self) -> bytes:
        """For the process."""
        return pickle.dumps(self)

    @property
    def server(self) -> Server:
        """Where mail goes."""
        return Server(self.settings.engine.mail, self.settings.root)


class Rounds:
    """What is done again and again."""

    def __init__(self, plan: Plan, outbox: Outbox, server: Server, making: Making = apart) -> None:
        self._plan, self._outbox, self._server, self._making = plan, outbox, server, making
        self._zone = ZoneInfo(plan.settings.engine.timezone)
        self._watch = Watch()
        self._fails: dict[str, tuple[float, float, str]] = {}  # since, next try, why
        self._database: list[Alarm] = []
        self._pruned = 0.0

    def go_round(self, now: float) -> Iterator[list[Alarm]]:
        """Put in what is due and send what waits; after each thing the alarms that began or are over."""
        self._database = []
        try:
            if now >= self._pruned + _DAY:
                self._outbox.prune(now)
                self._pruned = now
            for name in self._plan.settings.engine.reports:
                if self._put(name, now):
                    yield []
            while self._send(now):
                yield []
            yield self._alarms(now)
        except DatabaseUnusable as fault:
            self._database = [Alarm("mail_database", str(fault))]
            yield list(self._watch.now([*self._watch.raised.values(), *self._database]))

    def _put(self, name: str, now: float) -> bool:
        """Write down the mail of a schedule where it is due; whether a report was made."""
        scheduled, about = self._plan.settings.engine.reports[name], PREFIX + name
        day = latest(scheduled, datetime.fromtimestamp(now, UTC), self._zone)
        if not self._outbox.knows(about):
            self._outbox.put(Entry(about, day.isoformat(), note=NEW), now)
        if self._outbox.has(about, day.isoformat()) or now < self._fails.get(name, (0.0, 0.0, ""))[1]:
            return False
        self._make(name, day, now)
        return True

    def _make(self, name: str, day: date, now: float) -> None:
        about = PREFIX + name
        found = self._making(Order(self._plan.settings, self._plan.url, name, day))
        if isinstance(found, Nothing) and found.again:
            since = self._fails.get(name, (now, 0.0, ""))[0]
            self._fails[name] = (since, now + AGAIN, f"{name}: {found.why}")
            _log.error("mail.report_not_made", report=name, day=str(day), error=found.why)
            return
        self._fails.pop(name, None)
        if isinstance(found, Nothing):
            self._outbox.put(Entry(about, day.isoformat(), note=found.why or "-"), now)
        else:
            self._outbox.put(entry(found, about, day.isoformat(), now), now)

    def _send(self, now: float) -> bool:
        """Send one mail that is due, if there is one."""
        waiting = self._outbox.take(now)
        if waiting is None:
            return False
        outcomes = self._server.deliver(waiting.to, waiting.message)
        self._outbox.note(waiting.id, outcomes, now)
        for address, outcome in outcomes.items():
            _log.info(f"mail.{outcome.state}", to=address, answer=outcome.answer)
        return True

    def _alarms(self, now: float) -> list[Alarm]:
        waiting, refused = self._outbox.troubles(now)
        found = [Alarm("mail_waits", _said(each)) for each in waiting if each.attempts >= MANY]
        lost = [Alarm("mail_lost", _said(each)) for each in refused]
        late = [Alarm("report_not_made", why) for since, _, why in self._fails.values() if now - since > LONG]
        return list(self._watch.now([*found[:1], *lost[:1], *late[:1]]))


def entry(letter: Letter, about: str, period: str, now: float) -> Entry:
    """A letter as it is written down, with the id that it keeps however often it is sent."""
    at = datetime.fromtimestamp(now, UTC)
    written = message(letter, secrets.token_hex(16), at)
    return Entry(about, period, letter.subject, written, tuple(letter.to))


def _said(recipient: Recipient) -> str:
    return f"{recipient.address}: {recipient.answer}"


def run(plan: Plan, over: Event) -> None:
    """Until `over`."""
    with Outbox(plan.url) as outbox:
        rounds = Rounds(plan, outbox, plan.server)
        while not over.is_set():
            for alarms in rounds.go_round(time.time()):
                tell(alarms)
                if over.is_set():
                    return
            over.wait(PAUSE)


def main() -> None:
    """Run until the end of the input."""
    log_to_standard_error()
    os.nice(_LOWEST)
    plan: Plan | None = plan_object()
    if plan is None:
        return
    over = Event()
    end_with_the_engine(over.set)
    state = plan.settings.path(plan.settings.engine.state)
    while not over.is_set():
        try:
            with sole(Path(state) / FOLDER):
                return run(plan, over)
        except FolderInUse:
            over.wait(0.2)


if __name__ == "__main__":
    main()
