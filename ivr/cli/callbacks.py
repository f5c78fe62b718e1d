"""`ivr callbacks`: who waits to be called back, and how to call it off."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import structlog
import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import zone_of
from ivr.cli.language import LanguageOption, chosen, duration
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, out, settings_or_exit, show_table, stop_with
from ivr.cli.outliving import with_store
from ivr.cli.texts import text
from ivr.journal.story import clean
from ivr.memory.callbacks import CallbackStore, Promise
from ivr.settings import Settings

_COLUMNS = {
    "zh": ("编号", "号码", "队列", "约定时间", "已等待", "已拨", "状态"),
    "en": ("No.", "Number", "Queue", "Asked", "Waits", "Tried", "State"),
}
_STATES = {
    "zh": {"waiting": "等待中", "done": "已接通", "failed": "未接通", "cancelled": "已取消"},
    "en": {"waiting": "waiting", "done": "talked", "failed": "not reached", "cancelled": "cancelled"},
}
_log = structlog.get_logger("callbacks")


def callbacks(
    cancel: Annotated[int | None, typer.Option(help="Call off the one with this number. 取消回呼。")] = None,
    past: Annotated[bool, typer.Option("--all", help="Also those that are over. 包括已结束的。")] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show who waits to be called back, the longest first, or call one off. 等待回呼的来电者。

    A callback waits in its queue as its caller would; a running engine dials it when an agent is free.

        ivr callbacks\n
        ivr callbacks --all\n
        ivr callbacks --cancel 17
    """
    settings = settings_or_exit(config)
    if cancel is not None:
        return _cancel(settings, cancel)
    words = chosen(language)
    found = with_store(settings, lambda access: CallbackStore(access).list(waiting=not past))
    table = Table(*_COLUMNS[words], box=None, pad_edge=False)
    for promise in found:
        table.add_row(*map(Text, _row(promise, settings, words)))
    if found:
        show_table(table)
    else:
        out.print(text("no_callbacks", language))


def _cancel(settings: Settings, number: int) -> None:
    if not with_store(settings, lambda access: CallbackStore(access).close(number, "cancelled")):
        stop_with(text("no_such_callback", number=number))
    _log.info("callback_cancelled", callback=number)
    out.print(text("callback_cancelled", number=number))


def _row(promise: Promise, settings: Settings, words: str) -> tuple[str, ...]:
    zone, wanted = zone_of(settings), promise.wanted
    asked = datetime.fromtimestamp(promise.asked, zone)
    queue = settings.queues.queues.get(wanted.queue)
    name = queue.name.get(words, wanted.queue) if queue else wanted.queue  # type: ignore[call-overload]
    waits = duration((datetime.now(zone) - asked).total_seconds()) if promise.state == "waiting" else ""
    tried = f"{promise.attempts}/{wanted.tries}"
    state = _STATES[words][promise.state]
    return str(promise.id), clean(wanted.number), clean(name), f"{asked:%Y-%m-%d %H:%M}", waits, tried, state
