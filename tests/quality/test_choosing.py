"""Which talks are drawn by a seed."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.quality.choosing import Candidate, drawn, shares

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(1, 60), max_size=8)


def talks(counts: dict[str, int]) -> list[Candidate]:
    strata = [name for name, many in counts.items() for _ in range(many)]
    return [Candidate(number, f"c-{number}", "li", "support", name) for number, name in enumerate(strata)]


def test_those_with_the_lowest_hash_of_seed_and_recording_are_drawn() -> None:
    lowest = sorted(range(40), key=lambda number: sha256(f"w45:{number}".encode()).hexdigest())
    assert [each.recording for each in drawn(talks({"": 40}), 7, "w45")] == lowest[:7]


def test_the_order_in_which_they_are_found_makes_no_difference() -> None:
    candidates = talks({"li": 30, "wang": 10})
    assert drawn(candidates, 8, "w45") == drawn(candidates[::-1], 8, "w45")


def test_another_seed_draws_others() -> None:
    assert drawn(talks({"": 400}), 5, "w45") != drawn(talks({"": 400}), 5, "w46")


@pytest.mark.parametrize(
    ("counts", "size", "expected"),
    [
        ({"li": 75, "wang": 25}, 4, {"li": 3, "wang": 1}),
        ({"li": 60, "wang": 40}, 10, {"li": 6, "wang": 4}),
        ({"li": 1000, "wang": 1}, 10, {"li": 9, "wang": 1}),
        ({"li": 3, "wang": 1}, 10, {"li": 3, "wang": 1}),
        ({}, 10, {}),
    ],
)
def test_places_are_in_proportion_with_one_at_least(
    counts: dict[str, int], size: int, expected: dict[str, int]
) -> None:
    assert shares(counts, size, "w45") == expected


def test_with_fewer_places_than_strata_the_seed_tells_which_have_one() -> None:
    counts = dict.fromkeys("abcdef", 9)
    lowest = sorted(counts, key=lambda name: sha256(f"w45:{name}".encode()).hexdigest())
    assert shares(counts, 2, "w45") == dict.fromkeys(lowest[:2], 1)


@given(COUNTS, st.integers(1, 200), st.text(max_size=5))
def test_as_many_as_there_can_be_and_no_stratum_has_more_than_it_holds(
    counts: dict[str, int], size: int, seed: str
) -> None:
    places = shares(counts, size, seed)
    assert sum(places.values()) == min(size, sum(counts.values()))
    assert all(1 <= many <= counts[name] for name, many in places.items())
