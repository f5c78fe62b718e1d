"""One agent's part of a call: they talk with the caller, leave them with music, come back or send them on.

At first `Dial` holds the two together. An agent who wants more is taken out of that by AMI's Redirect and
gets a FastAGI session of their own; `Dial` returns in the caller's session, so that the engine commands both
sides. From then on they meet in a room (ConfBridge), which either can leave and enter again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Literal, Protocol

import structlog

from ivr.asterisk.agent_line import CONTEXT, PARTY, AgentLine
from ivr.asterisk.agent_menu import Choice, Consult, Transfer, ask, ask_in_consult
from ivr.asterisk.ami import Ami, AmiError, Event
from ivr.events import (
    CallEvent,
    ConferenceBegan,
    ConferenceEnded,
    ConsultBegan,
    ConsultEnded,
    HoldBegan,
    HoldEnded,
    RecordingPaused,
    RecordingResumed,
    TransferBegan,
)
from ivr.flow import in_talk
from ivr.ports import Attendance, CallInfo, Dial, NoSuchTalk, SentOn, SentOnBy

RING = 20.0
"""Seconds that a colleague's phone is rung for a consultation."""
ARRIVAL = 10.0
"""Seconds within which a caller who was handed over comes to the new talk: mostly milliseconds, but the file
of the last part is closed first."""

KICK_AGAIN = 0.05

Verdict = SentOn | Literal["rejoin", "over"]
"""What the caller does who was left with music: meets the agent again, goes elsewhere, or goes on in the
flow."""

_log = structlog.get_logger("conversation")


@dataclass(frozen=True, slots=True)
class Leg:
    """A phone in the talk: its channel by name and by uniqueid."""

    channel: str
    id: str
    phone: str


def _nothing() -> None:
    return None


@dataclass(slots=True, eq=False)
class Colleague:
    """Whom the agent asked to the phone. `began`: when they answered, None while it rings. `taken`: they
    count as talking; `conferred`: their talk of three is over; `end` ends the listening for their hang-up."""

    phone: str
    leg: Leg | None = None
    began: float | None = None
    stage: Literal["ringing", "private", "conference", "orphaned"] = "ringing"
    wanted: Literal["", "conference"] = ""
    gone: bool = False
    taken: bool = False
    conferred: bool = False
    end: Callable[[], None] = _nothing


class Around(Protocol):
    """What a conversation needs of the desk that keeps all of them."""

    ami: Ami

    @property
    def log(self) -> Callable[..., None]: ...

    def find(self, number: str, own: str) -> Any: ...

    def second_line(self, queue: str) -> str: ...

    def dial_string(self, phone: str) -> str: ...

    @property
    def attendance(self) -> Attendance: ...

    def belongs(self, leg: Leg, conversation: Conversation) -> None: ...

    def hand_over(self, colleague: Colleague, conversation: Conversation) -> None: ...


