"""JSON as a command prints it: for programs, and harmless to a terminal that it is shown on."""

from __future__ import annotations

from ivr.journal.json import to_json


def json_line(value: object) -> str:
    """The value on one line. What no terminal should get raw (its own commands, text that runs backwards) is
    written as JSON's escapes, which programs read as the same."""
    text = to_json(value)
    return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(sign: str) -> str:
    if sign.isprintable():
        return sign
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
