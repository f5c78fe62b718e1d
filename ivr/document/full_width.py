"""Full-width punctuation, digits and quotes where YAML needs half-width ones: slips of a Chinese keyboard.

They explain an error that is told anyway. In a text they are right, so they are never an error by themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_QUOTES = "“”‘’＂＇"
# A line that begins with what can only be a key, or that is nothing but a key.
_KEY_LINE = re.compile(r"[ ]*(?:-[ ]+)?(?:[A-Za-z0-9_*#０-９＊＃“”‘’]+(：)|[^\s:：,，\"'{}\[\]#]+(：)[ ]*$)")
_ENTRY = re.compile(r"(，)[ ]*[A-Za-z0-9_*#０-９＊＃]+$")

COLON = (
    "this is the full-width ：; write : and a blank",
    "这是全角的“：”，请改用半角“:”加空格",
)
COMMA = ("this is the full-width ，; write , and a blank", "这是全角的“，”，请改用半角“,”加空格")


def slip(word: str, allowed: Container[str]) -> tuple[str, str] | None:
    """Why `word` is none of `allowed` though it looks like one, in English and in Chinese."""
    for sign, meaning in (("：", COLON), ("，", COMMA)):
        name, found, _ = word.partition(sign)
        if found and _half_width(name) in allowed:
            return meaning
    meant = _half_width(word)
    if meant == word or meant not in allowed:
        return None
    return f'this is the full-width {word}; write "{meant}"', f'这是全角的{word}，请改用半角的"{meant}"'


def colon_after_key(line: str) -> int | None:
    """The column, from 0, of a full-width colon that ends the key this line begins with."""
    found = _KEY_LINE.match(line)
    return found.start(found.lastindex or 0) if found else None


def comma_before_key(line: str) -> int | None:
    """The column, from 0, of a full-width comma with nothing but a key behind it."""
    found = _ENTRY.search(line)
    return found.start() if found else None


def _half_width(word: str) -> str:
    return unicodedata.normalize("NFKC", word.strip()).strip(_QUOTES + "\"'")
