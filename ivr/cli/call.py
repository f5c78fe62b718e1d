"""`ivr call`: a telephone in the terminal. Shows what a caller would hear, takes keys, needs no Asterisk."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from ivr.cli.for_calls import settings_for_calls_or_exit
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.moments import to_come
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    show_problems,
    stop_with,
)
from ivr.cli.phone.by_hand import Hands
from ivr.cli.phone.commands import BadCommand, Command, Known, command
from ivr.cli.phone.phone import Centre, Perform, Phone
from ivr.cli.phone.screen import Events, Screen
from ivr.document.model import Fault
from ivr.document.problems import InvalidFiles
from ivr.flow import virtual
from ivr.flow.library import Library
from ivr.flow.site import Site
from ivr.journal.story import Teller
from ivr.ports import KEYS, CallInfo
from ivr.settings import Settings
from ivr.steps import CATALOGUE

Number = Annotated[str, typer.Argument(help="The number to dial, as in the dialplans' `numbers`. 被叫号码。")]
From = Annotated[
    str,
    typer.Option("--from", help="Your number; that of an agent's phone makes you the agent. 主叫号码。"),
]
Keys = Annotated[
    str,
    typer.Option(
        "--keys",
        help="Press these instead of typing, as the flow takes keys: 3,20061001,1. 依次按键。",
    ),
]
At = Annotated[
    str, typer.Option("--at", help="When the call is made: 'sun 10:00', '2026-10-01 10:00'. 通话时间。")
]
HttpOption = Annotated[
    list[str] | None,
    typer.Option(
        "--http", help="How HTTP answers: down, slow, 500, file.json, '*/orders/*=500'. HTTP接口的表现。"
    ),
]
AgentsOption = Annotated[
    str, typer.Option("--agents", help="Who is there: none, all, or names: 'wang li'. 在岗坐席。")
]
Script = Annotated[
    str, typer.Option("--script", help="A file of commands, one a line; - for standard input. 脚本文件。")
]
RealTime = Annotated[
    bool, typer.Option("--real-time", help="Wait as long as a caller would. 按真实时间等待。")
]
ShowEvents = Annotated[
    bool, typer.Option("--events", help="Show events as they would be logged. 显示原始事件。")
]
AsJson = Annotated[bool, typer.Option("--json", help="Only events, one JSON object a line. 仅输出JSON事件。")]


def call(
    number: Number,
    caller: From = "13800000000",
    keys: Keys = "",
    at: At = "",
    http: HttpOption = None,
    agents: AgentsOption = "",
    script: Script = "",
    real_time: RealTime = False,
    events: ShowEvents = False,
    json: AsJson = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Call a number of yours in the terminal: the same interpreter as in a real call. 在终端模拟通话。

    Type 0-9, * and # when you would press them, Enter to let time pass, :help for everything else. Waiting
    costs nothing: time jumps on wherever no key could be pressed. Agents are simulated; look-ups are real
    unless you say otherwise. Lists, announcements and what is remembered of your number are those of the
    engine; the call changes none of it. 等待不耗时间;输入 :帮助 查看全部命令。

        ivr call 95188
        ivr call 95188 --from 13911112222 --keys 9,1
        ivr call 95190 --at "sun 18:00" --agents none --http down
        ivr call 95188 --script buyer.txt --json
    """
    settings = settings_for_calls_or_exit(config)
    spoken = chosen(language)
    moment = _moment(at, settings, spoken)
    first = list(_first(http or [], agents, settings, moment, spoken))
    info = CallInfo(f"terminal-{os.getpid()}", "terminal", caller, "", number, caller)
    shown: Events = "json" if json else "raw" if events else "told"
    phone = Phone(Centre(settings, _library(settings)), info, Screen(_teller(settings, spoken), shown))
    run = asyncio.run if real_time else virtual.run
    run(phone.call(moment, first, _performance(keys, script)))
    if phone.faults:
        raise typer.Exit(1)


def _performance(keys: str, script: str) -> Perform:
    """What the caller does: presses keys, follows a script, or what is typed."""
    if keys:
        if wrong := set(keys) - set(f"{KEYS}, "):
            stop_with(f"--keys has '{min(wrong)}', which is no key: use 0-9, * and #, with commas between")
        parts = [f"press {part}" for part in keys.split(",") if part.strip()]
        return lambda phone: phone.script(parts, "--keys")
    if not script and sys.stdin.isatty():
        return lambda phone: Hands(phone).perform()
    lines = _lines(script or "-")
    return lambda phone: phone.script(lines, script or "-")


def _lines(script: str) -> Sequence[str]:
    try:
        text = sys.stdin.read() if script == "-" else Path(script).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop_with(f"{script}: cannot be read: {getattr(error, 'strerror', None) or 'save it as UTF-8'}")
    return text.splitlines()


def _moment(at: str, settings: Settings, language: str) -> datetime:
    """When the call is made: now, unless something else is said."""
    now = datetime.now(UTC).astimezone(ZoneInfo(settings.engine.timezone))
    try:
        return to_come(at, now) if at else now
    except Fault as fault:
        stop_with(f"--at: {fault.zh if language == 'zh' else fault}")


def _first(
    http: Sequence[str], agents: str, settings: Settings, now: datetime, language: str
) -> Iterator[Command]:
    """What the options say of the world."""
    known = Known(frozenset(settings.agents.agents), frozenset(settings.engine.sources), now)
    said = [f"http {each}" for each in http] + ([f"agents {agents}"] if agents else [])
    for line in said:
        try:
            found = command(line, known)
        except BadCommand as bad:
            stop_with(f"--{line.split()[0]}: {bad.said(language)}")
        if found:
            yield found


def _library(settings: Settings) -> Library:
    try:
        return Library.load(settings.path(settings.engine.dialplans), CATALOGUE, Site.of(settings))
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None


def _teller(settings: Settings, language: str) -> Teller:
    names = {key: queue.name.get(language, key) for key, queue in settings.queues.queues.items()}  # type: ignore[call-overload]
    names |= {key: agent.name for key, agent in settings.agents.agents.items()}
    return Teller(language, ZoneInfo(settings.engine.timezone), names)
