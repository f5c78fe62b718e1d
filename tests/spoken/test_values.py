"""What holds for every value: bad ones are refused with a remedy, good ones use the known vocabulary."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.spoken import KINDS, LANGUAGES, speak, vocabulary

REFUSED = [
    ("number", "abc", "write it like 1299"),
    ("number", "", "write it like 1299"),
    ("number", "1.2.3", "write it like 1299"),
    ("number", "1,29", "write it like 1299"),
    ("number", "٣", "write it like 1299"),
    ("number", "5" + " " * 300 + "x", "write it like 1299"),
    ("number", None, "write it like 1299"),
    ("number", True, "write it like 1299"),
    ("number", [1], "write it like 1299"),
    ("number", 100_000_000_000, "at most 99999999999"),
    ("number", "-100000000000", "at most 99999999999"),
    ("number", 10**100, "more than 40 digits"),
    ("number", float("nan"), "at most 99999999999"),
    ("number", float("inf"), "at most 99999999999"),
    ("number", Decimal("sNaN"), "at most 99999999999"),
    ("number", "1.1234567", "at most 6 decimals"),
    ("digits", "12a", "only 0-9"),
    ("digits", "", "only 0-9"),
    ("digits", -5, "only 0-9"),
    ("digits", "1" * 41, "only 0-9"),
    ("digits", 1.5, "cannot be said"),
    ("phone", "call me", "only 0-9"),
    ("money", "12.345", "at most two decimals"),
    ("money", "12 EUR", "CNY and USD"),
    ("money", "$12元", "12.50 USD"),
    ("money", "free", "12.50 USD"),
    ("money", {"currency": "CNY"}, "write it like 1299"),
    ("date", "22.11.2026", "write it like 2026-11-22"),
    ("date", "2026-02-30", "write it like 2026-11-22"),
    ("date", 20261122, "write it like 2026-11-22"),
    ("date", "0999-01-01", "write it like 2026-11-22"),
    ("time", "24:00", "write it like 14:05"),
    ("time", "12:60", "write it like 14:05"),
    ("time", "noon", "write it like 14:05"),
    ("time", 1405, "write it like 14:05"),
    ("duration", -1, "from 0 to 359999"),
    ("duration", 360000, "from 0 to 359999"),
    ("duration", "soon", "write it like 1299"),
]


@pytest.mark.parametrize(("kind", "value", "remedy"), REFUSED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_value_is_refused_with_a_remedy(kind: str, value: object, remedy: str, language: str) -> None:
    with pytest.raises(ValueError, match="cannot be said") as refusal:
        speak(kind, value, language)
    assert remedy in str(refusal.value)
    assert len(str(refusal.value)) < 200


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="allowed: digits, phone, number, money, date, time, duration"):
        speak("colour", 1, "zh")


@pytest.mark.parametrize("said", [lambda: speak("number", 1, "fr"), lambda: vocabulary("fr")])
def test_an_unknown_language_is_refused_with_those_there_are(said: object) -> None:
    with pytest.raises(ValueError, match="allowed: zh, en"):
        said()  # type: ignore[operator]


GOOD = st.one_of(
    st.tuples(st.just("number"), st.integers(-99_999_999_999, 99_999_999_999)),
    st.tuples(st.just("number"), st.decimals(-(10**10), 10**10, places=6)),
    st.tuples(st.just("digits"), st.text("0123456789*#", min_size=1, max_size=40)),
    st.tuples(st.just("phone"), st.text("0123456789*#", min_size=1, max_size=40)),
    st.tuples(st.just("money"), st.decimals(-(10**10), 10**10, places=2)),
    st.tuples(st.just("money"), st.decimals(-(10**10), 10**10, places=2).map(lambda d: f"{d} USD")),
    st.tuples(st.just("date"), st.dates(min_value=dt.date(1000, 1, 1))),
    st.tuples(st.just("time"), st.times()),
    st.tuples(st.just("duration"), st.integers(0, 359_999)),
)


@given(GOOD)
@example(("number", 0.0))
@example(("number", "-0"))
def test_every_fragment_is_in_the_vocabulary(said: tuple[str, object]) -> None:
    for language in LANGUAGES:
        words = speak(said[0], said[1], language)
        assert words
        assert set(words) <= set(vocabulary(language))


@given(st.sampled_from(KINDS), st.one_of(st.text(), st.floats(), st.integers(), st.decimals(), st.none()))
def test_any_value_is_said_or_refused(kind: str, value: object) -> None:
    for language in LANGUAGES:
        try:
            words = speak(kind, value, language)
        except ValueError as error:
            words, refusal = (), str(error)
        assert set(words) <= set(vocabulary(language))
        assert words or "cannot be said" in refusal


def _heard_in_mandarin(words: tuple[str, ...]) -> int:
    """Reads a Mandarin number back, in the plain textbook way, to check `speak` from the other side."""
    total = group = digit = 0
    for sign in "".join(words).replace("两", "二"):
        if sign in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(sign)
        elif sign in "十百千":
            group += (digit or 1) * 10 ** (1 + "十百千".index(sign))
            digit = 0
        else:
            total += (group + digit) * {"万": 10**4, "亿": 10**8}[sign]
            group = digit = 0
    return total + group + digit


@given(st.integers(0, 99_999_999_999))
@example(100_005_000)
@example(10_000_000_010)
def test_a_mandarin_number_can_be_understood_again(value: int) -> None:
    words = speak("number", value, "zh")
    assert _heard_in_mandarin(words) == value
    assert "零零" not in "".join(words)


@given(st.integers(1, 99_999_999_999))
def test_two_different_numbers_never_sound_the_same(value: int) -> None:
    for language in LANGUAGES:
        assert speak("number", value, language) != speak("number", value - 1, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vocabulary_is_small_enough_to_record(language: str) -> None:
    words = vocabulary(language)
    assert len(words) == len(set(words)) < 300
