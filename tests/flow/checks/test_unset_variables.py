"""Variables that are read before they are set."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.events import StepFailed
from ivr.flow.rehearsal import rehearse
from ivr.flow.variables import Variables
from tests.flow import trial

from .samples import found, places, told

ID = "unset_variables"


@pytest.mark.parametrize(
    "flows",
    [
        'main: [{say: {digits: »"{{ order }}"}}]',
        "main: [{if: »order, then: [hangup]}, {set: {order: 1}}]",
        'main: [{set: {total: »"{{ total + 1 }}"}}]',
        'main: [{set: {a: »"{{ b }}", b: 1}}]',
        'main: [{http: {get: »"http://crm/{{ found.id }}", save: found}}]',
        'main: [{queue: {to: support, skills: {»"{{ skill }}": 1}}}]',
        'main: [{goto: b}]\nb: [{play: »"{{ a }}"}, {goto: c}]\nc: [{set: {a: 1}}]',
        'main: [{call: sub}]\nsub: [{play: »"{{ a }}"}]',
        'main: [{if: call.id, then: [{play: »"{{ a }}"}, {play: "{{ a }}"}]}]',
    ],
)
def test_what_nothing_can_have_set_is_an_error_where_it_is_read(flows: str) -> None:
    assert found(flows, ID) == places(flows)
    assert told(flows, ID)[0].startswith("nothing has set the variable")


@pytest.mark.parametrize(
    ("flows", "way"),
    [
        ('main: [{if: call.id, then: [{set: {a: 1}}]}, {play: »"{{ a }}"}]', "main"),
        (
            "main: [{if: call.id, then: [{goto: b}]}, {set: {a: 1}}, {goto: c}]\n"
            'b: [{goto: c}]\nc: [{play: »"{{ a }}"}]',
            "main → b → c",
        ),
        ('main: [{call: sub}, {play: »"{{ a }}"}]\nsub: [{if: call.id, then: [{set: {a: 1}}]}]', "main"),
        (
            'main: [{call: sub}, {play: »"{{ a }}"}]\nsub: [{if: call.id, then: [return]}, {set: {a: 1}}]',
            "main",
        ),
        (
            "dialplan: a\nnumbers: ['1']\nstart: main\non_error: sorry\nflows:\n"
            '  main: [{set: {a: 1}}]\n  sorry: [{play: »"{{ a }}"}]\n',
            "sorry",
        ),
    ],
)
def test_what_some_way_has_not_set_is_a_warning_that_names_the_way(flows: str, way: str) -> None:
    assert found(flows, ID) == places(flows)
    assert told(flows, ID) == [f"the variable 'a' may not be set here: it is not on some way by {way}"]


def test_the_nearest_name_is_told() -> None:
    said = told('main: [{set: {order: 1}}, {play: "{{ ordr }}"}]', ID)
    assert said[0].startswith("nothing has set the variable 'ordr' here; did you mean 'order'?")


@pytest.mark.parametrize(
    "flows",
    [
        'main: [{set: {a: 1}}, {play: "{{ a }}"}]',
        'main: [{set: {a: 1, b: "{{ a }}"}}]',
        'main: [{if: call.id, then: [{set: {a: 1}}], else: [{set: {a: 2}}]}, {play: "{{ a }}"}]',
        'main: [{if: call.id, then: [{set: {a: 1}}], else: [hangup]}, {play: "{{ a }}"}]',
        'main: [{if: a is not defined, then: [{set: {a: 1}}]}, {play: "{{ a }}"}]',
        "main: [{if: a | default(''), then: [{play: '{{ a }}'}]}]",
        'main: [{call: sub}, {play: "{{ a }}"}]\n'
        "sub: [{if: call.id, then: [{goto: b}]}, {set: {a: 1}}]\nb: [{set: {a: 2}}]",
        'main: [{call: sub}, {play: "{{ a }}"}]\nsub: [{if: call.id, then: [hangup]}, {set: {a: 1}}]',
        'main: [{set: {a: 1}}, {goto: b}]\nb: [{play: "{{ a }}"}, {if: call.id, then: [{goto: b}]}]',
        "main: [{collect: {save: a, prompt: {zh: 好, en: ok}, confirm: '{{ a }}', give_up: b}}]\n"
        "b: [{play: '{{ a }}'}]",
        'main: [{http: {get: "http://crm", save: a, on_error: b}}]\nb: [{if: a.x, then: [hangup]}]',
        'main: [{play: "{{ caller.number }} {{ call.id }} {{ now.hour }} {{ case.reference }}"}]',
        'main: [hangup, {play: "{{ a }}"}]',
        "main: [{list: {name: vip, found: hangup}}, {if: listed.found, then: [hangup]}]",
        'main: [{secure: [{set: {a: 1}}]}, {play: "{{ a }}"}]',
    ],
)
def test_what_every_way_has_set_gives_nothing(flows: str) -> None:
    assert found(flows, ID) == []


NAMES = st.sampled_from("ab")
FLOWS = ("main", "one", "two")


@st.composite
def steps(draw: st.DrawFn, depth: int = 2) -> str:
    """A list of steps that set, read, branch by the caller's number and lead to other flows."""
    return "[" + ", ".join(draw(st.lists(step(depth), min_size=1, max_size=3))) + "]"


def step(depth: int) -> st.SearchStrategy[str]:
    plain = [
        st.builds("{{set: {{{}: '1'}}}}".format, NAMES),
        st.builds("{{play: '{{{{ {} }}}}'}}".format, NAMES),
        st.builds("{{go: {}}}".format, st.sampled_from(FLOWS)),
        st.builds("{{call: {}}}".format, st.sampled_from(FLOWS)),
        st.sampled_from(["back", "stop"]),
    ]
    if not depth:
        return st.one_of(plain)
    conditions = st.one_of(
        st.builds("caller.number.find('{}') >= 0".format, st.sampled_from("1234")),
        st.builds("{} is defined".format, NAMES),
        st.builds("{} is not defined".format, NAMES),
    )
    blocks = st.builds(
        '{{if: "{}", then: {}, else: {}}}'.format, conditions, steps(depth - 1), steps(depth - 1)
    )
    half = st.builds('{{if: "{}", then: {}}}'.format, conditions, steps(depth - 1))
    return st.one_of(*plain, blocks, half)


@settings(max_examples=60, deadline=None)
@given(st.tuples(steps(), steps(), steps()), st.sampled_from(["", "1", "2", "12", "34", "1234"]))
def test_no_call_fails_on_a_variable_that_the_check_lets_pass(flows: tuple[str, ...], number: str) -> None:
    plan = trial.plan("\n".join(f"{name}: {text}" for name, text in zip(FLOWS, flows, strict=True)))
    if not any(Variables(plan).unset_reads()):
        failures = rehearse(plan, number=number).all(StepFailed)
        assert not [failed for failed in failures if "nothing has set" in failed.error]
