"""`ivr work`: e-mails, chats and tasks, and the journey of each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import ask, iso, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen, duration
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    out,
    settings_or_exit,
    show_table,
    stop_with,
)
from ivr.cli.outliving import with_store
from ivr.cli.texts import text
from ivr.control import client
from ivr.control.answers import EngineAway, Refusal
from ivr.journal.codec import data_of, kind_of
from ivr.journal.story import Teller, clean
from ivr.memory.work import OPEN, WorkRow, WorkStore
from ivr.settings import Settings

work = typer.Typer(
    invoke_without_command=True,
    help="""E-mails, chats and tasks that other systems brought. 其他渠道的工作。

    ivr work                     what is not finished, the oldest first 未完成的工作\n
    ivr work --over              what is finished or cancelled, the newest first 已结束的工作\n
    ivr work --agent wang        what an agent has 某坐席的工作\n
    ivr work show work-19ab-1f2e the journey of one 一件工作的经过
    """,
)

_OVER = ("finished", "cancelled")
_COLUMNS = {
    "zh": ("编号", "渠道", "队列", "主题", "状态", "坐席", "已过", "期限"),
    "en": ("Id", "Channel", "Queue", "Subject", "State", "Agent", "Age", "Due"),
}
_WORDS = {
    "waiting": {"zh": "等待", "en": "waiting"},
    "offered": {"zh": "待接受", "en": "offered"},
    "accepted": {"zh": "处理中", "en": "accepted"},
    "finished": {"zh": "完成", "en": "finished"},
    "cancelled": {"zh": "取消", "en": "cancelled"},
    "overdue": {"zh": "逾期", "en": "overdue"},
}
_HEADINGS = {
    "zh": ("编号", "状态", "主题", "发件人", "外部编号", "链接", "需要", "期限", "来自"),
    "en": ("id", "state", "subject", "from", "reference", "link", "needs", "due", "brought by"),
}


@work.callback()
def list_work(
    context: typer.Context,
    over: Annotated[bool, typer.Option("--over", help="What is finished or cancelled. 已结束的。")] = False,
    agent: Annotated[str, typer.Option(help="By the name in agents.yaml. 坐席。")] = "",
    queue: Annotated[str, typer.Option(help="By the name in queues.yaml. 队列。")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many. 最多条数。")] = 100,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List what is not finished, the oldest first."""
    if context.invoked_subcommand:
        return
    settings = settings_or_exit(config)
    states = _OVER if over else OPEN
    found = with_store(
        settings,
        lambda access: WorkStore(access).latest(states, agent=agent, queue=queue, limit=limit),
    )
    rows = found if over else _offered(sorted(found, key=lambda row: (row.arrived, row.id)), settings)
    if as_lines:
        for row in rows:
            print(json_line(_as_json(row, settings)))
    elif rows:
        show_table(_table(rows, settings, chosen(language)))
    else:
        out.print(text("no_work_over" if over else "no_work", language))


@work.command()
def show(
    work_id: Annotated[str, typer.Argument(metavar="ID", help="As `ivr work` lists it. 编号。")],
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell the journey of one piece of work. 讲述一件工作的经过。

    ivr work show work-19ab3c4d5e6-1f2e3d4c\n
    ivr work show work-19ab3c4d5e6-1f2e3d4c --lang zh
    """
    settings = settings_or_exit(config)
    row = with_store(settings, lambda access: WorkStore(access).get(work_id))
    if row is None:
        stop_with(text("no_such_work", language, id=clean(work_id)))
    events = ask(settings, lambda reader: reader.events_about(work_id))
    if as_lines:
        for event in events:
            said = {"at": iso(event.at, zone_of(settings)), "kind": kind_of(event), **data_of(event)}
            print(json_line(said))
        return
    words = chosen(language)
    for heading, value in zip(_HEADINGS[words], _facts(row, settings, words), strict=True):
        if value:
            out.print(Text(f"{heading:>10}  {value}"), soft_wrap=True)
    out.print()
    teller = Teller(words, zone_of(settings), names_of(settings, words))
    for event in events:
        out.print(Text(teller.line(event, row.arrived)), soft_wrap=True)


def _offered(rows: Sequence[WorkRow], settings: Settings) -> Sequence[WorkRow]:
    """With what a running engine has offered, which is not on disk, and to whom."""
    try:
        told = asyncio.run(client.ask(settings.path(settings.engine.state), "waiting", {}))
    except (EngineAway, Refusal):
        return rows
    to = {each["call"]: each["agent"] for each in told["waiting"] if each["agent"]}
    return [
        replace(row, state="offered", agent=to[row.id]) if row.state == "waiting" and row.id in to else row
        for row in rows
    ]


def _table(rows: Sequence[WorkRow], settings: Settings, words: str) -> Table:
    names = names_of(settings, words)
    table = Table(*_COLUMNS[words], box=None, pad_edge=False)
    for row in rows:
        end = row.changed if row.state in _OVER else time.time()
        cells = (
            row.id,
            row.wanted.channel,
            names.get(row.wanted.queue, row.wanted.queue),
            clean(row.wanted.subject)[:40],
            _state(row, words),
            names.get(row.agent, row.agent),
            duration(max(0.0, end - row.arrived)),
            _when(row.wanted.due, settings),
        )
        table.add_row(*map(Text, cells))
    return table


def _facts(row: WorkRow, settings: Settings, words: str) -> tuple[str, ...]:
    wanted = row.wanted
    return (
        row.id,
        _state(row, words),
        clean(wanted.subject),
        clean(wanted.sender),
        clean(wanted.reference),
        clean(wanted.url),
        clean(wanted.needs),
        _when(wanted.due, settings),
        wanted.by,
    )


def _state(row: WorkRow, words: str) -> str:
    state = _WORDS[row.state][words]
    return f"{state} ({_WORDS['overdue'][words]})" if row.overdue and row.state in OPEN else state


def _when(at: float | None, settings: Settings) -> str:
    return "" if at is None else f"{datetime.fromtimestamp(at, zone_of(settings)):%Y-%m-%d %H:%M}"


def _as_json(row: WorkRow, settings: Settings) -> dict[str, object]:
    wanted, zone = row.wanted, zone_of(settings)
    times = {"arrived": row.arrived, "changed": row.changed, "due": wanted.due}
    told = ("queue", "channel", "subject", "reference", "sender", "priority", "by")
    return {
        **{name: getattr(row, name) for name in ("id", "state", "agent", "overdue")},
        **{name: getattr(wanted, name) for name in told},
        **{name: iso(at, zone) for name, at in times.items()},
    }
