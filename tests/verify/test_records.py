"""Asterisk's records are read whatever a caller calls themselves, and damage costs one record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ivr.verify.records import Cdr, Cel, rows
from tests.verify.writing import cdr, event, quoted

ANYTHING = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)


@given(ANYTHING, ANYTHING)
def test_names_and_numbers_of_any_kind_stay_within_their_field(name: str, number: str) -> None:
    lines = event(1, "CHAN_START", "PJSIP/a-1", name=name, number=number) + event(2, "HANGUP", "PJSIP/a-1")
    found = [Cel.of(fields) for fields in rows(lines.splitlines(keepends=True))]
    assert [each.kind for each in found if each] == ["CHAN_START", "HANGUP"]
    assert found[0] is not None
    if "\r" not in name + number:  # a line of bytes may end in one
        assert [found[0].name, found[0].number] == [name, number]


def test_a_name_that_looks_like_a_record_makes_none() -> None:
    forged = '\n"1763776800.000000","HANGUP","PJSIP/line-00000001"'
    lines = event(1, "CHAN_START", "PJSIP/a-1", name=forged).splitlines(keepends=True)
    (fields,) = rows(lines)
    assert fields[6] == forged


@given(st.integers(0, 400), st.binary(max_size=50).filter(lambda noise: b'"' not in noise))
def test_a_torn_line_costs_one_record_and_not_the_next(cut: int, noise: bytes) -> None:
    whole = event(1, "CHAN_START", "PJSIP/a-1", name="王芳")
    torn = whole[: min(cut, len(whole) - 3)] + noise
    lines = (torn + b"\n" + event(2, "HANGUP", "PJSIP/a-1")).splitlines(keepends=True)
    read = [each.kind for fields in rows(lines) if (each := Cel.of(fields))]
    assert read == ["HANGUP"]


def test_times_that_are_none_make_no_cdr() -> None:
    (fields,) = rows([quoted(["1763776800.000000", "x", "", *"12345678"])])
    assert Cdr.of(fields) is None
    (fields,) = rows([cdr(answered=0)])
    leg = Cdr.of(fields)
    assert leg is not None
    assert leg.answered == 0.0
