"""What is shown of a call: what the caller hears and presses, and what would be logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import orjson

from ivr.cli.options import err, out
from ivr.events import CallEnded, Event, PromptPlayed
from ivr.journal.codec import data_of, kind_of
from ivr.journal.story import Teller, clean

Events = Literal["told", "raw", "json"]

_ENDS: Mapping[str, Mapping[str, str]] = {
    "caller": {"zh": "您已挂机。", "en": "You hung up."},
    "flow": {"zh": "流程结束，通话已挂断。", "en": "The flow ended the call."},
    "engine": {"zh": "系统结束了通话。", "en": "The engine ended the call."},
}


class Screen:
    """Shows events `told` as a person would, `raw` as they would be logged, or nothing but them as `json`
    lines. `began` is when the call began, in seconds since 1970,
    by the clock as it was put last."""

    def __init__(self, teller: Teller, events: Events = "told") -> None:
        self._teller = teller
        self._events = events
        self.began = 0.0

    @property
    def language(self) -> str:
        return self._teller.language

    def prompt(self, text: str) -> None:
        self._line(f"♪ {clean(text)}", "bold cyan")

    def pressed(self, keys: str) -> None:
        self._line(f"▸ {keys}", "bold green")

    def event(self, event: Event) -> None:
        if self._events == "json":
            line = orjson.dumps(_record(event), default=str).decode()
            out.print(line, markup=False, soft_wrap=True, style=None)
        elif self._events == "raw":
            data = orjson.dumps(data_of(event), default=str).decode()
            self._line(f"  {self._teller.clock(event.at)}  {kind_of(event)} {data}", "dim")
        elif not isinstance(event, PromptPlayed):
            self._line(f"  {self._teller.line(event, self.began)}", "dim")

    def say(self, zh: str, en: str, style: str = "dim") -> None:
        """A word of the telephone itself."""
        self._line(zh if self.language == "zh" else en, style)

    def over(self, end: CallEnded) -> None:
        if self._events != "told":
            self.event(end)
        self._line(_ENDS[end.by][self.language], "bold")

    def complain(self, text: str) -> None:
        err.print(text, style="red", markup=False, soft_wrap=True)

    def echo(self, char: str) -> None:
        """What is typed after `:`, as it is typed."""
        out.print(char, end="", markup=False, soft_wrap=True)

    def _line(self, text: str, style: str) -> None:
        if self._events != "json":
            out.print(text, style=style, markup=False, soft_wrap=True)


def _record(event: Event) -> Mapping[str, object]:
    call = getattr(event, "call", None)
    return {"kind": kind_of(event), "at": event.at, "call": call, **data_of(event)}
