"""What an expression may cost: counted, so that a hostile one fails alike on every machine."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from ivr.flow.expressions import Expression, ExpressionFailed, Template, keepable
from ivr.flow.work import MAX_DEPTH, MAX_WORK, Work, charge, limited, weigh

from .hostile import BEARABLE, REFUSED_IN_A_CALL, values

VALUES = values()


@pytest.mark.parametrize("what", REFUSED_IN_A_CALL)
def test_a_hostile_expression_fails_within_its_budget(what: str) -> None:
    with pytest.raises(ExpressionFailed, match=r"too|more than|only numbers"):
        Expression(REFUSED_IN_A_CALL[what]).value(VALUES)


@pytest.mark.parametrize("what", REFUSED_IN_A_CALL)
def test_the_same_in_a_text_fails_as_well(what: str) -> None:
    with pytest.raises(ExpressionFailed):
        Template("{{ " + REFUSED_IN_A_CALL[what] + " }}").render(VALUES)


@pytest.mark.parametrize("what", BEARABLE)
def test_what_costs_little_is_worked_out_whatever_the_values(what: str) -> None:
    Expression(BEARABLE[what]).value(VALUES)


@pytest.mark.parametrize("name", ["doubled", "pairs", "deep", "numbers", "records", "big"])
def test_a_large_value_is_not_spoken(name: str) -> None:
    with pytest.raises(ExpressionFailed):
        Template("{{ " + name + " }}").render(VALUES)


@pytest.mark.parametrize("source", ["[numbers, numbers]", "{'a': doubled}", "(deep,)", "numbers"])
def test_a_value_too_large_is_not_kept(source: str) -> None:
    expression = Expression(source)
    with pytest.raises(ExpressionFailed, match=r"too large|too deeply"):
        keepable(expression, expression.value(VALUES))


def test_a_value_cannot_grow_without_end_by_being_kept_again_and_again() -> None:
    again = Expression("[x, x]")

    def keep(value: object, times: int) -> None:
        keepable(again, value)
        if times:
            keep(again.value({"x": value}), times - 1)

    with pytest.raises(ExpressionFailed, match=r"too large|too deeply"):
        keep("x", MAX_DEPTH)


def test_the_keys_of_a_mapping_are_written_out() -> None:
    assert Expression("{'zh': 1, 'en': 2}['en']").value({}) == 2
    with pytest.raises(ValueError, match="the keys of a mapping must be written out"):
        Expression("{pairs: 1}")


def test_what_is_looked_up_is_no_list() -> None:
    assert Expression("known[pairs]").value(VALUES) is None


def test_the_values_of_a_mapping_can_be_taken_apart() -> None:
    assert Expression("known.items() | list").value(VALUES) == [("a", 1)]
    assert Expression("known | items | list").value(VALUES) == [("a", 1)]
    assert Expression("(known.keys() | list)[0] ~ known.get('a')").value(VALUES) == "a1"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 < 2 <= 2 < 3", True),
        ("1 < 2 > 5 < 9", False),
        ("1 not in [2, 3]", True),
        ("'b' in 'abc'", True),
        ("'a' in {'a': 1}", True),
        ("order[2:4]", "34"),
        ("order[::-1]", "87654321"),
        ("[1, 2] + [3]", [1, 2, 3]),
        ("'a' + 'b'", "ab"),
        ("7 // 2 + 7 % 2 - 1 / 2", 3.5),
        ("[3, 1, 2] | sort | join('-')", "1-2-3"),
        ("[3, 1, 3] | unique | list", [3, 1]),
        ("[1, 2] | reverse | list", [2, 1]),
        ("[{'n': 2}, {'n': 5}] | sum('n')", 7),
        ("([{'n': 2}, {'n': 5}] | max(attribute='n')).n", 5),
        ("' x ' | trim ~ ('xxaxx' | trim('x'))", "xa"),
        ("'12.7' | int + ('1.5' | float)", 13.5),
        ("2.345 | round(1)", 2.3),
        ("2.1 | round(0, 'ceil')", 3.0),
    ],
)
def test_charged_operations_give_what_they_gave(source: str, value: object) -> None:
    assert Expression(source).value(VALUES) == value


def test_work_is_counted_down_and_refused_when_it_is_used_up() -> None:
    with limited(Work(10, clock=lambda: 0.0)) as work:
        charge(7)
        assert work.left == 3
        with pytest.raises(SecurityError, match="too much work"):
            charge(4)


def test_each_evaluation_has_work_of_its_own() -> None:
    expression = Expression("numbers | join | length + 0")
    text = {"numbers": list(range(3_000))}
    for _ in range(5):
        expression.value(text)


def test_processor_time_is_a_second_limit() -> None:
    times = iter([0.0, 0.01, 0.06])
    with limited(Work(100_000, clock=lambda: next(times))):
        charge(2_000)
        with pytest.raises(SecurityError, match="too long"):
            charge(2_000)


def test_the_clock_is_looked_at_only_now_and_then() -> None:
    times = iter([0.0])
    with limited(Work(100_000, clock=lambda: next(times))):
        for _ in range(900):
            charge(1)


def test_weight_counts_shared_values_each_time() -> None:
    row = [1, 2, 3]
    assert weigh([row, row]) - weigh([row]) == weigh(row) + 1


def test_weight_stops_early() -> None:
    with pytest.raises(SecurityError, match="too large"):
        weigh(VALUES["doubled"])
    assert weigh("x" * 640) == 11
    assert weigh(*([1] * MAX_WORK)) == MAX_WORK


_ATOMS = st.sampled_from(
    [
        "big",
        "sharp",
        "digits",
        "numbers",
        "records",
        "orders",
        "doubled",
        "pairs",
        "deep",
        "huge",
        "known",
        "order",
        "3",
    ]
)
_WAYS = st.sampled_from(
    [
        "({a} ~ {b})", "({a} + {b})", "({a} * {b})", "({a} - {b})", "({a} // {b})", "({a} == {b})",
        "({a} < {b})",
        "({a} in {b})", "[{a}, {b}]", "({a}, {b})", "({a})[1:]", "({a})[0]", "({a} | string)", "({a} | list)",
        "({a} | sort)", "({a} | unique)", "({a} | upper)", "({a} | title)", "({a} | int)",
        "({a} | join({b}))",
        "({a} | replace({b}, 'x'))", "({a} | sum)", "({a} | max)", "({a} | reverse)", "({a} | round({b}))",
        "({a} | items)", "({a} | default({b}))", "({a} is eq {b})", "({a}).strip({b})", "({a}).split({b})",
        "({a}).get({b})", "({a}).values()", "({a}).count({b})", "({a} | trim({b}))", "({a} if {b} else {a})",
    ]
)  # fmt: skip


def _combined(below: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda way, a, b: way.format(a=a, b=b), _WAYS, below, below)


@settings(deadline=None, max_examples=300)
@given(st.recursive(_ATOMS, _combined, max_leaves=8))
def test_any_expression_over_large_values_ends_within_its_budget(source: str) -> None:
    """Nothing here is timed: one operation that is not counted would never come back."""
    try:
        value = Expression(source).value(VALUES)
        Template("{{ " + source + " }}").render(VALUES)
    except (ExpressionFailed, ValueError):
        return
    keepable(Expression(source), value)
