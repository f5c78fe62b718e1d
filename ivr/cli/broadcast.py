"""`ivr broadcast`: an announcement on every line at once, or on one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from pydantic import ValidationError

from ivr.app import sounds_of
from ivr.cli.audit import audit
from ivr.cli.journal import iso, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, say, settings_or_exit, stop_with
from ivr.cli.outliving import database_of, dialplans_of, ends_at, with_store
from ivr.cli.texts import text
from ivr.document.problems import nearest
from ivr.events import BroadcastSwitched
from ivr.flow.dialplan import Dialplan
from ivr.journal.story import clean
from ivr.journal.writer import JournalWriter
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from ivr.ports import Phrase
from ivr.settings import Settings
from ivr.speech.voice import VoiceMissing
from ivr.steps.broadcast import Broadcast
from ivr.steps.shared.announcement import ALL_LINES, KIND, Announcement

HELP = """An announcement that callers hear from the next call on, on all lines at once. 全线广播。

    ivr broadcast                                          what is on 查看当前广播

    ivr broadcast on --zh 系统维护，请稍后再拨。 --en "Please call later."

    ivr broadcast on --zh 送货延迟。 --line main --until 18:00

    ivr broadcast off                                      关闭
"""
broadcast = typer.Typer(invoke_without_command=True, help=HELP)

Line = Annotated[
    str, typer.Option("--line", help="Only this dialplan, by its name; else all lines. 只对一个拨号方案。")
]


@broadcast.callback()
def show_default(
    context: typer.Context,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    if context.invoked_subcommand is None:
        status(as_lines, language, config)


@broadcast.command()
def on(
    zh: Annotated[str, typer.Option("--zh", help="What callers hear in Chinese. 中文内容。")] = "",
    en: Annotated[str, typer.Option("--en", help="What callers hear in English. 英文内容。")] = "",
    line: Line = ALL_LINES,
    until: Annotated[
        str, typer.Option("--until", help="Its end: 18:00, 2026-12-31, 2h. Without it: until off. 结束时间。")
    ] = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Switch an announcement on; one that is on for the same line is replaced. 开启广播。

    Its audio is made before it is switched on, so that the next caller hears it at once. Callers hear it
    where their dialplan has the step `broadcast`; lines without it are named. Nothing is restarted.

        ivr broadcast on --zh 系统维护，请稍后再拨。 --en "Please call later."
        ivr broadcast on --zh 送货延迟。 --line main --until 18:00
    """
    settings = settings_or_exit(config)
    plans = _plans(settings, line, language)
    end = ends_at(settings, until, language)
    announcement = _announcement(zh, en, end, language)

    async def switch(access: Access) -> Sequence[str]:
        if silent := await _make_audio(settings, announcement):
            return silent
        lasts = None if announcement.until is None else announcement.until - announcement.since
        await MemoryStore(access).keep(KIND, line, announcement.model_dump_json(), lasts)
        await _tell_the_journal(settings, line, announcement)
        return ()

    if silent := with_store(settings, switch):
        stop_with(text("broadcast_no_audio", language, reason="; ".join(silent)))
    audit("broadcast_on", line=line, until=until, **announcement.texts)
    say(text("broadcast_on", language, lines=_names(_heard_on(plans, line), language)))
    _warn(plans, line, language)
    if len(announcement.texts) == 1:
        err.print(text("broadcast_one_language", language), style="yellow", markup=False)


