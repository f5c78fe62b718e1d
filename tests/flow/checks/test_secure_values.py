"""Secure values that could get out, in an address or by a step that keeps or logs what it is given."""

from __future__ import annotations

import pytest

from .samples import found, places, told

ID = "secure_values"
TAKEN = "{secure: [{collect: {save: card, prompt: {zh: 好, en: ok}}}]}"


@pytest.mark.parametrize(
    "flows",
    [
        f'main: [{TAKEN}, {{http: {{get: »"http://pay/{{{{ card }}}}"}}}}]',
        f'main: [{TAKEN}, {{http: {{post: »"http://pay/{{{{ card }}}}", body: {{}}}}}}]',
        f"main: [{TAKEN}, {{http: {{get: »\"http://pay/{{{{ card | default('') }}}}\"}}}}]",
        f'main: [{TAKEN}, {{set: {{copy: "{{{{ card }}}}"}}}}, {{http: {{get: »"http://{{{{ copy }}}}"}}}}]',
        f'main: [{TAKEN}, {{remember: {{name: last, keep: »"{{{{ card }}}}"}}}}]',
        f'main: [{TAKEN}, {{transfer: {{to: »"{{{{ card }}}}"}}}}]',
        f'main: [{TAKEN}, {{goto: b}}]\nb: [{{list: {{name: vip, number: »"{{{{ card }}}}"}}}}]',
        'main: [{secure: [{call: asks}]}, {http: {get: »"http://pay/{{ card }}"}}]\n'
        "asks: [{collect: {save: card, prompt: {zh: 好, en: ok}}}]",
        'main: [{secure: [{collect: {save: a, prompt: {zh: 好, en: ok}}}, {http: {get: »"//{{ a }}"}}]}]',
    ],
)
def test_a_way_out_is_told_where_the_value_stands(flows: str) -> None:
    assert found(flows, ID) == places(flows)


def test_what_to_do_is_told() -> None:
    address = f'main: [{TAKEN}, {{http: {{get: "http://pay/{{{{ card }}}}"}}}}]'
    assert told(address, ID) == ["the secure value 'card' would stand in an address; send it in 'body'"]
    kept = f'main: [{TAKEN}, {{transfer: "{{{{ card }}}}"}}]'
    assert told(kept, ID) == ["'transfer' cannot take the secure value 'card': it would be kept or logged"]


@pytest.mark.parametrize(
    "flows",
    [
        f'main: [{TAKEN}, {{http: {{post: "http://pay", body: {{card: "{{{{ card }}}}"}}}}}}]',
        f'main: [{TAKEN}, {{http: {{get: "http://pay", headers: {{X-Card: "{{{{ card }}}}"}}}}}}]',
        f'main: [{TAKEN}, {{say: {{digits: "{{{{ card }}}}"}}}}, {{set: {{copy: "{{{{ card }}}}"}}}}]',
        f"main: [{TAKEN}, {{if: card | length == 16, then: [hangup]}}]",
        f'main: [{TAKEN}, {{pin: {{of: "{{{{ card }}}}", secret: "{{{{ card }}}}"}}}}]',
        f'main: [{TAKEN}, {{set: {{open: 1}}}}, {{http: {{get: "http://pay/{{{{ open }}}}"}}}}]',
        'main: [{collect: {save: order, prompt: {zh: 好, en: ok}}}, {http: {get: "http://crm/{{ order }}"}}]',
    ],
)
def test_where_it_stays_out_of_sight_gives_nothing(flows: str) -> None:
    assert found(flows, ID) == []
