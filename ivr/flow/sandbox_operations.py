"""What the sandbox does in place of Python: operators, comparisons, slices, methods, charged beforehand."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2.exceptions import SecurityError

from ivr.flow.work import CHARACTERS, HOLDERS, charge, weigh

LARGEST_TEXT = 1_000_000  # characters, of what is made on the way to a result
_LARGEST_BITS = 256  # of a whole number
_LARGEST_OPERAND = 4_096  # bits of a whole number that comes from elsewhere
_MOST_STRIPPED = 100  # characters that are looked for at the ends of a text
_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "**": operator.pow,
    "%": operator.mod,
}
_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": lambda value, container: value in container,
    "notin": lambda value, container: value not in container,
}


def calculated(name: str, left: Any, right: Any) -> Any:
    """The result of an operator. Raises SecurityError for one that would be out of all proportion."""
    charge(1)
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _number(name, left, right)
    if name in ("*", "**", "%"):
        raise SecurityError(f"'{name}' is for numbers only")
    if isinstance(left, str) and isinstance(right, str):
        return sized(len(left) + len(right), lambda: _OPERATIONS[name](left, right))
    if isinstance(left, list | tuple):
        charge(len(left) + (len(right) if isinstance(right, list | tuple) else 0))
    return _OPERATIONS[name](left, right)


def _number(name: str, left: float, right: float) -> object:
    if max(_bits(left), _bits(right)) > _LARGEST_OPERAND:
        raise SecurityError("this number is too large")
    if name == "**" and (abs(right) > 64 or abs(left) > 10**6):
        raise SecurityError("this power is too large")
    result = _OPERATIONS[name](left, right)
    if _bits(result) > _LARGEST_BITS:
        raise SecurityError("this number is too large")
    return result


def _bits(number: object) -> int:
    return number.bit_length() if isinstance(number, int) else 0


def compared(left: Any, *further: tuple[str, Any]) -> object:
    """The truth of `left < a`, or of `left < a <= b` and so on."""
    result: object = True
    for name, right in further:
        if name in ("in", "notin"):
            charge_search(left, right)
        else:
            charge_comparison(left, right)
        result = _COMPARISONS[name](left, right)
        if not result:
            break
        left = right
    return result


def charge_comparison(left: object, right: object) -> None:
    """Charge for finding out which is less, or whether they are equal."""
    if isinstance(left, HOLDERS) and isinstance(right, HOLDERS):
        charge(weigh(left, right))
    elif isinstance(left, str) and isinstance(right, str):
        charge(1 + min(len(left), len(right)) // CHARACTERS)
    else:
        charge(1)


def charge_search(value: object, container: object) -> None:
    """Charge for finding out whether a value is in another."""
    if isinstance(container, list | tuple):
        if isinstance(value, HOLDERS):
            charge(weigh(value) * (1 + len(container)) + weigh(container))
        charge(1 + len(container) // 4)
    elif isinstance(container, str):
        charge(1 + len(container) // CHARACTERS)
    else:
        charge(weigh(value))


def sized(size: int, make: Callable[[], str]) -> str:
    """A text that will have so many characters. Raises SecurityError when that is too long."""
    if size > LARGEST_TEXT:
        raise SecurityError("this text is too long")
    charge(size // CHARACTERS)
    return make()


def joined(parts: Iterable[object]) -> str:
    """The parts as one text."""
    whole = list(parts)
    charge(weigh(whole))
    texts = [str(part) for part in whole]
    return sized(sum(map(len, texts)), lambda: "".join(texts))


def sliced(value: Any, start: object, stop: object, step: object) -> object:
    """`value[start:stop:step]`."""
    charge(1 + len(value) // (CHARACTERS if isinstance(value, str) else 8))
    return value[start:stop:step]


def called(method: Callable[..., Any], values: tuple[Any, ...], named: Mapping[str, Any]) -> object:
    """What a method gives; a view of a mapping as a list, so that it can be weighed."""
    name, owner = method.__name__, getattr(method, "__self__", None)
    if isinstance(owner, str):
        _charge_text(name, owner, values)
    elif isinstance(owner, Mapping):
        charge(weigh(*values) + (len(owner) if name != "get" else 0))
    result = method(*values, **named)
    return list(result) if name in ("keys", "values", "items") else result


def _charge_text(name: str, text: str, values: tuple[Any, ...]) -> None:
    if name.endswith("strip"):
        strippable(*values[:1])
    charge((4 if name != "split" else CHARACTERS // 4) * weigh(text, *values))


def strippable(characters: str | None = None) -> None:
    """Raises SecurityError for too many characters to strip from a text."""
    if characters is not None and len(characters) > _MOST_STRIPPED:
        raise SecurityError(f"more than {_MOST_STRIPPED} characters to strip")
