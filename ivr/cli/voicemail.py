"""`ivr voicemail`: the mailboxes, and the messages in them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.audit import audit
from ivr.cli.calls_table import View
from ivr.cli.journal import ask, iso, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, chosen, duration
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    err,
    say,
    settings_or_exit,
    show_table,
    stop_with,
)
from ivr.cli.outliving import database_of
from ivr.cli.texts import text
from ivr.events import VoicemailHeard
from ivr.journal.story import clean
from ivr.journal.writer import JournalWriter
from ivr.ports import Message
from ivr.settings import Settings

_BOXES = {
    "zh": ("信箱", "名称", "新留言", "未听已删", "全部", "最近"),
    "en": ("Mailbox", "Name", "New", "Removed unheard", "All", "Latest"),
}
_MESSAGES = {
    "zh": ("时间", "主叫", "时长", "已听", "文件"),
    "en": ("When", "Caller", "Length", "Heard", "File"),
}

Mailbox = Annotated[
    str, typer.Argument(help="Its messages; else all mailboxes. 信箱名。", show_default=False)
]
HeardOption = Annotated[
    list[str] | None,
    typer.Option("--heard", metavar="FILE", help="Mark as heard; 'all' for all of it. 标记为已听。"),
]


def voicemail(
    mailbox: Mailbox = "",
    heard: HeardOption = None,
    new: Annotated[bool, typer.Option("--new", help="Only those not heard yet. 只列未听的。")] = False,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List the mailboxes, or the messages of one, newest first; mark them as heard. 语音信箱。

    Files are in the recordings folder of config/ivr.yaml. What was removed unheard is not new.

        ivr voicemail

        ivr voicemail support --new

        ivr voicemail support --heard 2026/11/25/1795500000.7-101500-voicemail.wav

        ivr voicemail support --heard all
    """
    settings = settings_or_exit(config)
    if heard and not mailbox:
        stop_with(text("which_mailbox", language))
    found = ask(settings, lambda reader: reader.messages(mailbox))
    if heard:
        return _mark(settings, mailbox, _named(found, mailbox, heard, language), language)
    shown = [message for message in found if message.is_new or not new]
    if as_lines:
        return _print_lines(settings, shown)
    if not shown:
        err.print(text("no_voicemail", language))
        return
    view = View(chosen(language), zone_of(settings), names_of(settings, chosen(language)))
    show_table(_messages(shown, view) if mailbox else _mailboxes(shown, view))


def _named(
    found: Sequence[Message], mailbox: str, files: Sequence[str], language: Language | None
) -> list[Message]:
    if "all" in files:
        return [message for message in found if not message.heard]
    by_file = {message.file: message for message in found}
    for file in files:
        if file not in by_file:
            stop_with(text("no_such_message", language, file=clean(file), mailbox=clean(mailbox)))
    return [by_file[file] for file in dict.fromkeys(files)]


def _mark(settings: Settings, mailbox: str, messages: Sequence[Message], language: Language | None) -> None:
    async def write() -> None:
        journal = JournalWriter(database_of(settings))
        for message in messages:
            journal.append(VoicemailHeard(at=time.time(), mailbox=mailbox, file=message.file))
        await journal.close()

    asyncio.run(write())
    audit("voicemail_heard", mailbox=mailbox, files=[message.file for message in messages])
    say(text("heard", language, number=len(messages)))


def _mailboxes(messages: Sequence[Message], view: View) -> Table:
    shown = Table(*_BOXES[view.language], box=None, pad_edge=False)
    for name in sorted({message.mailbox for message in messages}):
        own = [message for message in messages if message.mailbox == name]
        new = sum(message.is_new for message in own)
        lost = sum(message.heard is None and not message.is_new for message in own)
        named = view.names.get(name, "")
        counts = str(new), str(lost or ""), str(len(own))
        row = (clean(name), clean(named), *counts, view.when(own[-1].left))
        shown.add_row(*map(Text, row))
    return shown


def _messages(messages: Sequence[Message], view: View) -> Table:
    shown = Table(*_MESSAGES[view.language], box=None, pad_edge=False)
    for message in reversed(messages):
        heard = view.when(message.heard) if message.heard else ""
        if message.removed and not message.heard:
            heard = text("removed_unheard", Language(view.language), when=view.when(message.removed))
        length = duration(message.seconds)
        row = (view.when(message.left), clean(message.number), length, heard, clean(message.file))
        shown.add_row(*map(Text, row))
    return shown


def _print_lines(settings: Settings, messages: Sequence[Message]) -> None:
    zone = zone_of(settings)
    for message in reversed(messages):
        times = {name: iso(getattr(message, name), zone) for name in ("left", "heard", "removed")}
        row: dict[str, Any] = asdict(message) | times
        print(json_line(row))
