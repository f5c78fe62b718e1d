"""The catalogue of measures."""

from __future__ import annotations

import re

import pytest

from ivr.measures.catalogue import MEASURES
from ivr.measures.measure import Measure
from ivr.measures.parts import Parts

ALL = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


@ALL
def test_a_measure_is_named_in_both_languages(measure: Measure) -> None:
    for text in (measure.title, measure.formula):
        assert re.search("[\u4e00-\u9fff]", text["zh"]), text
        assert re.search("[A-Za-z]", text["en"]), text


@ALL
def test_of_nothing_a_measure_is_no_data_and_a_count_is_nought(measure: Measure) -> None:
    assert measure.of(Parts()) == (0 if measure.unit == "count" else None)
