"""A name that the environment does not have."""

from __future__ import annotations

import pytest

from ivr.flow.site import UNKNOWN

from .samples import found, places, told

ID = "unknown_environment"


@pytest.mark.parametrize(
    "example",
    [
        '- http: {get: »"{{ env.CMR }}/orders"}',
        "- if: »env.NIGHT == 'yes'\n  then: [hangup]",
        '- play: {zh: 好, en: »"{{ env.NAME }}"}',
    ],
)
def test_it_is_told_where_it_is_read(example: str) -> None:
    assert found(example, ID) == places(example)


def test_the_nearest_name_is_told() -> None:
    said = told('- http: {get: "{{ env.CMR }}/orders"}', ID)
    assert said == ["no 'CMR' under 'environment'; did you mean 'CRM'? allowed: CRM"]


@pytest.mark.parametrize(
    "example",
    [
        '- http: {get: "{{ env.CRM }}/orders"}',
        "- if: env.NIGHT | default('no') == 'yes'\n  then: [hangup]",
    ],
)
def test_known_names_and_those_with_a_default_give_nothing(example: str) -> None:
    assert found(example, ID) == []


def test_nothing_is_judged_where_the_environment_is_not_known() -> None:
    assert found('- http: {get: "{{ env.CMR }}/orders"}', ID, UNKNOWN) == []
