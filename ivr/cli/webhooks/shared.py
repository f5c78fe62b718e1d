"""What the commands about webhooks share: which one is meant, and the ledger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ivr.cli.journal import zone_of
from ivr.cli.language import Language, chosen
from ivr.cli.options import settings_or_exit, stop_with
from ivr.cli.outliving import with_store
from ivr.cli.webhooks.words import word
from ivr.document.problems import nearest
from ivr.settings import Settings
from ivr.settings.webhooks import Webhook
from ivr.webhooks.ledger import Ledger

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="By the name in ivr.yaml. ivr.yaml 中的名称。")
]
IdsArgument = Annotated[
    list[int] | None, typer.Argument(metavar="ID", help="As `show` has them; else all. 编号；不写为全部。")
]

T = TypeVar("T")


def the_one(config: Path, name: str, language: Language | None) -> tuple[Settings, Webhook]:
    """The settings, and the webhook with this name; without one the program ends."""
    settings = settings_or_exit(config)
    known = settings.engine.webhooks
    if name not in known:
        hint = nearest(name, known, chosen(language))
        stop_with(word("none_named", language, name=name[:80], nearest=hint))
    return settings, known[name]


def of_ledger(settings: Settings, question: Callable[[Ledger], Awaitable[T]]) -> T:
    """Its answer; a database that fails ends the program with what to do."""
    return with_store(settings, lambda access: question(Ledger(access)))


def moment(settings: Settings, at: float | None) -> str:
    """A time as people read it."""
    return "" if at is None else f"{datetime.fromtimestamp(at, zone_of(settings)):%Y-%m-%d %H:%M:%S}"