@broadcast.command()
def off(
    line: Line = ALL_LINES, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Switch an announcement off, from the next call on. 关闭广播。

    Without --line that of all lines; what is still on for one of them is told.

        ivr broadcast off
        ivr broadcast off --line main
    """
    settings = settings_or_exit(config)
    plans = _plans(settings, line, language)

    async def switch(access: Access) -> bool:
        store = MemoryStore(access)
        was_on = Announcement.read(await store.recall(KIND, line)) is not None
        if was_on:
            await store.forget(KIND, line)
            await _tell_the_journal(settings, line, None)
        return was_on

    if with_store(settings, switch):
        audit("broadcast_off", line=line)
        say(text("broadcast_off", language))
    _status(settings, plans, language)


@broadcast.command()
def status(
    as_lines: JsonOption = False, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Tell which announcements are on, since when and how long, and which lines cannot say any. 查看广播。

    ivr broadcast status
    ivr broadcast status --json
    """
    settings = settings_or_exit(config)
    plans = dialplans_of(settings)
    if not as_lines:
        _status(settings, plans, language)
        return
    zone = zone_of(settings)
    for line, announcement in _are_on(settings, plans):
        since, until = iso(announcement.since, zone), iso(announcement.until, zone)
        lines = _heard_on(plans, line)
        row = {"line": line, **announcement.texts, "since": since, "until": until, "heard_on": lines}
        typer.echo(json_line(row))


def _are_on(settings: Settings, plans: Sequence[Dialplan]) -> list[tuple[str, Announcement]]:
    """The line of each announcement that is on, and what it says."""

    async def look(access: Access) -> list[tuple[str, Announcement]]:
        store = MemoryStore(access)
        lines = (ALL_LINES, *(plan.name for plan in plans))
        found = [(line, Announcement.read(await store.recall(KIND, line))) for line in lines]
        return [(line, announcement) for line, announcement in found if announcement]

    return with_store(settings, look)


def _status(settings: Settings, plans: Sequence[Dialplan], language: Language | None) -> None:
    are_on = _are_on(settings, plans)
    for line, announcement in are_on:
        said = " / ".join(clean(words) for words in announcement.texts.values())
        since, until = (_clock(settings, at) for at in (announcement.since, announcement.until))
        where = line or text("broadcast_all_lines", language)
        name = "broadcast_is_on_until" if until else "broadcast_is_on"
        say(text(name, language, line=where, since=since, until=until, said=said))
    if not are_on:
        say(text("broadcast_nothing", language))
    _warn(plans, ALL_LINES, language)


def _plans(settings: Settings, line: str, language: Language | None) -> list[Dialplan]:
    """The dialplans; a line that is none of them ends the program."""
    plans = dialplans_of(settings)
    names = [plan.name for plan in plans]
    if line not in (ALL_LINES, *names):
        allowed = nearest(line, names, chosen(language))
        stop_with(text("broadcast_no_line", language, line=line, allowed=allowed))
    return plans


def _announcement(zh: str, en: str, end: datetime | None, language: Language | None) -> Announcement:
    until = end.timestamp() if end else None
    try:
        return Announcement(zh=zh.strip(), en=en.strip(), since=time.time(), until=until)
    except ValidationError:
        stop_with(text("broadcast_words", language))


async def _make_audio(settings: Settings, announcement: Announcement) -> Sequence[str]:
    """Why a text has no audio, empty when all of them have."""
    sounds = sounds_of(settings)
    try:
        phrases = [Phrase(words, spoken) for spoken, words in announcement.texts.items()]
        return [str(fault) for _, fault in (await sounds.prepare(phrases)).failed]
    except (VoiceMissing, OSError) as fault:
        return [str(fault)]
    finally:
        await sounds.close()


async def _tell_the_journal(settings: Settings, line: str, announcement: Announcement | None) -> None:
    journal = JournalWriter(database_of(settings))
    texts = announcement.texts if announcement else {}
    until = (announcement.until if announcement else None) or 0.0
    on = announcement is not None
    journal.append(BroadcastSwitched(at=time.time(), on=on, line=line, until=until, **texts))
    await journal.close()


def _says_it(plan: Dialplan) -> bool:
    return any(isinstance(step, Broadcast) for _, step in plan.steps())


def _heard_on(plans: Sequence[Dialplan], line: str) -> list[str]:
    return [plan.name for plan in plans if line in (ALL_LINES, plan.name) and _says_it(plan)]


def _warn(plans: Sequence[Dialplan], line: str, language: Language | None) -> None:
    """Lines on which callers hear nothing of it."""
    silent = [plan.name for plan in plans if line in (ALL_LINES, plan.name) and not _says_it(plan)]
    if silent:
        told = text("broadcast_silent", language, lines=_names(silent, language))
        err.print(told, style="yellow", markup=False, soft_wrap=True)


def _names(lines: Sequence[str], language: Language | None) -> str:
    between = "、" if chosen(language) == "zh" else ", "
    return between.join(lines) or text("broadcast_nowhere", language)


def _clock(settings: Settings, at: float | None) -> str:
    return "" if at is None else f"{datetime.fromtimestamp(at, zone_of(settings)):%Y-%m-%d %H:%M}"
