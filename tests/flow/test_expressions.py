"""Templates and expressions: what they give, what they refuse, and what they say when they fail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.expressions import Expression, ExpressionFailed, Template
from ivr.flow.sandbox import Sandbox

KNOWN: dict[str, object] = {
    "number": 5,
    "name": "王芳",
    "long": "x" * 1000,
    "nothing": None,
    "empty": {},
    "member": {"level": "diamond", "items": [1, 2]},
    "digits": ["1", "2"],
    "now": datetime(2026, 3, 3, 10, 30, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain text", "plain text"),
        ("{ braces } stay", "{ braces } stay"),
        ("您好{{ name }}！", "您好王芳！"),
        ("{{ number + 1 }}", "6"),
        ("{{ member.level | upper }}", "DIAMOND"),
        ("{{ member.items }}", "[1, 2]"),
        ("{{ member['level'][0] }}", "d"),
        ("{{ nothing }}", ""),
        ("{{ now.hour }}:{{ now.minute }}", "10:30"),
        ("{{ digits | join('-') }}", "1-2"),
        ("{{ name.strip() }}", "王芳"),
        ("{% if number > 3 %}many{% else %}few{% endif %}", "many"),
        ("{{ empty.level | default('regular') }}", "regular"),
        ("{{ nobody | default('you') }}", "you"),
    ],
)
def test_a_template_gives_text(source: str, text: str) -> None:
    assert Template(source).render(KNOWN) == text


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("member.level == 'diamond'", True),
        ("number > 3 and 'x' in long", True),
        ("number * 2", 10),
        ("member.items", [1, 2]),
        ("empty.level == 'diamond'", False),
        ("empty.level != 'diamond'", True),
        ("not empty.level", True),
        ("empty.level.deeper == 1", False),
        ("empty.level", None),
        ("digits[7]", None),
        ("empty.level is defined", False),
    ],
)
def test_an_expression_gives_a_value_and_what_is_absent_counts_as_no(source: str, value: object) -> None:
    assert Expression(source).value(KNOWN) == value


def test_a_text_without_braces_is_static() -> None:
    assert Template("您好").is_static
    assert not Template("{{ name }}").is_static


def test_the_variables_read_are_known() -> None:
    assert Template("{{ caller.number }}{{ order }}").names == {"caller", "order"}
    assert Expression("member.level == wanted").names == {"member", "wanted"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ nobody }}", "nothing has set the variable 'nobody'"),
        ("{{ nobody.level }}", "nothing has set the variable 'nobody'"),
        ("{{ empty.level }}", "there is no 'level' in it"),
        ("{{ empty.level + 1 }}", "there is no 'level' in it"),
        ("{{ number + name }}", "a text becomes a number by |int"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ long ~ long ~ long ~ long ~ long ~ long ~ long ~ long ~ long ~ long ~ 1 }}", "10,000 chara"),
    ],
)
def test_a_failure_names_the_source_and_the_cause(source: str, words: str) -> None:
    with pytest.raises(ExpressionFailed) as failure:
        Template(source).render(KNOWN)
    assert words in str(failure.value)
    assert source[:40] in str(failure.value)


def test_an_expression_over_a_variable_that_nobody_set_fails() -> None:
    for source in ("nobody", "nobody == 1", "nobody.level == 1"):
        with pytest.raises(ExpressionFailed, match="nothing has set the variable 'nobody'"):
            Expression(source).value(KNOWN)


@pytest.mark.parametrize(
    "source",
    [
        "{{ name",
        "{{ }}",
        "{{ name | nofilter }}",
        "{{ 1 is notest }}",
        "{% for a in digits %}{{ a }}{% endfor %}",
        "{% set a = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro m() %}{% endmacro %}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ dict(a=1) }}",
        "{{ name | attr('upper') }}",
        "{{ name | center(1000000000) }}",
        "{{ digits | map('upper') }}",
        "{{" + "(" * 500 + "1" + ")" * 500 + "}}",
        "{{ '" + "x" * 5000 + "' }}",
    ],
)
def test_what_a_dialplan_may_not_use_is_refused_when_it_is_read(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Template(source)


def test_braces_around_an_expression_are_told() -> None:
    with pytest.raises(ValueError, match="leave out the braces"):
        Expression("{{ number > 3 }}")


@pytest.mark.parametrize(
    "source",
    [
        "name.format(1)",
        "'{:>999999999}'.format(1)",
        "now.strftime('%Y')",
        "long * 1000000000",
        "digits * 1000000000",
        "9 ** 9 ** 9",
        "10 ** 60 * 10 ** 60",
        "'%999999999d' % 1",
        "long | replace('', long) | replace('', long)",
        "'a'.ljust(1000000000)",
        "member.update({})",
        "digits.append(1)",
        "digits.pop()",
        "member.items.clear()",
        "digits | join(long) | replace('x', long)",
    ],
)
def test_a_hostile_expression_fails_and_costs_little(source: str) -> None:
    with pytest.raises((ExpressionFailed, ValueError)):
        Expression(source).value({**KNOWN, "digits": ["1"] * 100})


@pytest.mark.parametrize("source", ["name.__class__", "name.__class__.__mro__", "number.real", "now.tzinfo"])
def test_what_is_inside_python_is_simply_not_there(source: str) -> None:
    assert Expression(source).value(KNOWN) is None


def test_values_are_left_as_they_were() -> None:
    mine = {"list": [1]}
    with pytest.raises(ExpressionFailed):
        Expression("list.append(2)").value(mine)
    assert mine == {"list": [1]}


@pytest.mark.parametrize(
    ("inside", "around"),
    [
        ("1", "({})"),
        ("1", "[{}]"),
        ("1", "{{'a': {}}}"),
        ("1", "-{}"),
        ("1", "not {}"),
        ("1", "{} + 1"),
        ("1", "1 if {} else 2"),
        ("1", "{} | abs"),
        ("1", "{} is number"),
        ("known", "{}.a"),
        ("known", "{}['a']"),
        ("1", "1 < ({})"),
        ("'a'", "('b' ~ {})"),
        ("'a'", "{}.upper()"),
        ("'abc'", "({})[1:]"),
        ("1", "[1, 2][{}]"),
        ("1", "1 or ({})"),
    ],
)
def test_what_may_be_written_can_be_compiled_however_deep(inside: str, around: str) -> None:
    source = inside
    for _ in range(60):
        source = around.format(source)
        try:
            Expression(source)
            Template("{{ " + source + " }}")
        except ValueError:
            return
        Sandbox().compile_expression(source)
        Sandbox().from_string("{{ " + source + " }}")
    assert around == "({})", "brackets are no level of an expression"


@settings(deadline=None)
@given(st.text(alphabet="{}%#|.()[]'\"+-*/~ namedigit019_", max_size=40))
def test_any_text_is_a_template_or_refused(source: str) -> None:
    try:
        template = Template(source)
    except ValueError:
        return
    Sandbox().from_string(source)
    try:
        text = template.render(KNOWN)
    except ExpressionFailed:
        return
    assert len(text) <= 10_000
