"""`ivr status`: whether the engine runs, whether its log is behind, and what it does not know yet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import typer

from ivr.cli.journal import waits_on_disk
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, say, settings_or_exit
from ivr.cli.texts import text
from ivr.control import client
from ivr.control.answers import EngineAway, Refusal
from ivr.journal.story import clean
from ivr.settings import Settings


def status(
    as_line: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say whether the engine runs, whether its log is behind, and what it does not know. 引擎与日志的状态。

    It ends with 0 where all is well, and with 1 where somebody has to look, so that a monitor can ask it.
    一切正常时退出码为0，否则为1。

        ivr status\n
        ivr status --json
    """
    settings, words = settings_or_exit(config), Language(chosen(language))
    told = _of_engine(settings)
    if as_line:
        print(orjson.dumps({"running": told is not None, **(told or {})}).decode())
    else:
        for line in _without(settings, words) if told is None else _lines(told, words):
            say(line)
    if told is None or _is_to_be_looked_at(told):
        raise typer.Exit(1)


def _of_engine(settings: Settings) -> Mapping[str, Any] | None:
    try:
        return asyncio.run(client.ask(settings.path(settings.engine.state), "status", {}))
    except (EngineAway, Refusal):
        return None


def _is_to_be_looked_at(told: Mapping[str, Any]) -> bool:
    log = told["log"]
    return log["state"] != "well" or bool(log["lost"] or told["unknown_agents"])


def _without(settings: Settings, words: Language) -> Iterator[str]:
    yield text("status_no_engine", words)
    yield from waits_on_disk(settings, {})


def _lines(told: Mapping[str, Any], words: Language) -> Iterator[str]:
    log = told["log"]
    yield text("status_runs", words)
    if log["state"] == "well":
        yield text("status_log_well", words)
    else:
        yield text("status_log_away", words, since=_clock(log["since"]), reason=clean(log["reason"]))
        size = f"{log['bytes'] / 1e6:,.1f}"
        oldest = _clock(log["oldest"]) or "-"
        yield text("status_waits", words, events=log["events"], oldest=oldest, size=size)
    if log["state"] != "well" and log["in_memory"]:
        yield text("status_in_memory", words, events=log["in_memory"])
    if log["lost"]:
        yield text("status_lost", words, events=log["lost"])
    if unknown := told["unknown_agents"]:
        yield text("status_unknown", words, agents=", ".join(map(clean, unknown)))


def _clock(written: str | None) -> str:
    """2026-11-25 10:00:00."""
    return (written or "")[:19].replace("T", " ")
