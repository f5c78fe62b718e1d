"""Reports as JSON."""

from __future__ import annotations

import json as standard
from dataclasses import replace

from ivr.reports.written import json
from tests.reports.sheets import EMPTY, HOSTILE, SHEET


def test_rows_are_objects_with_the_names_of_the_columns() -> None:
    found = standard.loads(json.write(SHEET))
    assert found["rows"][0] == {
        "queue": "Customer service",
        "offered": 10,
        "answered": 8,
        "abandoned": 2,
        "service_level": 0.8125,
        "asa": 12.5,
    }
    assert found["total"]["offered"] == 11


def test_no_data_is_null_and_texts_are_as_they_are() -> None:
    hostile = standard.loads(json.write(SHEET))["rows"][1]
    assert (hostile["queue"], hostile["service_level"]) == (HOSTILE, None)


def test_the_report_says_what_it_is_about() -> None:
    found = standard.loads(json.write(SHEET))
    assert (found["report"], found["formula"], found["within"]) == ("queue", "D", 20.0)
    assert found["columns"][5] == {"name": "asa", "title": "ASA", "unit": "seconds"}


def test_a_report_over_nothing_has_no_rows() -> None:
    found = standard.loads(json.write(replace(EMPTY, total=None)))
    assert (found["rows"], found["total"]) == ([], None)
