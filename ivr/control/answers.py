"""What goes over the socket: a request by its name, and an answer or a refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ivr.document.problems import Problem

Said = Mapping[str, Any]
Handler = Callable[[Said, str], Awaitable[Said]]
"""Takes what was said and the user who said it; gives the answer. Raises Refusal."""

SOCKET = "engine.sock"
LARGEST = 10_000_000
"""Bytes of a request: a dialplan has at most two million characters."""


class Refusal(Exception):
    """The engine will not do it: why, in English and Chinese, with the problems of a file if it is one."""

    def __init__(self, text: str, zh: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(text)
        self.text, self.zh = text, zh
        self.problems = tuple(problems)

    def said(self, language: str) -> str:
        """Why, in zh or en."""
        return self.zh if language == "zh" else self.text

    def to_plain(self) -> Said:
        """For the wire."""
        return {"text": self.text, "zh": self.zh, "problems": [asdict(each) for each in self.problems]}

    @classmethod
    def of_plain(cls, said: Said) -> Refusal:
        """From the wire."""
        return cls(said["text"], said["zh"], [Problem(**each) for each in said["problems"]])


class EngineAway(Exception):
    """No engine answers here."""


def folder_of(state: Path) -> Path:
    """Where the socket is, below the state folder."""
    return state / "control"
