"""Values that no log, display or traceback may show: what is entered and kept in a `secure` block."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

MASK = "••••"
"""Stands for a secure value of any length."""
MASKED_KEY = "•"
"""Stands for a key pressed in a `secure` block."""

# What the caller pressed, in whatever event it stands.
_PRESSED = {"key": MASKED_KEY, "keys": MASK, "digits": MASK}


class Secret:
    """A value out of sight: printed, formatted or represented it is `shown`. It is true or false as the value
    is."""

    __slots__ = ("_value", "shown")

    def __init__(self, value: object, shown: str = MASK) -> None:
        self._value = value
        self.shown = shown

    def reveal(self) -> object:
        """The value itself, for whoever needs it to do what the dialplan says."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"Secret({self.shown!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a secure value is kept in memory only")


def revealed(text: str | Secret) -> str:
    """The text itself. Whoever calls this keeps it out of every log."""
    return str(text.reveal()) if isinstance(text, Secret) else text


class Variables(MutableMapping[str, object]):
    """What steps saved, by name. While `secure` is on, whatever is saved becomes a `Secret`; `any_secret` is
    true once there was one."""

    def __init__(self) -> None:
        self.secure = False
        self.any_secret = False
        self._values: dict[str, object] = {}

    def secrets_among(self, names: frozenset[str]) -> bool:
        """Whether one of these variables is a secure one."""
        return any(isinstance(self._values.get(name), Secret) for name in names)

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __setitem__(self, name: str, value: object) -> None:
        if self.secure and not isinstance(value, Secret):
            value = Secret(value)
        self.any_secret |= isinstance(value, Secret)
        self._values[name] = value

    def __delitem__(self, name: str) -> None:
        del self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Variables({self._values!r})"


def masked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an event as they are logged in a `secure` block: without what was pressed."""
    return {name: _PRESSED[name] if value and name in _PRESSED else value for name, value in fields.items()}
