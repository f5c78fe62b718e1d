"""One spelling for every telephone number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.numbers import normal, pattern


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "+8613800138000",
        "008613800138000",
        "8613800138000",
        "013800138000",
        "138 0013 8000",
        "+86 138-0013-8000",
        "+86 (138) 0013.8000",
        "１３８００１３８０００",
    ],
)
def test_a_number_of_the_country_is_as_it_is_dialled_there(written: str) -> None:
    assert normal(written, "CN") == "13800138000"


@pytest.mark.parametrize("written", ["02155512345", "+862155512345", "00862155512345", "021-5551-2345"])
def test_a_number_with_an_area_code_keeps_its_zero(written: str) -> None:
    assert normal(written, "CN") == "02155512345"


@pytest.mark.parametrize("written", ["+85291234567", "0085291234567", "+852 9123 4567"])
def test_a_number_of_another_country_begins_with_plus(written: str) -> None:
    assert normal(written, "CN") == "+85291234567"


def test_another_country_is_at_home_in_its_own_way() -> None:
    assert normal("+44 20 7946 0018", "GB") == "02079460018"
    assert normal("13800138000", "GB") == "13800138000"


@pytest.mark.parametrize("written", ["1001", "95188", "110", "4008001234", "12345678"])
def test_extensions_and_short_numbers_stay_as_they_are(written: str) -> None:
    assert normal(written, "CN") == written


@pytest.mark.parametrize(
    "written", ["", "138xxxxxxxx", "anonymous", "Restricted", "alice", "*41", "1" * 60, "+", "138;drop", "\0"]
)
def test_what_is_no_number_is_nothing(written: str) -> None:
    assert normal(written, "CN") == ""


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("138xxxxxxxx", "138xxxxxxxx"),
        ("+8613800138000", "13800138000"),
        ("anonymous", ""),
        ("138x%", ""),
        ("138 XXXX XXXX", "138xxxxxxxx"),
        ("+86138xxxxxxxx", "138xxxxxxxx"),
        ("0086138xxxxxxxx", "138xxxxxxxx"),
        ("021xxxxxxxx", "021xxxxxxxx"),
        ("+8621xxxxxxxx", "021xxxxxxxx"),
        ("00852xxxxxxxx", "+852xxxxxxxx"),
        ("1xxx", "1xxx"),
        ("xxxxxxxxxxx", "xxxxxxxxxxx"),
        ("0xxxxxxxxxx", "0xxxxxxxxxx"),
    ],
)
def test_a_pattern_is_spelled_as_the_numbers_it_stands_for(written: str, spelled: str) -> None:
    assert pattern(written, "CN") == spelled


@given(st.text(max_size=60) | st.from_regex(r"\+?[0-9x \-]{0,20}", fullmatch=True))
def test_whatever_comes_the_result_is_a_number_or_nothing(written: str) -> None:
    assert re.fullmatch(r"(\+?[0-9]{1,20})?", normal(written, "CN"))
    assert re.fullmatch(r"(\+?[0-9x]{1,20})?", pattern(written, "CN"))


@given(st.from_regex(r"\+?[0-9]{1,16}", fullmatch=True))
def test_what_is_spelled_right_stays(written: str) -> None:
    once = normal(written, "CN")
    assert normal(once, "CN") == once
