"""What a sentence of the told journey adds only where there is something to add: a piece of text in the place
of a field, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.events import Event, PromptPlayed, SourceAsked, Transferred

_LEAST = 0.05
"""Seconds that are worth a word: times are told with one decimal."""

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "of": {"zh": "，共{length:.1f}秒", "en": " of {length:.1f} s"},
    "keys": {"zh": "，{after:.1f}秒后按 {keys}", "en": ", then {keys} after {after:.1f} s"},
    "silence": {"zh": "，之后{after:.1f}秒没有按键", "en": ", then no key for {after:.1f} s"},
    "rang": {"zh": "（振铃{rang:.1f}秒）", "en": " (rang for {rang:.1f} s)"},
    "cached": {"zh": "，取自缓存", "en": ", from the cache"},
}


def asides(event: Event, fields: Mapping[str, object], language: str) -> dict[str, str]:
    """By the field in whose place it stands; `fields` as they are shown. Raises TypeError or ValueError for a
    field of another type, which another version may have written."""
    return {name: _TEXTS[text][language].format(**fields) if text else "" for name, text in _chosen(event)}


def _chosen(event: Event) -> Iterator[tuple[str, str]]:
    """The field, and the text that stands in its place, '' for none."""
    match event:
        case PromptPlayed(heard=heard, length=length, key=key, keys=keys, after=after):
            yield "length", "of" if length > heard + _LEAST else ""
            behind = "keys" if keys else "silence" if after >= _LEAST else ""
            yield "after", "" if key else behind
        case SourceAsked(cached=cached):
            yield "cached", "cached" if cached else ""
        case Transferred(rang=rang):
            yield "rang", "rang" if rang >= _LEAST else ""
        case _:
            pass
