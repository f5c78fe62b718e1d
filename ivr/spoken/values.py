"""One door to all spoken values: `speak("money", "12.50 USD", "zh")` → 十二 美元 五十 美分."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from ivr.spoken import en, parse, zh

LANGUAGES = ("zh", "en")

_Say = Callable[[Any], Iterator[str]]
_KINDS: Mapping[str, tuple[Callable[[object], object], Mapping[str, _Say]]] = {
    "digits": (parse.digits, {"zh": zh.digits, "en": en.digits}),
    "phone": (parse.digits, {"zh": zh.phone, "en": en.digits}),
    "code": (parse.code, {"zh": zh.code, "en": en.code}),
    "number": (parse.number, {"zh": zh.number, "en": en.number}),
    "count": (parse.count, {"zh": zh.count, "en": en.count}),
    "ordinal": (parse.ordinal, {"zh": zh.ordinal, "en": en.ordinal}),
    "percent": (parse.percent, {"zh": zh.percent, "en": en.percent}),
    "money": (parse.money, {"zh": zh.money, "en": en.money}),
    "date": (parse.day, {"zh": zh.day, "en": en.day}),
    "weekday": (parse.day, {"zh": zh.weekday, "en": en.weekday}),
    "time": (parse.clock, {"zh": zh.clock, "en": en.clock}),
    "duration": (parse.seconds, {"zh": zh.duration, "en": en.duration}),
    "wait": (parse.wait, {"zh": zh.wait, "en": en.wait}),
}
_VOCABULARY = {"zh": zh.vocabulary, "en": en.vocabulary}

KINDS = tuple(_KINDS)
UNIT_KEYS: Mapping[str, str] = {"money": "currency", "count": "unit"}
"""The kinds that have a unit, and its key in a prompt; the value is then the number, a blank and the unit."""


def speak(kind: str, value: object, language: str) -> tuple[str, ...]:
    """The value as fragments, in the order they are said; each one is in `vocabulary(language)`.

    Raises `CannotBeSaid`, with what to write instead, for a value that is not of the kind, and ValueError for
    a kind or language that does not exist.
    """
    if kind not in _KINDS:
        raise ValueError(f"'{kind:.40}' is no kind of value; allowed: {', '.join(KINDS)}")
    _check(language)
    read, say = _KINDS[kind]
    return tuple(say[language](read(value)))


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """All fragments of the language, each once: what a voice artist records so that any value can be said."""
    _check(language)
    return tuple(dict.fromkeys(_VOCABULARY[language]()))


def _check(language: str) -> None:
    if language not in LANGUAGES:
        raise ValueError(f"'{language:.40}' is no language of spoken values; allowed: {', '.join(LANGUAGES)}")
