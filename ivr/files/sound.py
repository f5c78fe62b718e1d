"""Text that can be written as UTF-8."""

from __future__ import annotations


def sound(text: str) -> str:
    """The text with a question mark for each half of a character, which no file can have."""
    return text if text.isascii() else text.encode(errors="replace").decode()
