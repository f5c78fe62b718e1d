"""One spelling for every telephone number, whoever wrote it: a carrier, an administrator, a file.

normal("+86 138-0013-8000", "CN")   → "13800138000"     as it is dialled within the country
normal("0085291234567", "CN")       → "+85291234567"    in another country
normal("1001", "CN")                → "1001"            extensions and short numbers stay as they are
normal("anonymous", "CN")           → ""                no number
pattern("+8621555xxxxx", "CN")      → "021555xxxxx"     x: any digit
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)

_WRITTEN_BETWEEN = re.compile(r"[\s().\-/\u2010-\u2015]")
_NUMBER = re.compile(r"\+?[0-9]{1,20}")
_PATTERN = re.compile(r"\+?[0-9x]{1,20}")
_LONGEST = 40


def normal(written: str, country: str) -> str:
    """The number as it is dialled within the country; '' for what is no number, as of who withheld it."""
    text = _signs(written)
    return (_at_home(text, country) or text) if _NUMBER.fullmatch(text) else ""


def pattern(written: str, country: str) -> str:
    """A number, or a pattern in which x is any digit, spelled as the numbers that it stands for; else ''."""
    text = _signs(written).lower()
    if "x" not in text:
        return normal(text, country)
    return _as_its_numbers(text, country) if _PATTERN.fullmatch(text) else ""


def _signs(written: str) -> str:
    return _WRITTEN_BETWEEN.sub("", unicodedata.normalize("NFKC", written[:_LONGEST]))


def _at_home(number: str, country: str) -> str:
    """As dialled in the country, '' for what is no full number of any country."""
    try:
        found = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(found):
        return ""
    if found.country_code != phonenumbers.country_code_for_region(country):
        return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(digit for digit in national if digit.isdigit())


def _as_its_numbers(text: str, country: str) -> str:
    """What a number that it stands for loses or gains in front, the pattern does too."""
    for digit in "5123467890":
        sample = text.replace("x", digit)
        home = _at_home(sample, country)
        if home:
            return _as_in(text, sample, home)
    return text


def _as_in(text: str, sample: str, home: str) -> str:
    """The pattern in front of which the same has changed as between `sample` and `home`."""
    same = 0
    while same < min(len(sample), len(home)) and sample[-1 - same] == home[-1 - same]:
        same += 1
    changed = text[: len(text) - same]
    return text if "x" in changed else home[: len(home) - same] + text[len(changed) :]
