"""Relaxation that does not relax."""

from __future__ import annotations

import pytest

from .samples import found, places, told

ID = "relaxation"
STEP = "- queue: {{to: support, skills: {skills}, relax: [{relax}]}}"


@pytest.mark.parametrize(
    ("skills", "relax", "text"),
    [
        (
            "{buyer: 2}",
            "»{after: 9s, skills: {buyer: 3}}",
            "in the end more is required than at first: 'buyer >= 3' after 'buyer >= 2'",
        ),
        (
            "{buyer: 2}",
            "{after: 9s, skills: {buyer: 1}}, »{after: 20s, add: {buyer: 4}}",
            "in the end more is required than at first: 'buyer and buyer >= 4' after 'buyer >= 2'",
        ),
        (
            "'zh or en'",
            "»{when: idle_agents < 1, skills: zh and en}",
            "in the end more is required than at first: 'zh and en' after 'zh or en'",
        ),
        (
            "{buyer: 3}",
            "»{after: 9s, add: {seller: 1}}, {after: 20s, drop: [buyer, seller]}",
            "this stage requires more than before: 'buyer >= 3 and seller' after 'buyer >= 3'",
        ),
        (
            "{buyer: 3}",
            "{after: 9s, skills: {buyer: 1}}, »{after: 20s, skills: {buyer: 2}}",
            "this stage requires more than before: 'buyer >= 2' after 'buyer'",
        ),
        (
            "{buyer: 3}",
            "»{after: 9s, drop: seller}",
            "this stage changes nothing: 'buyer >= 3' is required before and after it",
        ),
        (
            "{buyer: 3}",
            "{after: 9s, skills: {buyer: 2}}, »{after: 20s, skills: buyer >= 2}",
            "this stage changes nothing: 'buyer >= 2' is required before and after it",
        ),
        (
            "{buyer: 3}",
            "{after: 20s, skills: {buyer: 2}}, {after: »9s, skills: {buyer: 1}}",
            "this stage comes behind one of 20 s and waits for it;"
            " write the stages in the order of their times",
        ),
    ],
)
def test_what_does_not_relax_is_told(skills: str, relax: str, text: str) -> None:
    example = STEP.format(skills=skills, relax=relax)
    assert told(example, ID) == [text]
    assert found(example, ID) == places(example)


@pytest.mark.parametrize(
    ("skills", "relax"),
    [
        ("{buyer: 3}", "{after: 9s, skills: {buyer: 1}}"),
        ("{buyer: 3}", "{after: 9s, drop: buyer}"),
        ("{buyer: 3}", "{after: 9s, swap: {buyer: seller}}"),
        ("{buyer: 3}", "{after: 9s, drop: buyer, add: {seller: 1}}"),
        ("{buyer: 3}", "{after: 20s, skills: {buyer: 2}}, {when: idle_agents < 1, skills: {buyer: 1}}"),
        ("'zh or en'", "{after: 9s, drop: zh}"),
        ("'zh and not en'", "{after: 9s, drop: en}"),
    ],
)
def test_what_relaxes_or_asks_for_others_is_no_fault(skills: str, relax: str) -> None:
    assert told(STEP.format(skills=skills, relax=relax), ID) == []


def test_what_is_known_only_in_a_call_is_not_judged() -> None:
    example = "- set: {level: '3'}\n" + STEP.format(
        skills="'buyer >= {{ level }}'", relax="{after: 9s, skills: {buyer: 5}}"
    )
    assert told(example, ID) == []
