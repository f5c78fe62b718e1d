"""Jinja2's filters and tests that a dialplan may use, each charged for the size of what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from jinja2 import Environment, pass_environment
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, make_multi_attrgetter
from jinja2.tests import TESTS

from ivr.flow.sandbox_operations import charge_comparison, charge_search, sized, strippable
from ivr.flow.work import charge, weigh

Named = Mapping[str, Callable[..., Any]]
Attribute = str | int | None
_ALL_FILTERS: Mapping[str, Any] = FILTERS
_ALL_TESTS: Mapping[str, Any] = TESTS

_LONGEST_NUMBER = 400  # digits of a text that is made a number
_MOST_PLACES = 20  # of a number that is rounded

# Filters that visit everything in their values, and the units they need for each unit of weight.
_VISITORS: Mapping[str, int] = {
    "abs": 1,
    "capitalize": 2,
    "items": 1,
    "list": 1,
    "lower": 2,
    "reverse": 1,
    "string": 1,
    "title": 30,
    "upper": 2,
}
_AT_ONCE = ("count", "d", "default", "first", "last", "length")
_TESTS = """
    boolean defined divisibleby even false float integer lower mapping none number odd sequence string true
    undefined upper
"""
_COMPARISONS = "eq equalto == ne != > gt greaterthan ge >= < lt lessthan <= le"


def filters() -> Named:
    """The filters by name."""
    visitors = {name: _visitor(_ALL_FILTERS[name], units) for name, units in _VISITORS.items()}
    own: Named = {
        "float": _float,
        "int": _int,
        "join": _join,
        "max": _max,
        "min": _min,
        "replace": _replace,
        "round": _round,
        "sort": _sort,
        "sum": _sum,
        "trim": _trim,
        "unique": _unique,
    }
    return {**visitors, **own, **{name: _ALL_FILTERS[name] for name in _AT_ONCE}}


def tests() -> Named:
    """The tests by name."""
    found = {name: _ALL_TESTS[name] for name in _TESTS.split()}
    found |= {name: _visitor(found[name], 1) for name in ("lower", "upper")}
    found |= {name: _comparison(_ALL_TESTS[name]) for name in _COMPARISONS.split()}
    return {**found, "in": _in}


def _visitor(function: Callable[..., Any], units: int) -> Callable[..., Any]:
    @wraps(function)
    def run(*values: Any, **named: Any) -> Any:
        charge(units * weigh(*values, *named.values()))
        result = function(*values, **named)
        return list(result) if hasattr(result, "__next__") else result

    return run


def _comparison(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(left: object, right: object) -> Any:
        charge_comparison(left, right)
        return function(left, right)

    return run


def _in(value: object, container: Any) -> bool:
    charge_search(value, container)
    return value in container


def _replace(value: object, old: object, new: object, count: int = -1) -> str:
    charge(2 * weigh(value, old, new))
    text, before, after = str(value), str(old), str(new)
    size = len(text) + text.count(before) * len(after)
    return sized(size, lambda: text.replace(before, after, count))


def _join(values: Iterable[object], separator: object = "") -> str:
    items = list(values)
    charge(weigh(items, separator))
    parts, between = [str(item) for item in items], str(separator)
    return sized(sum(map(len, parts)) + len(parts) * len(between), lambda: between.join(parts))


def _trim(value: object, characters: str | None = None) -> str:
    strippable(characters)
    charge(weigh(value) * 4)
    return str(value).strip(characters)


def _int(value: object, default: object = 0, base: int = 10) -> object:
    _short(value)
    return _ALL_FILTERS["int"](value, default, base)


def _float(value: object, default: object = 0.0) -> object:
    _short(value)
    return _ALL_FILTERS["float"](value, default)


def _short(value: object) -> None:
    charge(1)
    if isinstance(value, str) and len(value) > _LONGEST_NUMBER:
        raise SecurityError(f"a number of more than {_LONGEST_NUMBER} digits")


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    charge(1)
    if abs(precision) > _MOST_PLACES:
        raise SecurityError(f"more than {_MOST_PLACES} places to round to")
    return float(_ALL_FILTERS["round"](value, precision, method))


@pass_environment
def _sort(
    environment: Environment,
    values: Iterable[object],
    reverse: bool = False,
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> object:
    items = _charged(environment, values, attribute, 8)
    return _ALL_FILTERS["sort"](environment, items, reverse, case_sensitive, attribute)


@pass_environment
def _unique(
    environment: Environment,
    values: Iterable[object],
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> object:
    items = _charged(environment, values, attribute, 3)
    return list(_ALL_FILTERS["unique"](environment, items, case_sensitive, attribute))


@pass_environment
def _max(
    environment: Environment,
    values: Iterable[object],
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> object:
    items = _charged(environment, values, attribute, 2)
    return _ALL_FILTERS["max"](environment, items, case_sensitive, attribute)


@pass_environment
def _min(
    environment: Environment,
    values: Iterable[object],
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> object:
    items = _charged(environment, values, attribute, 2)
    return _ALL_FILTERS["min"](environment, items, case_sensitive, attribute)


@pass_environment
def _sum(
    environment: Environment, values: Iterable[object], attribute: Attribute = None, start: float = 0
) -> object:
    if not isinstance(start, int | float):
        raise SecurityError("only numbers can be added up")
    items = _charged(environment, values, attribute, 1)
    return _ALL_FILTERS["sum"](environment, items, attribute, start)


def _charged(
    environment: Environment, values: Iterable[object], attribute: Attribute, units: int
) -> list[object]:
    """The values as a list, charged for looking up a key in each and for handling what is found there."""
    items = list(values)
    keys = str(attribute or "")
    charge(len(items) * (2 + 2 * keys.count(".") + 2 * keys.count(",")))
    look_up = make_multi_attrgetter(environment, attribute)
    charge(units * weigh([look_up(item) for item in items]))
    return items
