"""Text columns that take whatever a caller, a file or a form sent.

PostgreSQL refuses the character NUL in text. There it is written as two others, so that nothing is lost and
nothing is doubled: U+FFFF, which no text has (Unicode gives it no character), begins what stands for it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from ivr.journal.unusable import Refused

_MARK = "\uffff"
_NUL, _ITSELF = f"{_MARK}0", f"{_MARK}1"


def storable(value: str) -> str:
    """The text as PostgreSQL takes it. Raises `Refused` for broken Unicode."""
    _check(value)
    if "\0" not in value and _MARK not in value:
        return value
    return value.replace(_MARK, _ITSELF).replace("\0", _NUL)


def original(value: str) -> str:
    """The text of which `storable` made this."""
    if _MARK not in value:
        return value
    return value.replace(_NUL, "\0").replace(_ITSELF, _MARK)


class AnyText(TypeDecorator[str]):
    """Text, NUL included; statements with broken Unicode are refused before they reach a driver, whose
    connection would be of no use any more."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if not isinstance(value, str):
            return value
        if dialect.name == "postgresql":
            return storable(value)
        _check(value)
        return value

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """None in SQLite, which gives text as it was: no call for each value that is read."""
        return super().result_processor(dialect, coltype) if dialect.name == "postgresql" else None

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return original(value) if isinstance(value, str) else value


def _check(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise Refused(f"broken Unicode: {value[:80]!a}") from fault
