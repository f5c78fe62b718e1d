"""The journeys as they happen, line by line, each call in a colour of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ivr.events import (
    AgentStateChanged,
    CallBegan,
    CallEvent,
    DialplanChanged,
    DialplanRefused,
    Event,
)
from ivr.journal.story import Teller, clean

COLOURS = ("cyan", "green", "yellow", "magenta", "blue", "bright_red")
WIDTH = 12


class Telling:
    """A listener of the engine that prints every event of a call, the agents' states, and changed dialplans.

    `titles` names callers by their number: what stands before each line, instead of the number.
    """

    def __init__(self, teller: Teller, console: Console, titles: Mapping[str, str]) -> None:
        self._teller = teller
        self._console = console
        self._titles = titles
        self._calls: dict[str, tuple[str, float, str]] = {}

    def __call__(self, event: Event) -> None:
        if isinstance(event, CallBegan):
            name = self._titles.get(event.caller_number, clean(event.caller_number)[:WIDTH])
            self._calls[event.call] = (name, event.at, COLOURS[len(self._calls) % len(COLOURS)])
        if isinstance(event, CallEvent) and event.call in self._calls:
            name, began, colour = self._calls[event.call]
            self._print(name, colour, self._teller.line(event, began))
        elif isinstance(event, AgentStateChanged):
            self._alone(event.agent, event)
        elif isinstance(event, DialplanRefused):
            self._alone(Path(event.file).name, event)
        elif isinstance(event, DialplanChanged) and event.previous:  # not those that the engine starts with
            self._alone(event.dialplan, event)

    def _alone(self, name: str, event: Event) -> None:
        """A line about something that belongs to no call."""
        line = f"{self._teller.clock(event.at)}         {self._teller.sentence(event)}"
        self._print(clean(name)[:WIDTH], "dim", line)

    def _print(self, name: str, colour: str, line: str) -> None:
        self._console.print(
            Text(f"{name:<{WIDTH}} ", style=f"bold {colour}"), Text(line), soft_wrap=True, sep=""
        )
