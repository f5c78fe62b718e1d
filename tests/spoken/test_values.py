"""What holds for every value: bad ones are refused with a remedy, good ones use the known vocabulary."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.spoken import KINDS, LANGUAGES, CannotBeSaid, parse, speak, vocabulary
from ivr.spoken.units import BY_NAME
from tests.spoken.understood import understood

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
    ("number", 1_000_000_000_001, "at most 1000000000000"),
    ("number", "-1000000000001", "at most 1000000000000"),
    ("number", 10**100, "at most 40 digits"),
    ("number", float("nan"), "at most 1000000000000"),
    ("number", float("inf"), "at most 1000000000000"),
    ("number", Decimal("sNaN"), "at most 1000000000000"),
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
    ("code", "SF-订单", "only A-Z and 0-9"),
    ("code", "A" * 41, "only A-Z and 0-9"),
    ("code", "", "only A-Z and 0-9"),
    ("code", -5, "only A-Z and 0-9"),
    ("count", "2", "write it like 2 people"),
    ("count", 2, "write it like 2 people"),
    ("count", "2 horses", "what can be counted: people, items"),
    ("count", "two people", "write it like 2 people"),
    ("count", "-2 people", "cannot be less than 0"),
    ("ordinal", 0, "from 1 to 999"),
    ("ordinal", 1000, "from 1 to 999"),
    ("ordinal", "1.5", "from 1 to 999"),
    ("ordinal", "first", "write it like 1299"),
    ("percent", "half", "write it like 1299"),
    ("percent", "5%%", "write it like 1299"),
    ("weekday", "Monday", "write it like 2026-11-22"),
    ("wait", "300-180", "shorter time first"),
    ("wait", "5-", "write it like 1299"),
    ("wait", -1, "from 0 to 359999"),
    ("wait", "60-360000", "from 0 to 359999"),
    ("duration", -1, "from 0 to 359999"),
    ("duration", 360000, "from 0 to 359999"),
    ("duration", "soon", "write it like 1299"),
]


@pytest.mark.parametrize(("kind", "value", "remedy"), REFUSED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_value_is_refused_with_a_remedy(kind: str, value: object, remedy: str, language: str) -> None:
    with pytest.raises(CannotBeSaid, match="cannot be said") as refusal:
        speak(kind, value, language)
    assert remedy in str(refusal.value)
    assert "不能读作" in refusal.value.zh
    assert len(str(refusal.value)) < 220


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        ValueError, match="allowed: digits, phone, code, number, count, ordinal, percent, money, "
    ):
        speak("colour", 1, "zh")


@pytest.mark.parametrize("said", [lambda: speak("number", 1, "fr"), lambda: vocabulary("fr")])
def test_an_unknown_language_is_refused_with_those_there_are(said: object) -> None:
    with pytest.raises(ValueError, match="allowed: zh, en"):
        said()  # type: ignore[operator]


def _span(ends: list[int]) -> str:
    return f"{min(ends)}-{max(ends)}"


GOOD = st.one_of(
    st.tuples(st.just("number"), st.integers(-(10**12), 10**12)),
    st.tuples(st.just("number"), st.decimals(-(10**10), 10**10, places=6)),
    st.tuples(st.just("digits"), st.text("0123456789*#", min_size=1, max_size=40)),
    st.tuples(st.just("phone"), st.text("0123456789*#", min_size=1, max_size=40)),
    st.tuples(st.just("money"), st.decimals(-(10**10), 10**10, places=2)),
    st.tuples(st.just("money"), st.decimals(-(10**10), 10**10, places=2).map(lambda d: f"{d} USD")),
    st.tuples(st.sampled_from(["date", "weekday"]), st.dates(min_value=dt.date(1000, 1, 1))),
    st.tuples(st.just("code"), st.text("0123456789ABCXYZabcxyz", min_size=1, max_size=40)),
    st.tuples(
        st.just("count"), st.builds("{} {}".format, st.integers(0, 10**12), st.sampled_from(list(BY_NAME)))
    ),
    st.tuples(st.just("ordinal"), st.integers(1, 999)),
    st.tuples(st.just("percent"), st.decimals(-1000, 1000, places=2)),
    st.tuples(st.just("wait"), st.integers(0, 359_999)),
    st.tuples(st.just("wait"), st.lists(st.integers(0, 359_999), min_size=2, max_size=2).map(_span)),
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


@given(st.integers(-(10**12), 10**12))
@example(10**12)
@example(100_005_000)
@example(10_000_000_010)
def test_a_number_can_be_understood_again(value: int) -> None:
    assert understood("zh", speak("number", value, "zh")) == value
    assert understood("en", speak("number", value, "en")) == value


@given(st.integers(0, 10**12))
def test_a_mandarin_number_never_says_zero_twice_in_a_row(value: int) -> None:
    assert "零零" not in "".join(speak("number", value, "zh"))


@given(st.integers(1, 999))
def test_two_different_ordinals_never_sound_the_same(value: int) -> None:
    for language in LANGUAGES:
        assert speak("ordinal", value, language) != speak("ordinal", value - 1 or 999, language)


@given(st.integers(0, 359_999))
def test_a_wait_is_never_told_shorter_than_it_is(value: int) -> None:
    told = parse.wait(value)
    assert (told.high or 1) * 60 >= value
    assert told.high * 60 < value + 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vocabulary_is_small_enough_to_record(language: str) -> None:
    words = vocabulary(language)
    assert len(words) == len(set(words)) < 400
