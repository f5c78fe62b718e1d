"""A source that the settings do not have, or that is asked with the wrong names."""

from __future__ import annotations

from ivr.flow.site import UNKNOWN

from .samples import found, told


def test_it_is_told_where_it_is_named() -> None:
    step = "- lookup: {of: custmers, with: {number: a}, save: member}"
    assert found(step, "unknown_source") == [(1, 16)]
    assert told(step, "unknown_source") == [
        "no source named 'custmers'; did you mean 'customers'? allowed: customers"
    ]


def test_what_the_source_wants_to_know_is_told_when_it_is_not_given() -> None:
    step = "- lookup: {of: customers, with: {nmber: a}, save: member}"
    assert told(step, "unknown_source") == [
        "'customers' asks for 'number'; give it under 'with'",
        "'customers' does not ask for 'nmber'; did you mean 'number'? allowed: number",
    ]
    assert found(step, "unknown_source") == [(1, 16), (1, 41)]


def test_a_source_of_the_settings_gives_nothing() -> None:
    assert found("- lookup: {of: customers, with: {number: a}, save: m}", "unknown_source") == []


def test_sources_are_not_judged_where_their_names_are_not_known() -> None:
    assert found("- lookup: {of: any, save: m}", "unknown_source", UNKNOWN) == []
