"""How the parts of a split are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from ivr.journal.story import clean
from ivr.measures.intervals import Interval
from ivr.reports.words import word

_FORMS: Mapping[str, str] = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m"}
_FINE = "%Y-%m-%d %H:%M"


def moments(keys: Sequence[str], length: Interval, zone: tzinfo) -> list[str]:
    """The begins of intervals in the zone; those that a clock put back shows twice have their offset."""
    form = _FORMS.get(str(length), _FINE)
    begins = [datetime.fromisoformat(key).astimezone(zone) if key else None for key in keys]
    plain = ["" if begin is None else begin.strftime(form) for begin in begins]
    different = Counter(text for _, text in set(zip(keys, plain, strict=True)))
    return [
        f"{text} {begin:%z}" if begin and different[text] > 1 else text
        for text, begin in zip(plain, begins, strict=True)
    ]


def short(moments_shown: Sequence[str]) -> list[str]:
    """For a chart: without the day where all are of one."""
    days = {text[:10] for text in moments_shown}
    if len(days) == 1 and all(len(text) > 10 for text in moments_shown):
        return [text[11:] for text in moments_shown]
    years = {text[:4] for text in moments_shown}
    return [text[5:] if len(years) == 1 and len(text) >= 10 else text for text in moments_shown]


def label(dimension: str, key: str, names: Mapping[str, str], language: str) -> str:
    """What a person calls a part of the split by this dimension."""
    if not key:
        return word("none", language)
    if dimension == "language":
        return {"zh": "中文", "en": "English"}.get(key, clean(key))
    if dimension == "weekday":
        return word("weekdays", language).split()[int(key) - 1]
    if dimension == "hour":
        return f"{int(key):02}:00"
    return clean(names.get(key, key))
