"""One stand-in for each port, for flow tests and the telephone in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivr.events import Event, VoicemailHeard
from ivr.flow.dialplan import pattern
from ivr.ports import (
    Answer,
    Clock,
    Disposition,
    HttpRequest,
    Listed,
    Lookup,
    LookupFailed,
    MemoryFailed,
    Message,
    NewCallback,
    NewCase,
    NotAnAgent,
)
from ivr.ports.cases import Draft


class MemoryJournal:
    """Keeps the events."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        self.events.append(event)


class SimulatedCases:
    """Numbers the cases 10000001 and on, and keeps them; `drafts` by their names, `kept` all there were."""

    def __init__(self) -> None:
        self.cases: list[NewCase] = []
        self.drafts: dict[str, Draft] = {}
        self.kept: list[Draft] = []

    async def open(self, case: NewCase, draft: str = "") -> str:
        self.drafts.pop(draft, None)
        self.cases.append(case)
        return str(10_000_000 + len(self.cases))

    async def keep_draft(self, draft: Draft) -> None:
        self.drafts[draft.name] = draft
        self.kept.append(draft)

    async def drop_draft(self, name: str) -> None:
        self.drafts.pop(name, None)


class CannedHttp:
    """Answers by URL; an exception as answer is raised, a URL that is not listed is unreachable."""

    def __init__(self, answers: Mapping[str, tuple[int, Any] | LookupFailed] | None = None) -> None:
        self._answers = answers or {}
        self.requests: list[HttpRequest] = []

    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        self.requests.append(request)
        answer = self._answers.get(request.url) or LookupFailed("unreachable", f"nothing at {request.url}")
        if isinstance(answer, LookupFailed):
            raise answer
        return answer


class SimulatedSources:
    """Answers by the name of the source: rows, or a `LookupFailed` to raise. One that is not listed is
    unreachable."""

    def __init__(
        self, answers: Mapping[str, Sequence[Mapping[str, Any]] | LookupFailed] | None = None
    ) -> None:
        self.answers = dict(answers or {})
        self.asked: list[Lookup] = []

    async def ask(self, lookup: Lookup) -> Answer:
        self.asked.append(lookup)
        nothing = LookupFailed("unreachable", f"no source {lookup.source}")
        answer = self.answers.get(lookup.source, nothing)
        if isinstance(answer, LookupFailed):
            raise answer
        return Answer(answer)


class SimulatedMemory:
    """`Memory` on the clock of the rehearsal, shared by the calls that are given the same one.

    While `away` is true it cannot be reached.
    """

    def __init__(self, clock: Clock) -> None:
        self.away = False
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[str, float]] = {}
        self._times: dict[tuple[str, str], list[float]] = {}

    def know(self, facts: Mapping[tuple[str, str], str]) -> None:
        """What was kept for ever before the rehearsal, by kind and key."""
        self._kept |= {place: (value, float("inf")) for place, value in facts.items()}

    def know_counts(self, counts: Mapping[tuple[str, str], int]) -> None:
        """How often something was counted just before the rehearsal, by kind and key."""
        self._times |= {place: [self._now()] * often for place, often in counts.items()}

    async def recall(self, kind: str, key: str) -> str | None:
        now = self._now()
        value, until = self._kept.get((kind, key), (None, now))
        return value if until > now else None

    async def keep(self, kind: str, key: str, value: str, lasts: float | None = None) -> None:
        self._kept[kind, key] = (value, self._now() + (float("inf") if lasts is None else lasts))

    async def forget(self, kind: str, key: str) -> None:
        self._now()
        self._kept.pop((kind, key), None)
        self._times.pop((kind, key), None)

    async def count(self, kind: str, key: str, window: float) -> int:
        self._times.setdefault((kind, key), []).append(self._now())
        return await self.counted(kind, key, window)

    async def counted(self, kind: str, key: str, window: float) -> int:
        since = self._now() - window
        return sum(time > since for time in self._times.get((kind, key), []))

    async def last_agent(self, number: str, within: float) -> str:
        """What is known as `last_agent` of this number, however long ago."""
        return await self.recall("last_agent", number) or ""

    def _now(self) -> float:
        if self.away:
            raise MemoryFailed("the simulated store is away")
        return self._clock.now().timestamp()


