"""Numbers in the warehouse tell no more than is asked for."""

from __future__ import annotations

import pytest

from ivr.warehouse.numbers import hashed, masked, written

SECRET = "sixteen characters"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800138000", "138******00"), ("+8613800138000", "+86*********00"), ("10086", "*****"), ("", "")],
)
def test_a_masked_number_shows_its_ends_and_a_short_one_nothing(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_spellings_of_a_number_have_one_hash_and_other_numbers_another() -> None:
    hashes = [hashed(number, SECRET, "CN") for number in ("13800138000", "+8613800138000", "008613800138000")]
    assert len(set(hashes)) == 1
    assert hashed("13800138001", SECRET, "CN") != hashes[0]
    assert len(hashes[0]) == 32


def test_another_secret_makes_another_hash_and_no_number_none() -> None:
    assert hashed("13800138000", SECRET, "CN") != hashed("13800138000", SECRET + "!", "CN")
    assert hashed("", SECRET, "CN") == ""


def test_plain_numbers_stay_as_they_are() -> None:
    assert written("plain", "", "CN")("13800138000") == "13800138000"
