"""Samples are kept as they were drawn."""

from __future__ import annotations

import pytest

from ivr.quality.access import Access
from ivr.quality.choosing import Candidate
from ivr.quality.entry import CannotBe
from ivr.quality.samples import Pick, Samples
from tests.quality.conftest import ANN, LEAD, NOW

CRITERIA = {"size": 2, "seed": "w45", "risk": True}
PICKS = [
    Candidate(7, "c-1", "li", "support", "li", {"silence": 21.5}),
    Candidate(3, "c-3", "wang", "support"),
]


@pytest.fixture
def samples(access: Access) -> Samples:
    return Samples(access)


def test_with_what_they_were_drawn_by_and_their_reasons(samples: Samples) -> None:
    kept = samples.keep(CRITERIA, PICKS, LEAD, NOW)
    assert samples.get(kept.id) == kept
    assert (kept.by, kept.criteria, kept.picks) == ("lead", CRITERIA, 2)
    assert samples.picks(kept.id) == [
        Pick(1, 7, "c-1", "li", "li", {"silence": 21.5}),
        Pick(2, 3, "c-3", "wang", "", {}),
    ]


def test_the_newest_first(samples: Samples) -> None:
    made = [samples.keep(CRITERIA, PICKS, LEAD, NOW + later).id for later in (1, 2)]
    assert [each.id for each in samples.newest(5)] == made[::-1]
    assert len(samples.newest(1)) == 1


def test_and_are_in_the_trail(samples: Samples, access: Access) -> None:
    kept = samples.keep(CRITERIA, PICKS, LEAD, NOW)
    (line,) = access.trail(5)
    assert (line.what, line.about) == ("quality_sampled", f"sample {kept.id}: 2 talks")


def test_only_by_a_lead_and_never_empty(samples: Samples) -> None:
    with pytest.raises(CannotBe, match="only a lead"):
        samples.keep(CRITERIA, PICKS, ANN, NOW)
    with pytest.raises(CannotBe, match="no recorded talk fits"):
        samples.keep(CRITERIA, [], LEAD, NOW)


def test_none_of_another_id(samples: Samples) -> None:
    with pytest.raises(CannotBe, match="no sample 'x'"):
        samples.get("x")
