"""Reference numbers can be read out, keyed in, checked for slips, and not guessed from one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.hotline.reference import is_reference, new_reference

numbers = st.integers(0, 8_999_999).map(lambda drawn: new_reference(lambda _: drawn))


def test_the_check_digit_of_the_published_example() -> None:
    """572 has check digit 4 in Damm's scheme; leading zeros do not change that."""
    assert is_reference("00005724")
    assert not is_reference("00005723")


@given(numbers)
def test_numbers_have_eight_digits_and_no_leading_zero(number: str) -> None:
    assert len(number) == 8
    assert number.isdigit()
    assert number[0] != "0"
    assert is_reference(number)


@given(numbers, st.integers(0, 7), st.integers(1, 9))
def test_every_wrong_digit_is_found(number: str, place: int, off: int) -> None:
    wrong = (int(number[place]) + off) % 10
    assert not is_reference(f"{number[:place]}{wrong}{number[place + 1 :]}")


@given(numbers, st.integers(0, 6))
def test_every_swap_of_neighbours_is_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_reference(swapped) == (swapped == number)


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567a", "１２３４５６７８", "²2345678"])
def test_what_is_no_number_of_ours(text: str) -> None:
    assert not is_reference(text)


def test_numbers_do_not_follow_one_another() -> None:
    drawn = [int(new_reference()) for _ in range(200)]
    assert len(set(drawn)) == 200
    assert sorted(drawn) != drawn