class Conversation:
    """Made before the phone rings, closed when the agent's part is over. Its caller's side is `ivr.asterisk.
    talking`, its agents' sides are the sessions below."""

    def __init__(self, around: Around, call: CallInfo, dial: Dial, wake: Callable[[], None]) -> None:
        self.call = call
        self.agent = dial.agent
        self.phone = dial.phone
        self.queue = dial.queue
        self.leg: Leg | None = None
        self.away = False
        """The agent has a session of their own: the caller waits for verdicts."""
        self.sent_on: SentOn | None = None
        self.taped = False
        self.paused = False
        self.secure = False
        self.over = False
        self.verdicts: asyncio.Queue[Verdict] = asyncio.Queue()
        self.successor: asyncio.Future[Conversation] = asyncio.get_running_loop().create_future()
        self._around = around
        self._wake = wake
        self._wish: Choice = "nothing"
        self._asked: Colleague | None = None
        self._asking = False
        self._part_over = False
        self._held_since: float | None = None
        self._ends: list[Callable[[], None]] = []
        self._overheard_by: list[Callable[[], None]] = []

    @property
    def room(self) -> str:
        return f"callwright-{self.call.id}"

    # What the caller's side tells

    def agent_is(self, leg: Leg) -> None:
        """This phone answered."""
        self.leg = leg
        self._around.belongs(leg, self)
        on = self._around.ami.on
        self._ends += [
            on("Hangup", lambda _: self._agent_left(), channel=leg.id),
            on("Hold", lambda _: self.held(on=True), channel=leg.id),
            on("Unhold", lambda _: self.held(on=False), channel=leg.id),
        ]

    def held(self, on: bool) -> None:
        """The caller hears music, or no more."""
        if on and self._held_since is None:
            self._held_since = monotonic()
            self._log(HoldBegan)
        elif not on and self._held_since is not None:
            self._log(HoldEnded, held=monotonic() - self._held_since)
            self._held_since = None

    async def caller_left(self) -> None:
        """The caller hung up: two agents who talk with each other go on, everybody else is free."""
        self.close()
        asked = self._asked
        if asked is not None and asked.stage == "conference" and not self._part_over:
            self._conferred(asked, "caller")
        if asked is not None and asked.stage == "private":
            self._consulted(asked, "caller_left")
            asked.stage = "orphaned"
            return
        if asked is not None and asked.stage == "ringing":
            self._consulted(asked, "caller_left")
        for leg in (self.leg, asked.leg if asked else None):
            if leg is not None and (self.away or self._asking):
                await self._hang_up(leg)

    def close(self) -> None:
        """The agent's part is over."""
        self.held(on=False)
        self.over = True
        for end in self._ends:
            end()
        self._ends.clear()

    # Supervisors

    @property
    def private(self) -> bool:
        """Nobody may listen: the caller may tell what is recorded nowhere."""
        return self.secure or self.paused

    @contextmanager
    def overheard(self, stop: Callable[[], None]) -> Iterator[None]:
        """While a supervisor listens; `stop` is called when the talk becomes private."""
        self._overheard_by.append(stop)
        try:
            yield
        finally:
            self._overheard_by.remove(stop)

    # What others may do with it: `ivr.ports.Talks`

    async def send_on(self, sent: SentOn) -> None:
        """End the agent's part and let the caller go there. Raises NoSuchTalk."""
        if self.leg is None or self.over or self._part_over:
            raise NoSuchTalk("no agent talks with this caller now", "此来电者当前未与坐席通话")
        self.sent_on = sent
        self._log(TransferBegan, kind=sent.kind, to=sent.to)
        await self._hang_up(self.leg)

    async def pause_recording(self, on: bool) -> None:
        """Raises NoSuchTalk where nothing is recorded."""
        if not self.taped or self.over:
            raise NoSuchTalk("this talk is not recorded", "本次通话没有录音")
        if on != self.paused:
            if not self._asking:
                await self._mute(on)
            self.paused = on
            for stop in self._overheard_by if on else ():
                stop()
            self._log(RecordingPaused if on else RecordingResumed)

    # The agent's sessions

    async def keys(self, line: AgentLine) -> None:
        """Somebody pressed the keys of a talk. The other side hears music meanwhile."""
        if not self.agent or self.leg is None or line.id != self.leg.id:
            return None
        if self._asked is not None and self._asked.stage == "private":
            return await self._keys_in_consult(line, self._asked)
        if self.over:
            return None
        await self._quietly(line)
        if self._wish != "nothing" and not self.over:
            self.away = True
            if not await self._redirect(line.channel):
                self.away, self._wish = False, "nothing"
        return None

    async def party(self, line: AgentLine) -> None:
        """The session of the agent, or of the colleague they asked, outside of `Dial`."""
        if self.leg is not None and line.id == self.leg.id:
            await self.agent_alone(line)
        elif self._asked is not None:
            await self._colleague_alone(line, self._asked)

    async def agent_alone(self, line: AgentLine, *, asked: bool = False) -> None:
        """The agent's session until they hang up; `asked`: they have pressed the keys already."""
        self.away = True
        try:
            while not asked or await self._chosen(line):
                await self._act(line)
                if self.over or self.sent_on:
                    break
                self._decide("rejoin")
                asked = await line.confer(self.room) == "key"
                if not asked:
                    break
            if self.over and not self.sent_on:
                await line.say(in_talk.CALLER_GONE)
        finally:
            self._agent_left()

    async def _chosen(self, line: AgentLine) -> bool:
        await self._quietly(line)
        return True

    async def _quietly(self, line: AgentLine) -> None:
        """Ask what the agent wants, the recording muted."""
        self._asking = True
        try:
            if self.taped and not self.paused:
                await self._mute(True)
            choice = await ask(line, lambda number: self._around.find(number, self.phone), self._second_line)
            await self._choose(line, choice)
        finally:
            self._asking = False
            if self.taped and not self.paused and not self.over:
                await self._mute(False)

    async def _choose(self, line: AgentLine, choice: Choice) -> None:
        self._wish = "nothing"
        if choice == "pause":
            await self._toggle(line)
        elif isinstance(choice, Transfer):
            await line.say(in_talk.TRANSFERRING)
            kind: SentOnBy = "escalation" if choice.escalation else "blind"
            target = choice.target
            await self.send_on(SentOn(kind, self.agent, target.phone, target.queue))
        else:
            self._wish = choice

    async def _toggle(self, line: AgentLine) -> None:
        try:
            await self.pause_recording(not self.paused)
        except NoSuchTalk:
            return await line.say(in_talk.NOT_RECORDED)
        return await line.say(in_talk.PAUSED if self.paused else in_talk.RESUMED)

    async def _act(self, line: AgentLine) -> None:
        wish, self._wish = self._wish, "nothing"
        if isinstance(wish, Consult) and not self.over:
            await self._consult(line, wish)

    # Consulting a colleague

    async def _consult(self, line: AgentLine, wish: Consult) -> None:
        asked = self._asked = Colleague(wish.phone, wanted="conference" if wish.conference else "")
        self._log(ConsultBegan, to=asked.phone)
        end = self._around.ami.on("DialEnd", lambda event: self._told(asked, event), channel=line.id)
        try:
            outcome = await line.ring(self._around.dial_string(asked.phone), RING)
        finally:
            end()
            if asked.stage != "conference":
                self.free(asked)
        if asked.stage == "conference" or self.over:
            return
        self._asked = None
        self._consulted(asked, "returned" if asked.began is not None else outcome)
        if asked.began is None:
            await line.say(in_talk.NOT_REACHED)

    def _told(self, asked: Colleague, event: Event) -> None:
        """AMI's `DialEnd` of the colleague's phone."""
        if event["DialStatus"] != "ANSWER":
            return
        asked.leg = Leg(event["DestChannel"], event["DestUniqueid"], asked.phone)
        asked.began, asked.stage = monotonic(), "private"
        self._around.belongs(asked.leg, self)
        asked.taken = True
        self._around.attendance.took(asked.phone, self.call.id)
        asked.end = self._around.ami.on("Hangup", lambda _: self._hung_up(asked), channel=asked.leg.id)
        if asked.wanted:
            self._later(self._confer(asked))

    async def _keys_in_consult(self, line: AgentLine, asked: Colleague) -> None:
        choice = await ask_in_consult(line)
        if asked.leg is None or asked is not self._asked:
            return
        if choice == "connect":
            await self._hang_up(Leg(line.channel, line.id, line.phone))
        elif choice == "back":
            await self._hang_up(asked.leg)
        elif choice == "conference":
            await self._confer(asked)

    async def _confer(self, asked: Colleague) -> None:
        """All three into the room: the agent follows when `Dial` returns, the caller is told then."""
        if asked.leg is None or self.over:
            return
        asked.stage = "conference"
        if await self._redirect(asked.leg.channel):
            self._consulted(asked, "conference")
            asked.began = monotonic()
            self._log(ConferenceBegan, to=asked.phone)
        else:
            asked.stage = "private"

    async def _colleague_alone(self, line: AgentLine, asked: Colleague) -> None:
        """The colleague's session: in the conference, and on when the agent has left the caller to them."""
        elsewhere = self.over if self.sent_on is None else self.sent_on.phone != asked.phone
        if elsewhere:
            return await line.say(in_talk.CALLER_GONE)
        try:
            while asked.stage == "conference" and not self.successor.done():
                if await line.confer(self.room) == "over":
                    return None
            async with asyncio.timeout(ARRIVAL):
                successor = await asyncio.shield(self.successor)
        except TimeoutError:
            return await line.say(in_talk.CALLER_GONE)
        finally:
            self._colleague_left(asked)
            if not self.successor.done():
                self.free(asked)
        return await successor.agent_alone(line, asked=asked.stage == "conference")

    # How it ends

    def _agent_left(self) -> None:
        """The agent is gone: told by their session and by AMI, whichever comes first."""
        if self._part_over:
            return
        self._part_over = True
        asked = self._asked
        if self.sent_on is None and asked is not None and not self.over:
            self._leave_to(asked)
        if self.away:
            self._decide(self.sent_on or "over")
            self._later(self._out_of_the_room())

    def _leave_to(self, asked: Colleague) -> None:
        """Who leaves while a colleague is on the line, or rings, hands the caller to them."""
        kind: Literal["attended", "blind"] = "attended" if asked.began is not None else "blind"
        self.sent_on = SentOn(kind, self.agent, phone=asked.phone)
        self._log(TransferBegan, kind=kind, to=asked.phone)
        if asked.stage == "conference":
            self._conferred(asked, "agent")
        else:
            self._consulted(asked, "transferred")
        if kind == "attended":
            self._around.hand_over(asked, self)

    def _hung_up(self, asked: Colleague) -> None:
        """The colleague's channel is gone."""
        asked.gone = True
        self._colleague_left(asked)
        self.free(asked)

    def free(self, asked: Colleague) -> None:
        """The colleague's part in this talk is over."""
        asked.end()
        if asked.taken:
            asked.taken = False
            self._around.attendance.let_go(asked.phone, self.call.id)

    def _colleague_left(self, asked: Colleague) -> None:
        """The colleague is gone from the conference, if there is one."""
        if self._asked is asked and asked.stage == "conference" and not self._part_over:
            self._conferred(asked, "colleague")
            self._asked = None

    def _decide(self, verdict: Verdict) -> None:
        self.verdicts.put_nowait(verdict)
        self._wake()

    def _consulted(self, asked: Colleague, outcome: str) -> None:
        talked = monotonic() - asked.began if asked.began is not None else 0.0
        self._log(ConsultEnded, to=asked.phone, outcome=outcome, talked=talked)

    def _conferred(self, asked: Colleague, by: Literal["caller", "agent", "colleague"]) -> None:
        """The first of the three is gone; the others follow."""
        if asked.conferred:
            return
        asked.conferred = True
        self._log(ConferenceEnded, to=asked.phone, talked=monotonic() - (asked.began or monotonic()), by=by)

    # Asterisk

    @property
    def _second_line(self) -> str:
        return self._around.second_line(self.queue)

    async def _redirect(self, channel: str) -> bool:
        return await self._do("Redirect", Channel=channel, Context=CONTEXT, Exten=PARTY, Priority="1")

    async def _hang_up(self, leg: Leg) -> None:
        await self._do("Hangup", Channel=leg.channel, Cause="16")

    async def _out_of_the_room(self) -> None:
        """The caller may be in the room, or on the way there, and is not to stay in it alone."""
        while not self.over:
            await self._do("ConfbridgeKick", Conference=self.room, Channel=self.call.channel)
            await asyncio.sleep(KICK_AGAIN)

    async def _mute(self, on: bool) -> None:
        await self._do("MixMonitorMute", Channel=self.call.channel, Direction="both", State=str(int(on)))

    async def _do(self, action: str, **fields: str) -> bool:
        try:
            await self._around.ami.action(action, **fields)
        except AmiError as error:
            _log.info("not_done", what=action, call=self.call.id, error=str(error))
            return False
        return True

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        _TASKS.add(task)
        task.add_done_callback(_TASKS.discard)

    def _log(self, event: type[CallEvent], **fields: Any) -> None:
        self._around.log(event, call=self.call.id, agent=self.agent, **fields)


_TASKS: set[asyncio.Task[None]] = set()
