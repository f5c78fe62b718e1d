"""`ivr webhooks list` and `show`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import iso, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    err,
    settings_or_exit,
    show_table,
)
from ivr.cli.webhooks.shared import NameArgument, moment, of_ledger, the_one
from ivr.cli.webhooks.words import WORDS, word
from ivr.http_client import shown
from ivr.journal.story import clean
from ivr.settings import Settings
from ivr.webhooks.ledger import PUT_ASIDE, Ledger, Overview

_COLUMNS = ("name", "address", "state", "behind", "waiting", "put_aside", "accepted")
_KEPT = ("id", "at", "kind", "call", "state", "attempts", "due", "error")


def list_webhooks(
    as_lines: JsonOption = False, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """List webhooks: how it is with each, and how much there is to send. 列出 webhook。

    ivr webhooks list
    """
    settings = settings_or_exit(config)
    known = settings.engine.webhooks
    if not known:
        return err.print(word("none", language))

    async def all_of_them(ledger: Ledger) -> dict[str, Overview | None]:
        return {name: await ledger.overview(name, each.events) for name, each in known.items()}

    found = of_ledger(settings, all_of_them)
    if as_lines:
        for name, overview in found.items():
            print(json_line(_as_json(settings, name, overview)))
        return None
    words = chosen(language)
    table = Table(*(WORDS[name][words] for name in _COLUMNS), box=None, pad_edge=False)
    for name, overview in found.items():
        table.add_row(*map(Text, _row(settings, name, overview, words)))
    return show_table(table)


def show(
    name: NameArgument,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many. 最多条数。")] = 50,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show the events that wait to be tried again, were given up, or refused. 查看待重试和已搁置的事件。

    ivr webhooks show crm
    """
    settings, _ = the_one(config, name, language)
    found = of_ledger(settings, lambda ledger: ledger.kept(name, limit))
    zone, words = zone_of(settings), chosen(language)
    if as_lines:
        for entry in found:
            times = {"at": iso(entry.at, zone), "due": iso(entry.due, zone)}
            print(json_line(asdict(entry) | times))
    elif found:
        table = Table(*(WORDS[column][words] for column in _KEPT), box=None, pad_edge=False)
        for entry in found:
            state = WORDS[f"state_{entry.state}"][words]
            due = moment(settings, entry.due) if entry.state == "waiting" and entry.due else ""
            facts = (str(entry.id), moment(settings, entry.at), entry.kind, clean(entry.call), state)
            table.add_row(*map(Text, (*facts, str(entry.attempts), due, clean(entry.error))))
        show_table(table)
    else:
        err.print(word("nothing_kept", language))


def _row(settings: Settings, name: str, overview: Overview | None, words: str) -> tuple[str, ...]:
    address = shown(settings.engine.webhooks[name].url)
    if overview is None:
        return name, address, WORDS["is_new"][words], "", "", "", ""
    put_aside = sum(overview.kept.get(state, 0) for state in PUT_ASIDE)
    counts = (overview.behind, overview.kept.get("waiting", 0), put_aside)
    accepted = moment(settings, overview.standing.accepted)
    return name, address, _state(settings, overview, words), *map(str, counts), accepted


def _state(settings: Settings, overview: Overview, words: str) -> str:
    standing = overview.standing
    since = standing.failing if standing.gone is None else standing.gone
    if since is None:
        return WORDS["is_well"][words]
    text = WORDS["is_failing" if standing.gone is None else "is_gone"][words]
    return text.format(since=moment(settings, since), error=clean(standing.error))


def _as_json(settings: Settings, name: str, overview: Overview | None) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "url": shown(settings.engine.webhooks[name].url)}
    if overview is None:
        return found | {"known": False}
    standing, zone = overview.standing, zone_of(settings)
    times = {field: iso(getattr(standing, field), zone) for field in ("accepted", "failing", "gone")}
    kept = {state: overview.kept.get(state, 0) for state in ("waiting", *PUT_ASIDE)}
    return found | {"known": True, "to_send": overview.behind, **kept, **times, "error": standing.error}
