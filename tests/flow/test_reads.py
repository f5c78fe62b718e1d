"""What an expression needs to be set, and what is surely set when it holds."""

from __future__ import annotations

import pytest

from ivr.flow.expressions import Expression, Template
from ivr.flow.reads import reading


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a", "a"),
        ("a.b['c'].d", "a"),
        ("a[b]", "a b"),
        ("a | int + b | length", "a b"),
        ("a | default('')", ""),
        ("a.b.c | default('') | upper", ""),
        ("a[b] | default(c)", "b c"),
        ("(a ~ b) | default('')", "a b"),
        ("a is defined", ""),
        ("a.b is not defined", ""),
        ("a is defined and a > b", "b"),
        ("a is not defined or a == ''", ""),
        ("not (a is not defined) and a", ""),
        ("a is defined or a", "a"),
        ("a if a is defined else b", "b"),
        ("a if b", "a b"),
        ("env.CRM ~ env['X']", "env env.CRM"),
        ("env.CRM | default('')", ""),
        ("call.language == 'zh'", "call"),
    ],
)
def test_what_is_read(source: str, names: str) -> None:
    assert reading(Expression(source)).names == set(names.split())


@pytest.mark.parametrize(
    ("source", "if_true", "if_false"),
    [
        ("a is defined", "a", ""),
        ("a is undefined", "", "a"),
        ("not a is defined", "", "a"),
        ("a is defined and b is defined", "a b", ""),
        ("a is defined or b is defined", "", ""),
        ("a is undefined or b is undefined", "", "a b"),
        ("a | default('')", "a", ""),
        ("a | default(true)", "", ""),
        ("a.level | default('') == 'gold'", "a", ""),
        ("a | default('gold') == 'gold'", "", ""),
        ("a | default('') != 'gold'", "", ""),
    ],
)
def test_what_a_condition_makes_sure(source: str, if_true: str, if_false: str) -> None:
    found = reading(Expression(source))
    assert found.if_true == set(if_true.split())
    assert found.if_false == set(if_false.split())


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("plain", ""),
        ("{{ a }} and {{ b | default('') }}", "a"),
        ("{% if a is defined %}{{ a }}{% else %}{{ b }}{% endif %}", "b"),
        ("{% if a %}{{ b }}{% elif c %}{{ d }}{% endif %}", "a b c d"),
    ],
)
def test_what_a_text_reads(source: str, names: str) -> None:
    assert reading(Template(source)).names == set(names.split())
