"""Values in English, as a table: kind, value, what is said (fragments parted by a bar)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from ivr.spoken import Money, speak

SAID = [
    ("number", 0, "zero"),
    ("number", 1, "one"),
    ("number", 10, "ten"),
    ("number", 12, "twelve"),
    ("number", 19, "nineteen"),
    ("number", 20, "twenty"),
    ("number", 21, "twenty-one"),
    ("number", 40, "forty"),
    ("number", 99, "ninety-nine"),
    ("number", 100, "one hundred"),
    ("number", 101, "one hundred|one"),
    ("number", 115, "one hundred|fifteen"),
    ("number", 342, "three hundred|forty-two"),
    ("number", 900, "nine hundred"),
    ("number", 1000, "one|thousand"),
    ("number", 1001, "one|thousand|one"),
    ("number", 2050, "two|thousand|fifty"),
    ("number", 2305, "two|thousand|three hundred|five"),
    ("number", 10000, "ten|thousand"),
    ("number", 10050, "ten|thousand|fifty"),
    ("number", 21_000, "twenty-one|thousand"),
    ("number", 100_000, "one hundred|thousand"),
    ("number", 123_456, "one hundred|twenty-three|thousand|four hundred|fifty-six"),
    ("number", 1_000_000, "one|million"),
    ("number", 1_000_001, "one|million|one"),
    ("number", 1_020_304, "one|million|twenty|thousand|three hundred|four"),
    ("number", 12_000_000, "twelve|million"),
    ("number", 250_000_000, "two hundred|fifty|million"),
    ("number", 1_000_000_000, "one|billion"),
    ("number", 1_000_005_000, "one|billion|five|thousand"),
    (
        "number",
        99_999_999_999,
        "ninety-nine|billion|nine hundred|ninety-nine|million|nine hundred|ninety-nine|thousand"
        "|nine hundred|ninety-nine",
    ),
    ("number", -5, "minus|five"),
    ("number", "+5", "five"),
    ("number", "3.14", "three|point|one|four"),
    ("number", 2.5, "two|point|five"),
    ("number", "3.10", "three|point|one"),
    ("number", Decimal("5.00"), "five"),
    ("number", "-0.05", "minus|zero|point|zero|five"),
    ("number", "1,299.50", "one|thousand|two hundred|ninety-nine|point|five"),
    ("number", " 12 ", "twelve"),
    ("number", "12", "twelve"),
    ("number", "007", "seven"),
    ("number", 0.1 + 0.2, "zero|point|three"),
    ("digits", "10086", "one|zero|zero|eight|six"),
    ("digits", 2012, "two|zero|one|two"),
    ("digits", "95-188", "nine|five|one|eight|eight"),
    ("digits", "*41#", "star|four|one|pound"),
    ("phone", "+1 (212) 555", "plus|one|two|one|two|five|five|five"),
    ("phone", 911, "nine|one|one"),
    ("money", 0, "zero|yuan"),
    ("money", 1, "one|yuan"),
    ("money", "12.50", "twelve|yuan|and|fifty|fen"),
    ("money", "0.05", "five|fen"),
    ("money", "$0", "zero|dollars"),
    ("money", "$1", "one|dollar"),
    ("money", "$1.01", "one|dollar|and|one|cent"),
    ("money", "12.50 USD", "twelve|dollars|and|fifty|cents"),
    ("money", "USD 1,299", "one|thousand|two hundred|ninety-nine|dollars"),
    ("money", "0.99 usd", "ninety-nine|cents"),
    ("money", "-3.20 USD", "minus|three|dollars|and|twenty|cents"),
    ("money", Money(Decimal("2.5"), "USD"), "two|dollars|and|fifty|cents"),
    ("money", {"amount": 100, "currency": "USD"}, "one hundred|dollars"),
    ("money", {"amount": 129.9}, "one hundred|twenty-nine|yuan|and|ninety|fen"),
    ("date", "2026-11-22", "November|twenty-second|twenty|twenty-six"),
    ("date", date(2000, 1, 1), "January|first|two|thousand"),
    ("date", date(2005, 2, 3), "February|third|two|thousand|five"),
    ("date", date(2010, 3, 12), "March|twelfth|twenty|ten"),
    ("date", date(1900, 4, 20), "April|twentieth|nineteen|hundred"),
    ("date", date(1905, 5, 31), "May|thirty-first|nineteen|oh five"),
    ("date", datetime(1999, 6, 10, 23, 59), "June|tenth|nineteen|ninety-nine"),
    ("date", "2026-07-05", "July|fifth|twenty|twenty-six"),
    ("date", "2026-08-08", "August|eighth|twenty|twenty-six"),
    ("date", "2026-09-09", "September|ninth|twenty|twenty-six"),
    ("date", "2026-10-30T08:00:00+08:00", "October|thirtieth|twenty|twenty-six"),
    ("date", "2100-12-23", "December|twenty-third|twenty-one|hundred"),
    ("time", "00:00", "midnight"),
    ("time", "00:30", "twelve|thirty|a.m."),
    ("time", "9:05", "nine|oh five|a.m."),
    ("time", "12:00", "noon"),
    ("time", "12:12", "twelve|twelve|p.m."),
    ("time", time(14, 0), "two|p.m."),
    ("time", "18:00:59", "six|p.m."),
    ("time", datetime(2026, 1, 1, 23, 20), "eleven|twenty|p.m."),
    ("duration", 0, "zero|seconds"),
    ("duration", 1, "one|second"),
    ("duration", 62, "one|minute|two|seconds"),
    ("duration", 7200, "two|hours"),
    ("duration", 3605, "one|hour|five|seconds"),
    ("duration", timedelta(minutes=12), "twelve|minutes"),
    ("duration", 89.6, "one|minute|thirty|seconds"),
]


@pytest.mark.parametrize(("kind", "value", "said"), SAID)
def test_is_said_in_english(kind: str, value: object, said: str) -> None:
    assert "|".join(speak(kind, value, "en")) == said


def test_the_table_is_long_enough_to_trust() -> None:
    assert len(SAID) >= 80
