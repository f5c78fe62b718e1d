"""What comes from the keyboard, one character after the other: telephone keys, and lines after `:`."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

from ivr.ports import KEYS

_END = "\x04"  # Ctrl-D
_ESCAPE = "\x1b"
_RUB_OUT = "\x08\x7f"


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what: a `key`, a `line` after `:`, `enter` alone, and that nobody types any more."""

    key: Callable[[str], None]
    line: Callable[[str], None]
    enter: Callable[[], None]
    end: Callable[[], None]
    echo: Callable[[str], None]


class Typing:
    """Takes bytes as they come. `in_line` is true while a line after `:` is being typed."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._line: str | None = None

    @property
    def in_line(self) -> bool:
        return self._line is not None

    def feed(self, typed: bytes) -> None:
        """Nothing at all is the end."""
        for char in self._decoder.decode(typed) if typed else _END:
            if self._line is None:
                self._one(char)
            else:
                self._line = self._more(char, self._line)

    def _one(self, char: str) -> None:
        if char in KEYS:
            self._told.key(char)
        elif char in ":：":
            self._line = ""
            self._told.echo(":")
        elif char in "\r\n":
            self._told.enter()
        elif char == _END:
            self._told.end()

    def _more(self, char: str, line: str) -> str | None:
        """The line with this character; None when it is over."""
        if char in _RUB_OUT:
            if line:
                self._told.echo("\b \b" * (1 if line[-1].isascii() else 2))
            return line[:-1]
        if char.isprintable():
            self._told.echo(char)
            return line + char
        if char in "\r\n" or char in (_ESCAPE, _END):
            self._told.echo("\n")
        if char in "\r\n":
            self._told.line(line)
        return None
