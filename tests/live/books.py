"""The comparison after each test: the call log against what Asterisk says of the same calls."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ivr.app import asterisk_files, phones_of
from ivr.demo.patience import LIMIT
from ivr.demo.stage import Stage
from ivr.events import (
    CallBegan,
    CallEnded,
    CallEvent,
    ConferenceEnded,
    ConsultEnded,
    HoldEnded,
    TalkEnded,
    Transferred,
)
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.record import CallRecord
from ivr.verify.verifying import Period, Verdict, verify
from tests.live.observer import Cdr, Observer

E = TypeVar("E", bound=CallEvent)

NOT_REACHED = ("rang_out", "busy", "unreachable")
CDR_SECONDS = 2.0
"""CDRs know whole seconds only, cut off at both ends."""
TALK_SECONDS = 1.0
"""So far may the engine's measure of a talk be from Asterisk's: either may stand still for a moment."""


async def records(here: Stage) -> list[CallRecord]:
    """All call records, the oldest first; everything that happened so far is in them."""
    await here.engine.flush()
    async with JournalReader(here.database) as journal:
        return (await journal.calls(Filter(limit=100_000)))[::-1]


async def record_of(here: Stage, call: str) -> CallRecord:
    """The record of one call."""
    return next(record for record in await records(here) if record.id == call)


async def verdict(here: Stage, limit: float = LIMIT) -> Verdict:
    """What `ivr verify` says of all calls so far: green, as soon as Asterisk has written down their end and
    the engine has looked up what it was not told; the last word when that does not come."""
    files, phones = asterisk_files(here.settings), phones_of(here.settings)
    until = time.monotonic() + limit
    async with JournalReader(here.database) as reader:
        while True:
            await here.engine.flush()
            said = await verify(reader, files, phones, Period(0.0, time.time()), settled=0.0)
            if not said.found or time.monotonic() > until:
                return said
            await asyncio.sleep(0.25)


class Books:
    """Compares each call once. `strangers` are calls that are known not to be in the log (the engine was
    away); `broken` are those whose end the engine did not see."""

    def __init__(self, here: Stage, observer: Observer) -> None:
        self.here = here
        self.observer = observer
        self.strangers: set[str] = set()
        self.broken: set[str] = set()
        self._compared: set[str] = set()

    async def balance(self) -> None:
        """Wait for the end of all calls, then compare. Raises AssertionError with all differences."""
        await self._calls_are_over()
        await self.no_channel_is_left()
        logged = [record for record in await records(self.here) if record.id not in self._compared]
        await self.observer.has(record.id for record in logged)
        differences = await self._settled(logged)
        self._compared |= {record.id for record in logged} | self.observer.calls()
        assert not differences, "the call log and Asterisk's CDRs differ:\n" + "\n".join(differences)

    async def _settled(self, logged: Sequence[CallRecord]) -> list[str]:
        """The differences that stay: not all that Asterisk tells of the end of a call comes at once."""
        until = time.monotonic() + LIMIT
        while differences := list(self.differences(logged)):
            if time.monotonic() > until:
                break
            await asyncio.sleep(0.1)
        return differences

    def leave_out(self, calls: Iterable[str]) -> None:
        """Calls that cannot be compared by their linkedid; `verify` compares them all the same."""
        self._compared.update(calls)

    async def verify(self) -> None:
        """As `ivr verify` does, over all calls so far, once Asterisk has written down their end. Raises
        AssertionError with all differences."""
        said = await verdict(self.here)
        assert said.damaged == 0
        assert not said.found, "ivr verify tells differences:\n" + "\n".join(map(str, said.found))

    async def _calls_are_over(self) -> None:
        for began in [event for event in self.here.watch.events if isinstance(event, CallBegan)]:
            if began.call not in self.broken:
                await self.here.watch.until(CallEnded, call=began.call, limit=LIMIT)

    async def no_channel_is_left(self) -> None:
        """The engine's last word on a call may come shortly before Asterisk has put its channel away."""
        shown = ""
        try:
            async with asyncio.timeout(LIMIT):
                while not re.search(r"^0 active channels", shown, re.MULTILINE):
                    shown = await self.here.asterisk.console("core show channels count")
        except TimeoutError:
            raise AssertionError(f"channels are left in Asterisk:\n{shown}") from None

    def differences(self, logged: Sequence[CallRecord]) -> Iterator[str]:
        """Where these records, and the calls that nobody has compared yet, are not what Asterisk says."""
        ours = {record.id for record in logged} | self._compared | self.strangers
        for call in sorted(self.observer.calls() - ours):
            yield f"{call}: Asterisk had this call, the log does not: {self.observer.cdrs(call)}"
        for record in logged:
            cdrs = self._callers(record.id)
            for ours_said, theirs in [*self._pairs(record, cdrs), *self._talks(record, cdrs)]:
                yield f"{record.id} ({record.dialled_number}): {ours_said}; Asterisk: {theirs}; {cdrs}"

    def _pairs(self, record: CallRecord, cdrs: Sequence[Cdr]) -> Iterator[tuple[str, str]]:
        """What the log says and what Asterisk says, where it is not the same."""
        if record.id.startswith("callback-"):
            # We called: it begins in our queue, before there is a channel, and the caller is the one called.
            if (record.answered is not None) != any(cdr.answered for cdr in cdrs):
                yield f"answered {record.answered}", f"{[cdr.answered for cdr in cdrs]}"
            return
        if {cdr.caller_number for cdr in cdrs} != {record.caller_number}:
            yield f"caller {record.caller_number}", f"{[cdr.caller_number for cdr in cdrs]}"
        if record.id in self.broken:
            return
        if record.dialled_number not in {cdr.dialled for cdr in cdrs}:
            yield f"dialled {record.dialled_number}", f"{[cdr.dialled for cdr in cdrs]}"
        if (record.answered is not None) != any(cdr.answered for cdr in cdrs):
            yield f"answered {record.answered}", f"{[cdr.answered for cdr in cdrs]}"
        # A caller who stays after a talk has a CDR of the talk alone; the event of the end may be told late.
        ends = (max(cdr.ended for cdr in cdrs), self.observer.ended(record.id))
        lasted = [end - min(cdr.began for cdr in cdrs) for end in ends]
        if record.duration is None or min(abs(record.duration - each) for each in lasted) > CDR_SECONDS:
            yield f"lasted {record.duration} s", f"{lasted} s"

    def _callers(self, call: str) -> list[Cdr]:
        """The CDRs of the caller's own channel: agents who leave a talk for another have their own."""
        channels = {event.channel for event in self._happened(call, CallBegan)}
        cdrs = self.observer.cdrs(call)
        return [cdr for cdr in cdrs if cdr.channel in channels] or cdrs

    def _talks(self, record: CallRecord, cdrs: Sequence[Cdr]) -> Iterator[tuple[str, str]]:
        if record.id in self.broken:
            return
        ours = list(self._talks_logged(record.id))
        beside = list(self._beside_the_caller(record.id))
        answered = [cdr.talked_to for cdr in cdrs if cdr.talked_to]
        met = [cdr.met for cdr in cdrs if cdr.met]
        if beside:  # who came by a colleague was never rung from the caller's channel
            if {*answered, *met} - {phone for phone, _ in [*ours, *beside]}:
                yield f"talked to {ours}, {beside}", f"{answered}, {met}"
        elif [phone for phone, _ in ours] != answered:
            yield f"talked to {ours}", f"{answered}"
        heard = [(talk.phone, talk.seconds) for talk in self.observer.talks(record.id)]
        # Who put the caller on hold may be in no bridge meanwhile: in the engine's menu, ringing a colleague.
        held = _sums((self._phone(each.agent), each.held) for each in self._happened(record.id, HoldEnded))
        if _differ(_sums([*ours, *beside]), _sums(heard), held):
            yield f"talks {ours}, {beside}", f"bridges {heard}"
        over = record.talked + sum(seconds for _, seconds in beside) - sum(seconds for _, seconds in heard)
        if not -CDR_SECONDS <= over <= CDR_SECONDS + sum(held.values()):
            yield f"talked {record.talked} s", f"bridges {heard}"
        there = (
            {account for cdr in self.observer.cdrs(record.id) for account in cdr.accounts} if beside else ()
        )
        if record.agent and self._phone(record.agent) not in [*answered, *met, *there]:
            yield f"agent {record.agent}", f"{answered}, {there}"

    def _talks_logged(self, call: str) -> Iterator[tuple[str, float]]:
        for event in self.here.watch.events:
            if isinstance(event, TalkEnded) and event.call == call:
                yield self._phone(event.agent), event.talked
            if isinstance(event, Transferred) and event.call == call and event.outcome == "answered":
                yield event.to, event.talked

    def _beside_the_caller(self, call: str) -> Iterator[tuple[str, float]]:
        """Colleagues who were asked, and who talked with two others."""
        for ended in self._happened(call, ConsultEnded):
            if ended.talked and ended.outcome not in NOT_REACHED:
                yield ended.to, ended.talked
        for over in self._happened(call, ConferenceEnded):
            yield over.to, over.talked

    def _happened(self, call: str, kind: type[E]) -> list[E]:
        return [event for event in self.here.watch.events if isinstance(event, kind) and event.call == call]

    def _phone(self, agent: str) -> str:
        return self.here.settings.agents.agents[agent].phone


def _sums(talks: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Seconds by phone."""
    sums: dict[str, float] = defaultdict(float)
    for phone, seconds in talks:
        sums[phone] += seconds
    return sums


def _differ(ours: Mapping[str, float], theirs: Mapping[str, float], held: Mapping[str, float]) -> bool:
    return ours.keys() != theirs.keys() or any(
        not -TALK_SECONDS <= seconds - theirs[phone] <= TALK_SECONDS + held.get(phone, 0.0)
        for phone, seconds in ours.items()
    )
