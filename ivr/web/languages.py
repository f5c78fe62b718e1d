"""The language of an answer."""

from __future__ import annotations

LANGUAGES = ("en", "zh")


def language_of(wanted: str, accepted: str) -> str:
    """The language asked for, else the first of the header Accept-Language that there is, else English."""
    if wanted:
        return wanted
    known = [each.strip()[:2] for each in accepted[:200].lower().split(",")]
    return next((each for each in known if each in LANGUAGES), "en")
