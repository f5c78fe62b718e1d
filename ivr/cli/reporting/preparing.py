"""`ivr report --prepare`: count the half-hours that are not counted yet, as the engine does by itself."""

from __future__ import annotations

import time
from contextlib import closing

from sqlalchemy.exc import SQLAlchemyError

from ivr.cli.journal import ask
from ivr.cli.options import err, say, stop_with
from ivr.cli.progress import stage_bar
from ivr.cli.texts import TEXTS
from ivr.intervals.keeping import prepare
from ivr.intervals.rounds import Done, Rounds
from ivr.intervals.store import Store
from ivr.journal.address import parse
from ivr.journal.database import absolute_url
from ivr.journal.reader import JournalReader
from ivr.journal.unusable import unusable
from ivr.reports.asking import usual
from ivr.settings import Settings


def prepare_figures(settings: Settings, language: str) -> None:
    """Until all is counted that can be."""
    url, title = absolute_url(settings.engine.database, settings.root), TEXTS["report_preparing"][language]

    async def run(reader: JournalReader) -> Done:
        await reader.last_seq()  # raises where there is no log
        with closing(Store(url)) as store, stage_bar(err) as bar:
            rounds = Rounds(reader, store, usual(settings))
            await prepare(rounds, lambda done, total: bar(title, done, total))
            return await rounds.done(time.time())

    try:
        done = ask(settings, run)
    except (OSError, SQLAlchemyError) as fault:
        stop_with(unusable(fault, parse(url)).said(language))
    say(TEXTS["report_prepared"][language].format(days=f"{done.days:,}", total=f"{done.total:,}"))
