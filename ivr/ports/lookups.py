"""What other systems know: web services, databases, lists in files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class HttpRequest:
    method: Literal["GET", "POST"]
    url: str = field(repr=False)
    timeout: float
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)  # sent as JSON


LookupFault = Literal["timeout", "unreachable", "status", "nonsense"]


class LookupFailed(Exception):
    """No usable answer. `outcome`: timeout, unreachable, status or nonsense (not JSON, or over 1 MiB; for a
    database, a query it does not understand); `status` 0 without a reply."""

    def __init__(self, outcome: LookupFault, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.outcome = outcome
        self.status = status


class Http(Protocol):
    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        """Status and the JSON of the reply. Raises `LookupFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question to a `source` of config/ivr.yaml. `timeout` is the limit for all of it, in seconds; an
    answer that is not older than `cache` seconds may be used again (0: none may)."""

    source: str
    values: Mapping[str, str] = field(repr=False)
    timeout: float
    cache: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source has: `rows`, none when it has nothing of this kind; `cached` when it was asked before."""

    rows: Sequence[Mapping[str, Any]] = ()
    cached: bool = False


class Sources(Protocol):
    async def ask(self, lookup: Lookup) -> Answer:
        """The answer, within the time limit. Raises `LookupFailed`."""
        ...
