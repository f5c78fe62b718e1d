"""What the call log says of calls, with their talks by phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_

from ivr.events import CallEvent, ConferenceEnded, HoldEnded, SupervisorJoined, TalkEnded, Transferred
from ivr.journal.codec import decode
from ivr.journal.reader import JournalReader, record_of
from ivr.journal.record import CallRecord
from ivr.journal.tables import calls, events

PORTION = 500
_KINDS = ("talk_ended", "transferred", "conference_ended", "hold_ended", "supervisor_joined")


@dataclass(frozen=True, slots=True)
class Phones:
    """The phone of each agent, and the account through which outside numbers are dialled."""

    of_agent: Mapping[str, str]
    trunk: str = ""

    def dialled(self, to: str) -> str:
        """The account that a number is reached by."""
        return to if to in self.of_agent.values() else self.trunk or to

    def agent(self, phone: str) -> str:
        """Whose phone it is, '' for nobody's."""
        return next((agent for agent, own in self.of_agent.items() if own == phone), "")


@dataclass(frozen=True, slots=True)
class Talked:
    """Seconds with one phone; in `held` of them the caller was on hold, and perhaps in no bridge."""

    seconds: float = 0.0
    held: float = 0.0

    def __add__(self, other: Talked) -> Talked:
        return Talked(self.seconds + other.seconds, self.held + other.held)


@dataclass(frozen=True, slots=True)
class Logged:
    """One call of the log. `beside`: phones of supervisors, who may be heard or not."""

    record: CallRecord
    talks: Mapping[str, Talked]
    beside: frozenset[str] = frozenset()


def logged(record: CallRecord, journey: Iterable[CallEvent], phones: Phones) -> Logged:
    """A call with the talks that its events tell."""
    talks: defaultdict[str, Talked] = defaultdict(Talked)
    beside = set()
    for event in journey:
        match event:
            case TalkEnded():
                talks[phones.of_agent.get(event.agent, event.agent)] += Talked(event.talked)
            case HoldEnded():
                talks[phones.of_agent.get(event.agent, event.agent)] += Talked(0.0, event.held)
            case Transferred(outcome="answered"):
                talks[phones.dialled(event.to)] += Talked(event.talked)
            case ConferenceEnded():
                talks[phones.dialled(event.to)] += Talked(event.talked)
            case SupervisorJoined():
                beside.add(phones.of_agent.get(event.supervisor, event.supervisor))
    return Logged(record, talks, frozenset(beside))


async def all_logged(
    reader: JournalReader, since: float, until: float, phones: Phones
) -> AsyncIterator[list[Logged]]:
    """The calls that began in [since, until), in portions, the oldest first. Raises `DatabaseUnusable`."""
    after = (since, "")
    place = tuple_(calls.c.began, calls.c.id)
    while True:
        query = select(calls).where(place > after, calls.c.began < until)
        records = [record_of(row) for row in await reader.rows(query.order_by(*place).limit(PORTION))]
        if not records:
            return
        journeys = await _journeys(reader, [record.id for record in records])
        yield [logged(record, journeys[record.id], phones) for record in records]
        after = (records[-1].began, records[-1].id)


async def _journeys(reader: JournalReader, ids: Sequence[str]) -> Mapping[str, list[CallEvent]]:
    query = select(events).where(events.c.call.in_(ids), events.c.kind.in_(_KINDS)).order_by(events.c.seq)
    found: defaultdict[str, list[CallEvent]] = defaultdict(list)
    for row in await reader.rows(query):
        event = decode(row._mapping)
        if isinstance(event, CallEvent):
            found[event.call].append(event)
    return found
