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
            "no agent meets 'buyer >= 4 and seller >= 4'; callers wait in vain",
        ),
        (
            "- queue: {to: support, skills: »'zh and (cook or en)'}",
            "no agent has the skill 'cook'; allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: support, skills: »'not buyr and zh'}",
            "no agent has the skill 'buyr'; did you mean 'buyer'? allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: support, exclude: [en, »sellr]}",
            "no agent has the skill 'sellr'; did you mean 'seller'? allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: support, prefer: {»vip: 2}}",
            "no agent has the skill 'vip'; allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: support, prefer: [zh, »vip]}",
            "no agent has the skill 'vip'; allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: support, skills: {buyer: 4}, relax: [{after: 9s, skills: {»buyer: 5}}]}",
            "no agent has 'buyer' at level 5; the best one has 4",
        ),
        (
            "- queue: {to: support, skills: {buyer: 4}, relax: [{after: 9s, add: {»vip: 1}}]}",
            "no agent has the skill 'vip'; allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: support, skills: {buyer: 4}, relax: [»{after: 9s, add: {seller: 1}}]}",
            "no agent meets 'buyer >= 4 and seller'; callers wait in vain",
        ),
        (
            "- queue: {to: support, rings: {skill: »cook, levels: [2, 1], every: 20s}}",
            "no agent has the skill 'cook'; allowed: buyer, en, seller, zh",
        ),
        (
            "- queue: {to: vip, skills: {»buyer: 4}}",
            "no agent of queue 'vip' has 'buyer' at level 4; the best one has 3",
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
        "- queue: {to: support, skills: 'buyer >= 4 or seller >= 4'}",
        "- queue: {to: support, skills: 'zh and not trainee', exclude: [apprentice]}",
        "- set: {team: cook}\n- queue: {to: support, skills: 'zh or {{ team }} >= 2'}",
        "- queue: {to: support, rings: {skill: seller, levels: [4, 2, 1], every: 20s}}",
        "- queue: {to: support, skills: {buyer: 4}, relax: [{after: 9s, swap: {buyer: zh}}]}",
        "- queue: {to: vip, skills: {buyer: 3}}",
    ],
)
def test_what_somebody_has_or_what_is_not_known_gives_nothing(example: str) -> None:
    assert found(example, ID) == []


def test_nothing_is_judged_without_agents() -> None:
    example = "- queue: {to: support, skills: {cook: 1}}"
    assert found(example, ID, UNKNOWN) == []
    assert found(example, ID, replace(SITE, agents={})) == []
