"""The group of all commands, which imports the one that is called and no other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from ivr.cli.commands import COMMANDS, Command

_BY_NAME = {command.name: command for command in COMMANDS}


class LazyGroup(TyperGroup):
    """Lists commands by their lines in the table; what is called is imported then."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        return name, loaded(_BY_NAME[name]) if name in _BY_NAME else command, rest


def listed(app: typer.Typer) -> None:
    """Give the app a line for each command."""
    for command in COMMANDS:
        app.command(command.name, help=command.line)(_unloaded)


def loaded(command: Command) -> Any:
    """The command as typer runs it, imported now."""
    with _without_collecting():
        module = import_module(f"ivr.cli.{command.name}")
    found = getattr(module, command.attribute or command.name)
    alone = typer.Typer()
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=command.name)
    else:
        alone.command(command.name)(found)
    return typer.main.get_group(alone).commands[command.name]


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What modules make while they load is kept: to search it for garbage costs a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _unloaded() -> None:
    """Stands for a command in the list of commands."""
