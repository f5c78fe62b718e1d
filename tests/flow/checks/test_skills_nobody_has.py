"""Skills that no agent has. Li speaks Chinese and serves buyers, Wang speaks both and serves sellers too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.flow.site import UNKNOWN

from .samples import SITE, found, places, told

ID = "skills_nobody_has"
BOTH = "- language: {keys: {1: zh, 2: en}}\n"


@pytest.mark.parametrize(
    ("example", "text"),
    [
        (
            "- queue: {to: support, skills: {»buyr: 1}}",
            "no agent has the skill 'buyr'; did you mean 'buyer'? allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: support, skills: {zh: 1, »seller: '>= 5'}}",
            "no agent has 'seller' at level 5; the best one has 4",
        ),
        (
            BOTH + '- queue: {to: support, skills: {»"{{ call.language }}": 3}}',
            "no agent has 'en' at level 3; the best one has 2",
        ),
        (
            '- set: {call.language: en}\n- queue: {to: support, skills: {»"{{ call.language }}": 3}}',
            "no agent has 'en' at level 3; the best one has 2",
        ),
        (
            "- queue: {to: support, »skills: {seller: 4, buyer: 4}}",
            "no agent has all of these skills: seller 4, buyer 4; their callers wait in vain",
        ),
        (
            "- if: call.id\n  then: [{queue: {to: support, skills: {»cook: 1}}}]",
            "no agent has the skill 'cook'; allowed: buyer, en, seller, zh",
        ),
    ],
)
def test_what_nobody_has_is_told_where_it_is_asked_for(example: str, text: str) -> None:
    assert found(example, ID) == places(example)
    assert told(example, ID) == [text]


@pytest.mark.parametrize(
    "example",
    [
        "- queue: {to: support, skills: {seller: 4, buyer: 3, en: 2}}",
        BOTH + '- queue: {to: support, skills: {seller: 4, "{{ call.language }}": 2}}',
        '- queue: {to: support, skills: {buyer: 4, "{{ call.language }}": 3}}',
        '- set: {call.language: zh, team: cook}\n- queue: {to: support, skills: {"{{ team }}": 3}}',
        "- queue: support",
    ],
)
def test_what_somebody_has_or_what_is_not_known_gives_nothing(example: str) -> None:
    assert found(example, ID) == []


def test_nothing_is_judged_without_agents() -> None:
    example = "- queue: {to: support, skills: {cook: 1}}"
    assert found(example, ID, UNKNOWN) == []
    assert found(example, ID, replace(SITE, agents={})) == []
