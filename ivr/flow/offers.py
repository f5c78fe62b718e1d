"""Which keys a text offers to the caller: “按1”, “请按井号键”, "press star", "for sellers 2".

`offered` is what is offered beyond doubt, `named` whatever may be meant as a key. Who looks for an offer that
is not kept asks the one, who looks for a key that is not offered the other: so neither finds what is not so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.flow.prompt import Prompt
from ivr.flow.prompt_parts import Choice, Part, Recording, Value, Words
from ivr.ports import KEYS

_DIGIT = r"[0-9](?!\d|[.:/]\d)"
_EN_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ZH_WORDS = "零一二三四五六七八九"
_EN_KEY = rf"(?:{_DIGIT}|[*#]|(?!one of)(?:star|asterisk|hash|pound|{'|'.join(_EN_WORDS)})(?!\w))"
_ZH_KEY = rf"(?:{_DIGIT}|[*#]|[星米]号?字?键?|井号?字?键?|[〇{_ZH_WORDS}](?![〇{_ZH_WORDS}十百千]))"
# "press 1 time", 按1秒: a number, not a key.
_EN_UNIT = r"(?!\s*(?:times?|seconds?|minutes?|hours?|days?|digits?|percent|%)\b)"
_ZH_UNIT = r"(?!\s*(?:次|秒|下|遍|个|位|分钟|小时|天|月|日|年|%))"
_EN_LIST = (
    rf"(?:\s*,\s*{_EN_KEY}(?=\s*,|\s+or\b|\s+and\b)"
    rf"|\s*,?\s*(?:or|and|to|through|-)\s+(?:the\s+|press\s+)?{_EN_KEY}{_EN_UNIT})*"
)
_ZH_LIST = rf"(?:\s*(?:或者?|和|、|到|至|-)\s*按?{_ZH_KEY}{_ZH_UNIT})*"
_EN = re.compile(
    r"(?i)(?<!not )(?<!n't )(?<!never )(?<!without )\b(?:press(?:ing)?|hit|push|dial)\s+"
    rf"(?:(?:the|key|number|digit|button)\s+)*({_EN_KEY}{_EN_UNIT}{_EN_LIST})"
)
_ZH = re.compile(
    r"(?<![勿别])(?<!不要)(?<!不必)(?<!无需)(?:按|拨(?!打))(?:一下|下)?(?:数字)?键?\s*[\"“']?"
    rf"({_ZH_KEY}{_ZH_UNIT}{_ZH_LIST})"
)
# What follows a "press 1" in the same sentence: "…, for sellers 2, for orders, 3", "… and 2 for sellers".
_EN_MORE = re.compile(
    rf"(?i)(?:[,;]|\band\b|\bor\b)\s*(?:for|to)\s+([^,.;]{{1,60}}?)[,\s]+({_EN_KEY})"
    r"(?=\s*(?:[,.;!?]|$|and\b|or\b))"
)
_EN_LEADING = re.compile(rf"(?i)(?:[,;]|\band\b|\bor\b)\s*({_EN_KEY})\s+(?:for|to)\b(?!\s*\d)")
_NO_KEY_BEHIND = frozenset(
    {
        "after",
        "before",
        "than",
        "until",
        "till",
        "at",
        "over",
        "under",
        "within",
        "about",
        "of",
        "by",
        "on",
        "in",
        "no",
        "least",
        "most",
        "line",
        "room",
        "floor",
        "level",
        "version",
        "part",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    }
)
_NAMED = re.compile(
    rf"(?i)(?<![\d.:/]){_DIGIT}|[*#]|\b(?:star|asterisk|hash|pound|{'|'.join(_EN_WORDS)})\b"
    rf"|[星米井〇{_ZH_WORDS}]"
)
_ANY = re.compile(r"(?i)\bany (?:other )?key|任意|任何")
_RANGE = re.compile(r"([0-9])\s*(?:-|to|through|到|至)\s*(?:按|press\s+)?([0-9])(?!\d)")
_MEANING = {
    **{word: str(number) for number, word in enumerate(_EN_WORDS)},
    **{word: str(number) for number, word in enumerate(_ZH_WORDS)},
    **{key: key for key in KEYS},
    **dict.fromkeys(("star", "asterisk", "星", "米"), "*"),
    **dict.fromkeys(("hash", "pound", "井"), "#"),
    "〇": "0",
}


def offered(text: str) -> frozenset[str]:
    """The keys that a text tells the caller to press, for all one can know."""
    plain = unicodedata.normalize("NFKC", text)
    return frozenset(key for found in _offers(plain) for key in _keys(found))


def named(text: str) -> frozenset[str]:
    """All keys that may be meant by a text."""
    plain = unicodedata.normalize("NFKC", text)
    return frozenset(KEYS) if _ANY.search(plain) else frozenset(_keys(plain))


def _offers(text: str) -> Iterator[str]:
    yield from (found[1] for found in _ZH.finditer(text))
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        first = _EN.search(sentence)
        yield from (found[1] for found in _EN.finditer(sentence))
        if first:
            yield from _more(sentence, first.end())


def _more(sentence: str, start: int) -> Iterator[str]:
    for more in _EN_MORE.finditer(sentence, start):
        if more[1].split()[-1].lower() not in _NO_KEY_BEHIND:
            yield more[2]
    yield from (more[1] for more in _EN_LEADING.finditer(sentence, start))


def _keys(text: str) -> Iterator[str]:
    yield from (_MEANING[found[0].lower()] for found in _NAMED.finditer(text))
    for first, last in _RANGE.findall(text):
        yield from KEYS[int(first) : int(last) + 1]


@dataclass(frozen=True, slots=True)
class Said:
    """What a caller hears of a prompt. `known`: all of it is, before the call."""

    text: str
    known: bool


def said(prompt: Prompt, language: str) -> Said:
    """The prompt as callers of this language hear it."""
    parts = list(_said(prompt.parts, language))
    return Said("".join(part.text for part in parts), all(part.known for part in parts))


def _said(parts: tuple[Part, ...], language: str) -> Iterator[Said]:
    for part in parts:
        if isinstance(part, Choice):
            chosen, below = part.pick(language)
            yield from _said(below, chosen)
        elif isinstance(part, Words):
            yield Said(re.sub(r"\{.*\}", "…", part.text.source) + " ", part.text.is_static)
        elif isinstance(part, Value):
            yield Said(part.value.source if part.value.is_static else "…", part.value.is_static)
        elif isinstance(part, Recording):
            words = part.words.get(language)
            yield Said(words.source + " " if words else "", bool(words and words.is_static))
