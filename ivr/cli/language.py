"""The option that chooses the language of the output, and durations as people read them."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages of everything shown to people."""

    zh = "zh"
    en = "en"


LanguageOption = Annotated[
    Language | None,
    typer.Option("--lang", help="zh or en; else the terminal's. 输出语言。", show_default=False),
]


def chosen(language: Language | None) -> str:
    """The language asked for, else Chinese in a Chinese terminal, else English."""
    if language is not None:
        return language.value
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.startswith("zh") else "en"


def as_written(seconds: float) -> str:
    """10m, 1h30m, 45s: as durations are written in YAML."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if number]
    return "".join(parts) or "0s"


def duration(seconds: float | None) -> str:
    """1:05 for 65 seconds, 1:00:00 for an hour, nothing for none."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
