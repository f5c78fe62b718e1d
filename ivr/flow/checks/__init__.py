"""One file is one check: `ID`, `SEVERITY` and `check(dialplan, site)`, which yields problems; the docstring
is its page.

What the reader finds while it reads has an `ID`, a `SEVERITY` and a page here, and no `check`.
`ivr.flow.check` lists them all and runs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ivr.document.problems import Problem
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import Place


class Rule(Protocol):
    """What a dialplan must keep to. `SEVERITY` is what a breach is, as a rule: error or warning."""

    ID: str
    SEVERITY: str
    __doc__: str | None


class Check(Rule, Protocol):
    """A rule that is judged on a dialplan as read."""

    def check(self, dialplan: Dialplan, site: Site) -> Iterator[Problem]: ...


def at(place: Place, check: str, text: str, severity: str = "error", zh: str = "") -> Problem:
    """A problem at a place of a dialplan: `text` in English, `zh` in Chinese."""
    return Problem(place.file, place.line, place.column, text, check, severity, zh)
