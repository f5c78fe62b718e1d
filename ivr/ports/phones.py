"""Which phones may be dialled."""

from __future__ import annotations

from typing import Protocol


class Phones(Protocol):
    """Which phones may be dialled."""

    def knows(self, number: str) -> bool:
        """True for an agent's phone and for an outside number that the allow list admits."""
        ...
