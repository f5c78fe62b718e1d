"""Skills in a text: what stands in braces takes the place of a skill, a level or a part, and of no more."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.skill_text import Filling, SkillText
from routing.needs import ANYBODY, Has, met, parse, written


def filled(text: str, **values: str) -> tuple[str, list[str]]:
    """What it comes to with these variables, and what was complained about."""
    faults: list[str] = []
    filling = Filling(lambda part: part.render(values), lambda part, why: faults.append(f"{part}: {why}"))
    return written(SkillText(text).filled(filling)), faults


@pytest.mark.parametrize(
    ("text", "values", "comes_to"),
    [
        ("seller >= 3 and not trainee", {}, "seller >= 3 and not trainee"),
        ("seller >= 3 and ({{ l }} or en >= 2)", {"l": "zh"}, "seller >= 3 and (zh or en >= 2)"),
        ("{{ l }} >= 2", {"l": "zh"}, "zh >= 2"),
        ("seller >= {{ n }}", {"n": "4"}, "seller >= 4"),
        ("{{ a }} >= {{ n }}", {"a": "vip", "n": "2"}, "vip >= 2"),
        ("line_{{ l }} and zh", {"l": "2"}, "line_2 and zh"),
        ("{{ a }}{{ l }}_x", {"a": "q", "l": "1"}, "q1_x"),
        ("zh and {{ a }}", {"a": "buyer >= 2 or seller"}, "zh and (buyer >= 2 or seller)"),
        ("{{ '}}'[:0] }}zh", {}, "zh"),
    ],
)
def test_braces_stand_for_a_skill_a_level_or_a_part(text: str, values: dict[str, str], comes_to: str) -> None:
    assert filled(text, **values) == (comes_to, [])


@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        ("zh and {{ a }}", "zh"),
        ("zh or {{ a }}", "zh"),
        ("zh and not {{ a }}", "zh"),
        ("zh and (not {{ a }} or {{ a }})", "zh"),
        ("{{ a }}", "anybody"),
    ],
)
def test_a_part_that_comes_to_nothing_is_left_out(text: str, comes_to: str) -> None:
    assert filled(text, a=" ") == (comes_to, [])


@pytest.mark.parametrize(
    ("text", "value", "comes_to", "fault"),
    [
        ("zh and {{ a }}", "x) or (y", "zh", "{{ a }}: 'x) or (y': 'and' or 'or' is missing before ')'"),
        (
            "zh and {{ a }}",
            "两 个",
            "zh",
            "{{ a }}: '两 个': '两' means nothing here; write skills, '>=' and a",
        ),
        ("zh >= {{ a }}", "9", "zh", "{{ a }}: '9' is no level from 1 to 5"),
        ("zh >= {{ a }}", "2 or en", "zh", "{{ a }}: '2 or en' is no level from 1 to 5"),
        ("zh and {{ a }} >= 2", "x or y", "zh", "{{ a }}: a level can only be asked of one skill"),
    ],
)
def test_a_value_of_no_use_is_left_out_and_complained_about(
    text: str, value: str, comes_to: str, fault: str
) -> None:
    found, faults = filled(text, a=value)
    assert found == comes_to
    assert [each[: len(fault)] for each in faults] == [fault]


@given(st.text(max_size=60))
def test_no_value_changes_more_than_its_own_part(value: str) -> None:
    found, _ = filled("seller >= 3 and ({{ a }} or en)", a=value)
    assert not met(parse(found), {"en": 5})


def test_what_is_not_known_before_the_call_asks_for_nothing() -> None:
    filling = Filling(lambda part: None if "{" in part.source else part.source)
    assert SkillText("seller and (zh or {{ a }}) and not {{ b }}").filled(filling) == Has("seller")
    assert SkillText("{{ a }} or seller").filled(filling) == ANYBODY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seller >> 3", "'seller >> 3': '>' means nothing here"),
        ("seller >= 9", "after '>=' comes a level from 1 to 5"),
        ("{{ a }} {{ b }}", "'and' or 'or' is missing before '{{ b }}'"),
        ("zh {% if a %}x{% endif %}", "'{% if a %}' cannot stand among skills"),
        ("zh {# a #}", "'{# a #}' cannot stand among skills"),
        ("zh and {{ a + }}", "unexpected"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        SkillText(text)
