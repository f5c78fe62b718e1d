"""`ivr calls`: who called, what became of it, and the journey of each call."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from ivr.cli import texts
from ivr.cli.calls_table import View, as_json, facts, table
from ivr.cli.journal import ask, iso, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.moments import time_range
from ivr.cli.naming import agent_named, known_or_exit, queue_named
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    err,
    out,
    settings_or_exit,
    show_table,
    stop_with,
)
from ivr.events import CallBegan, CallEnded, CallEvent, ChoiceExplained, Event
from ivr.journal.codec import data_of, kind_of
from ivr.journal.reader import AmbiguousCall, Filter, JournalReader
from ivr.journal.record import OUTCOMES, CallRecord
from ivr.journal.story import Teller, clean
from ivr.settings import Settings

calls = typer.Typer(
    invoke_without_command=True,
    help="""The call log: list calls, tell the journey of one, follow them live. 查看通话记录。

    ivr calls                              the last 20 calls 最近20个通话\n
    ivr calls --from today --queue support today's calls for one queue 今天某队列的通话\n
    ivr calls --number '138*' --limit 100  callers whose number begins so 按主叫号码开头查找\n
    ivr calls show last                    the journey of the newest call 最近一个通话的经过\n
    ivr calls tail                         every call as it happens 实时跟踪\n
    ivr calls --json | jq .outcome         one JSON object a line 每行一个JSON
    """,
)

_NOTHING = {"zh": "没有符合条件的通话。", "en": "No calls fit."}


@calls.callback()
def list_calls(
    context: typer.Context,
    since: Annotated[str, typer.Option("--from", help="Since: today, 2026-11-22, 2h (ago). 起始时间。")] = "",
    until: Annotated[str, typer.Option("--to", help="Until, the day included. 截止时间（含当天）。")] = "",
    number: Annotated[
        str, typer.Option(help="The caller's, in any spelling, or with * for the rest. 主叫号码，可用*。")
    ] = "",
    agent: Annotated[str, typer.Option(help="By the name in agents.yaml, or as tables show it. 坐席。")] = "",
    queue: Annotated[str, typer.Option(help="By the name in queues.yaml, or as tables show it. 队列。")] = "",
    outcome: Annotated[str, typer.Option(help="Such as answered or abandoned. 结果。")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many. 最多条数。")] = 20,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List the newest calls that fit, newest first."""
    if context.invoked_subcommand:
        return
    settings = settings_or_exit(config)
    zone = zone_of(settings)
    start, end = time_range(since, until, datetime.now(zone), language)
    agent, queue = agent_named(agent, settings), queue_named(queue, settings)
    wanted = Filter(start, end, number, agent, queue, _outcome(outcome), limit)
    records = ask(settings, lambda reader: _found(reader, wanted, settings.engine.country))
    if as_lines:
        return print_lines(as_json(record, zone) for record in records)
    view = view_of(settings, language)
    if not records:
        known_or_exit(settings, wanted.agent, wanted.queue, language)
        err.print(_NOTHING[view.language])
        return
    show_table(table(records, view))


async def _found(reader: JournalReader, wanted: Filter, country: str) -> list[CallRecord]:
    """The calls that fit; those of a whole number however it is spelled in the log."""
    if wanted.number and "*" not in wanted.number:
        wanted = replace(wanted, number="", numbers=await reader.spellings(wanted.number, country))
    return await reader.calls(wanted)


@calls.command()
def show(
    call: Annotated[
        str, typer.Argument(metavar="ID", help="The id, its beginning, or last. 通话编号或其开头。")
    ],
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell the journey of one call. 讲述一个通话的经过。

    ivr calls show last\n
    ivr calls show 1763776800.12\n
    ivr calls show 1763776800.12 --lang zh
    """
    settings = settings_or_exit(config)
    record, events = journey_or_exit(settings, call)
    if as_lines:
        return print_lines(event_json(event, settings) for event in events)
    view = view_of(settings, language)
    for heading, text in facts(record, view):
        out.print(Text(f"{heading:>10}  {text}"), soft_wrap=True)
    out.print()
    for line in Teller(view.language, view.zone, view.names).journey(events):
        out.print(Text(line), soft_wrap=True)
    if any(isinstance(event, ChoiceExplained) for event in events):
        out.print(Text("\n" + texts.text("why", language, call=record.id)), soft_wrap=True)


@calls.command()
def tail(
    as_lines: JsonOption = False, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Follow all calls as they happen, until Ctrl-C. 实时跟踪所有通话，按Ctrl-C结束。

    ivr calls tail\n
    ivr calls tail --json
    """
    settings = settings_or_exit(config)
    view = view_of(settings, language)
    live = _Live(Teller(view.language, view.zone, view.names), {})

    async def follow(reader: JournalReader) -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        async for _, event in reader.follow(await reader.last_seq(), stop):
            if as_lines:
                print_lines([event_json(event, settings)])
            else:
                out.print(Text(live.line(event)), soft_wrap=True)

    ask(settings, follow)


@dataclass(frozen=True, slots=True)
class _Live:
    """Tells the events of many calls mixed, each with its call's id."""

    teller: Teller
    began: dict[str, float]

    def line(self, event: Event) -> str:
        call = event.call if isinstance(event, CallEvent) else ""
        if isinstance(event, CallBegan):
            self.began[call] = event.at
        began = self.began.get(call)
        if isinstance(event, CallEnded):
            self.began.pop(call, None)
        since = "" if began is None else f"{event.at - began:+.1f}s"
        when, what = self.teller.clock(event.at), self.teller.sentence(event)
        return f"{when}  {clean(call) or '-':<16}  {since:>7}  {what}"


def journey_or_exit(settings: Settings, call: str) -> tuple[CallRecord, list[CallEvent]]:
    """The call by its id, its beginning or `last`; ends the program where there is none or more than one."""

    async def find(reader: JournalReader) -> tuple[CallRecord | None, list[CallEvent]]:
        record = await reader.call(call)
        return record, await reader.events_of(record.id) if record else []

    try:
        record, events = ask(settings, find)
    except AmbiguousCall as several:
        stop_with(f"{clean(str(several))}; give more of the id. 编号不唯一，请多写几位。")
    if record is None:
        stop_with(
            f"no call '{clean(call)}'; 'ivr calls' lists the ids. 没有这个通话，用 ivr calls 查看编号。"
        )
    return record, events


def _outcome(name: str) -> str:
    if name and name not in OUTCOMES:
        raise typer.BadParameter(f"'{name}' is not one of {', '.join(OUTCOMES)}", param_hint="--outcome")
    return name


def view_of(settings: Settings, language: Language | None) -> View:
    """In which language, time zone and names calls are shown."""
    words = chosen(language)
    return View(words, zone_of(settings), names_of(settings, words))


def event_json(event: Event, settings: Settings) -> dict[str, Any]:
    """An event for programs."""
    call = event.call if isinstance(event, CallEvent) else None
    at = iso(event.at, zone_of(settings))
    return {"at": at, "call": call, "kind": kind_of(event), **data_of(event)}


def print_lines(rows: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    for row in rows:
        print(json_line(row), flush=True)
