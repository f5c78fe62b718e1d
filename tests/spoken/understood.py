"""Reads a spoken number back, in the plain textbook way of each language, to check `speak` from outside."""

from __future__ import annotations

from collections.abc import Sequence

_MANDARIN_ONES = "零一二三四五六七八九"
_ENGLISH = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def understood(language: str, fragments: Sequence[str]) -> int:
    """The whole number that these fragments say."""
    return _mandarin("".join(fragments)) if language == "zh" else _english(" ".join(fragments))


def _mandarin(text: str) -> int:
    if text[0] == "负":
        return -_mandarin(text[1:])
    high, hundred_millions, low = text.rpartition("亿")
    if hundred_millions:
        return _mandarin(high) * 10**8 + (_mandarin(low) if low else 0)
    high, ten_thousands, low = text.rpartition("万")
    if ten_thousands:
        return _below_ten_thousand(high) * 10**4 + _below_ten_thousand(low)
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int:
    total = digit = 0
    for sign in text.replace("两", "二"):
        if sign in _MANDARIN_ONES:
            digit = _MANDARIN_ONES.index(sign)
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
    return total + digit


def _english(text: str) -> int:
    total = group = 0
    words = text.replace("-", " ").split()
    for word in words:
        if word in _SIZES:
            total += group * _SIZES[word]
            group = 0
        elif word == "hundred":
            group *= 100
        elif word in _TENS:
            group += 20 + 10 * _TENS.index(word)
        elif word != "minus":
            group += _ENGLISH.index(word)
    return (total + group) * (-1 if words[0] == "minus" else 1)