class SimulatedLists:
    """`Lists` with the entries it is given."""

    def __init__(self, clock: Clock, lists: Mapping[str, Sequence[Listed]] | None = None) -> None:
        self._clock = clock
        self.lists = dict(lists or {})

    async def find(self, name: str, number: str) -> Listed | None:
        now = self._clock.now()
        entries = sorted(self.lists.get(name, ()), key=lambda entry: entry.number.count("x"))
        valid = (entry for entry in entries if entry.valid(now))
        return next((entry for entry in valid if pattern(entry.number).fullmatch(number)), None)


class SimulatedCallbacks:
    """Keeps what was asked for; one for each number."""

    def __init__(self) -> None:
        self.promised: list[NewCallback] = []

    async def ask(self, wanted: NewCallback) -> bool:
        if any(promise.number == wanted.number for promise in self.promised):
            return False
        self.promised.append(wanted)
        return True


class SimulatedMailboxes:
    """The messages it is given; what is marked as heard is known from the journal of the rehearsal."""

    def __init__(self, messages: Sequence[Message] = (), journal: MemoryJournal | None = None) -> None:
        self._messages = messages
        self._journal = journal or MemoryJournal()

    async def unheard(self, mailbox: str) -> Sequence[Message]:
        heard = {event.file for event in self._journal.events if isinstance(event, VoicemailHeard)}
        return [each for each in self._messages if each.mailbox == mailbox and each.file not in heard]


class SimulatedDesk:
    """The states of agents' phones, all logged out at first; phones that are not listed are no agents'. Each
    has had a call, which can come out in these ways; `disposed` are the codes that were chosen, `attended`
    what it was told of talks that no queue sent."""

    def __init__(self, phones: Sequence[str] = (), dispositions: Sequence[Disposition] = ()) -> None:
        self.states = dict.fromkeys(phones, "logged_out")
        self.disposed: list[str] = []
        self.attended: list[str] = []
        self._dispositions = tuple(dispositions)

    def log_in(self, phone: str) -> str:
        return self._set(phone, "available")

    def log_out(self, phone: str) -> str:
        return self._set(phone, "logged_out")

    def pause(self, phone: str, reason: str) -> str:
        return self._set(phone, "paused")

    def resume(self, phone: str) -> str:
        return self._set(phone, "available")

    def extend(self, phone: str, seconds: float | None = None) -> str:
        return self._set(phone, "wrap_up")

    def finish(self, phone: str) -> str:
        return self._set(phone, "available")

    def dispositions(self, phone: str, call: str = "") -> tuple[Disposition, ...]:
        if phone not in self.states:
            raise NotAnAgent(phone)
        return self._dispositions

    def took(self, phone: str, call: str, queue: str = "") -> None:
        self.attended.append(f"took {phone} {queue}".strip())

    def let_go(self, phone: str, call: str) -> None:
        self.attended.append(f"let go {phone}")

    def dispose(self, phone: str, code: str, call: str = "") -> None:
        if code not in [each.code for each in self.dispositions(phone, call)]:
            raise KeyError(code)
        self.disposed.append(code)

    def _set(self, phone: str, state: str) -> str:
        if phone not in self.states:
            raise NotAnAgent(phone)
        self.states[phone] = state
        return state


class SimulatedPhones:
    """Knows the phones it is given."""

    def __init__(self, numbers: Sequence[str] = ()) -> None:
        self._numbers = frozenset(numbers)

    def knows(self, number: str) -> bool:
        return number in self._numbers
