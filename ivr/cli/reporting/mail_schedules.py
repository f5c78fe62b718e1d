"""`ivr report schedules`: when the reports of config/ivr.yaml are sent, and what became of the last ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NoReturn

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import zone_of
from ivr.cli.language import chosen
from ivr.cli.options import say, show_table, stop_with
from ivr.cli.outliving import database_of
from ivr.cli.reporting.mailing import addresses, send
from ivr.cli.reporting.words import word
from ivr.cli.texts import TEXTS
from ivr.document.problems import nearest
from ivr.journal.database import prepared
from ivr.journal.story import clean
from ivr.journal.unusable import DatabaseUnusable
from ivr.mail.letter import Letter
from ivr.mail.outbox import Outbox, Sent
from ivr.reports.definitions import REPORTS
from ivr.reports.mailed.due import following, latest, moment
from ivr.reports.mailed.making import Nothing, Order, made
from ivr.reports.mailed.worker import NEW, PREFIX
from ivr.settings import Settings
from ivr.settings.reports import Scheduled

NAME = "schedules"
"""What stands in the place of a report's name."""
_SHOWN = "%Y-%m-%d %H:%M"


def show(settings: Settings, language: str) -> None:
    """Each schedule with when it is due next and what became of it last; whom mail did not reach, and why."""
    reports = settings.engine.reports
    if not reports:
        return say(word("schedules_none", language))
    found = _latest(settings)
    table = Table(*word("schedules_columns", language).split("|"), box=None, pad_edge=False)
    for name, scheduled in reports.items():
        table.add_row(*map(Text, _row(name, scheduled, found.get(name), settings, language)))
    show_table(table)
    for name, sent in found.items():
        for line in _troubles(name, sent, language):
            say(line)


def _latest(settings: Settings) -> dict[str, Sent]:
    try:
        url = database_of(settings)
        if not prepared(url):
            return {}
        with Outbox(url) as outbox:
            found = {name: outbox.latest(PREFIX + name) for name in settings.engine.reports}
    except DatabaseUnusable as fault:
        stop_with(fault.said(chosen(None)))
    return {name: sent[0] for name, sent in found.items() if sent}


def _row(
    name: str, scheduled: Scheduled, sent: Sent | None, settings: Settings, language: str
) -> tuple[str, ...]:
    zone = zone_of(settings)
    due = moment(scheduled, following(scheduled, datetime.now(UTC), zone), zone)
    title = REPORTS[scheduled.report].title[language]
    return name, title, f"{due:{_SHOWN}}", _last(sent, settings, language), ", ".join(scheduled.to)


def _last(sent: Sent | None, settings: Settings, language: str) -> str:
    if sent is None or sent.note == NEW:
        return word("schedules_never", language)
    if sent.note:
        return word("schedules_nothing", language, period=sent.period, why=clean(sent.note))
    states = [each.state for each in sent.recipients]
    at = datetime.fromtimestamp(max(each.changed for each in sent.recipients), zone_of(settings))
    counts = {state: states.count(state) for state in ("accepted", "waiting", "refused")}
    return word("schedules_sent", language, at=f"{at:{_SHOWN}}", of=len(states), **counts)


def _troubles(name: str, sent: Sent, language: str) -> Iterator[str]:
    for each in sent.recipients:
        if each.answer and each.state != "accepted":
            told = {"schedule": name, "to": each.address, "answer": each.answer, "tries": each.attempts}
            yield word(f"schedules_{each.state}", language, **told)


def send_now(settings: Settings, name: str, to: Sequence[str], language: str) -> None:
    """Send what a schedule sends to other addresses, now, about the last time it was due."""
    known = settings.engine.reports
    if name not in known:
        said = TEXTS["report_unknown"][language].format(
            given=name[:80], nearest=nearest(name, known, language)
        )
        raise typer.BadParameter(said, param_hint="--try")
    if not to:
        raise typer.BadParameter(word("schedules_to", language), param_hint="--try")
    found = asyncio.run(_made(settings, name, addresses(to, settings, language)))
    if isinstance(found, Nothing):
        _no_letter(found, language)
    send(found, settings, language)


async def _made(settings: Settings, name: str, to: Sequence[str]) -> Letter | Nothing:
    own = settings.engine.reports[name].model_copy(update={"to": tuple(to)})
    engine = settings.engine.model_copy(update={"reports": {name: own}})
    now = datetime.now(UTC)
    day = latest(own, now, zone_of(settings))
    order = Order(settings.model_copy(update={"engine": engine}), database_of(settings), name, day)
    return await made(order, now)


def _no_letter(found: Nothing, language: str) -> NoReturn:
    if found.again:
        stop_with(found.why)
    say(word("schedules_nothing_now", language, why=found.why))
    raise typer.Exit
