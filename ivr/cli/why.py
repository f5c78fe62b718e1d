"""`ivr why`: why a caller got this agent, or had to wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from ivr.cli.calls import event_json, journey_or_exit, print_lines, view_of
from ivr.cli.journal import ask
from ivr.cli.language import LanguageOption
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out, settings_or_exit
from ivr.cli.texts import text
from ivr.events import WORK, ChoiceExplained, Event, QueueEntered, WorkArrived
from ivr.journal.story import Teller, clean
from ivr.journal.why import Why
from ivr.settings import Settings


def why(
    call: Annotated[
        str, typer.Argument(metavar="CALL", help="The id, its beginning, or last. 通话编号或其开头。")
    ],
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say why a caller was given this agent, or had to wait. 说明来电为何分配给这位坐席，或为何等待。

    For every phone that rang and every time the caller had to wait: who could, by what was chosen, and why
    the others could not. Exit code 1 for a call that was in no queue. The id may be that of work as well.

        ivr why last\n
        ivr why 1763776800.12 --lang zh\n
        ivr why 1763776800.12 --json
    """
    settings = settings_or_exit(config)
    about, events = _journey(settings, call)
    found = [event for event in events if isinstance(event, ChoiceExplained)]
    if as_lines:
        return print_lines(event_json(event, settings) for event in found)
    if not found:
        queued = any(isinstance(event, QueueEntered | WorkArrived) for event in events)
        said = text("no_choice" if queued else "no_queue", language, call=clean(about))
        err.print(said, markup=False, soft_wrap=True)
        raise typer.Exit(1)
    view = view_of(settings, language)
    tells = Why(Teller(view.language, view.zone, view.names))
    for event in found:
        for line in tells.lines(event):
            out.print(Text(line), soft_wrap=True)


def _journey(settings: Settings, call: str) -> tuple[str, Sequence[Event]]:
    """The whole id, and the journey of the call or of the work."""
    if call.startswith(WORK):
        return call, ask(settings, lambda reader: reader.events_about(call))
    record, events = journey_or_exit(settings, call)
    return record.id, events
