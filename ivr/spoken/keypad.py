"""Names spelled on the keypad: `wang` is 9264. Chinese names by their pinyin, in all its readings.

A name is typed as it is written or given name first, and as far as the caller likes; or by its initials.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

_KEYS = {
    letter: key
    for key, letters in zip(
        "23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True
    )
    for letter in letters
}
_HAN = r"[\u3400-\u9fff]"
_PIECES = re.compile(rf"{_HAN}|[^\W\d_\u3400-\u9fff]+")
_MOST_READINGS = 64

Reading = tuple[str, ...]


def keys_of(letters: str) -> str:
    """The keys that spell these letters; what is no letter from a to z has none."""
    return "".join(_KEYS.get(letter, "") for letter in letters.lower().replace("ü", "v"))


@lru_cache(maxsize=4096)
def spellings(name: str, pinyin: str = "") -> frozenset[str]:
    """All that may be typed to the end for this name, in keys; `pinyin` is its one right reading, such as
    `zeng zhi wei`, if it is given."""
    return frozenset(
        typed
        for reading in _readings(name, pinyin)
        for words in {reading[at:] + reading[:at] for at in range(len(reading))}
        if (typed := keys_of("".join(words)))
    )


@lru_cache(maxsize=4096)
def initials(name: str, pinyin: str = "") -> frozenset[str]:
    """The keys of the first letters of this name: `wf` of 王芳."""
    readings = _readings(name, pinyin)
    return frozenset(keys_of("".join(word[:1] for word in words)) for words in readings if len(words) > 1)


def in_letters(name: str, pinyin: str = "") -> str:
    """The name as an English voice can say it: Wang Fang."""
    if not re.search(_HAN, name):
        return name
    return " ".join(word.capitalize() for word in next(iter(_readings(name, pinyin)), ()))


def _readings(name: str, pinyin: str) -> list[Reading]:
    """The words of a name, in each of the ways it may be read, the most usual first."""
    if pinyin:
        return [tuple(pinyin.split())]
    pieces = _PIECES.findall(name)
    return list(islice(product(*map(_ways, pieces)), _MOST_READINGS)) if pieces else []


def _ways(piece: str) -> list[str]:
    if not re.fullmatch(_HAN, piece):
        return [piece]
    from pypinyin import Style, pinyin

    found = pinyin(piece, style=Style.NORMAL, heteronym=True, errors="ignore")
    return found[0] if found else [""]
