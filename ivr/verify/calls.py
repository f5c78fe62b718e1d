"""Asterisk's events → its calls: each channel that was handed to the engine, with those it talked to.

Who is connected follows the bridges, and Local channels from one bridge to the next: their two ends are one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from ivr.asterisk.causes import cause
from ivr.verify.records import Cel

AT_ONCE = 1.0
"""Seconds within which one end is the cause of the other."""

_HANDED_OVER = re.compile(r"agi://[^/]*/call\b")
_NO_PHONE = ("Local/", "CBAnn/", "CBRec/", "Announcer/", "Recorder/", "Surrogate/", "Snoop/")


@dataclass(frozen=True, slots=True)
class Talk:
    """The caller and the channel of a `phone` (its account) were connected; `ended` None while they are.
    `by`: caller, agent, or '' when neither of them hung up."""

    phone: str
    began: float
    ended: float | None
    by: str = ""

    @property
    def seconds(self) -> float:
        return 0.0 if self.ended is None else max(0.0, self.ended - self.began)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskCall:
    """One call as Asterisk saw it, in seconds since 1970; None for what has not happened. `entered`: when it
    was handed to the engine; `queued`: when it came to Asterisk's own queue, since the engine was away. `by`:
    caller, agent or flow, '' before the end; `last`: the last thing known of it."""

    id: str
    channel: str
    number: str
    name: str
    dialled: str
    began: float
    entered: float
    answered: float | None
    queued: float | None
    ended: float | None
    by: str
    cause: str
    talks: tuple[Talk, ...]
    last: float


@dataclass
class _Partner:
    channel: str
    began: float
    ended: float | None = None
    hung_up: bool = False


@dataclass
class _Caller:
    """A channel, from its first event on."""

    first: Cel
    entered: Cel | None = None
    answered: float | None = None
    queued: float | None = None
    ended: Cel | None = None
    dialplan_ended: bool = False
    last: float = 0.0
    partners: list[_Partner] = field(default_factory=list)

    def meets(self, others: set[str], at: float) -> None:
        """From now on connected with these, and with nobody else."""
        for partner in self.partners:
            if partner.ended is None and partner.channel not in others:
                partner.ended = at
        now = {partner.channel for partner in self.partners if partner.ended is None}
        self.partners += [_Partner(channel, at) for channel in sorted(others - now)]

    def call(self) -> AsteriskCall:
        assert self.entered is not None
        over, by = self.ended, self._by()
        return AsteriskCall(
            id=self.first.id,
            channel=self.entered.channel,
            number=self.entered.number,
            name=self.entered.name,
            dialled=self.entered.exten,
            began=self.first.at,
            entered=self.entered.at,
            answered=self.answered,
            queued=self.queued,
            ended=over.at if over else None,
            by=by,
            cause=cause(str(over.extra.get("hangupcause", ""))) if over else "",
            talks=tuple(self._talk(partner, over, by) for partner in self.partners),
            last=self.last,
        )

    def _by(self) -> str:
        if self.ended is None:
            return ""
        if self.dialplan_ended:
            return "flow"
        # Asterisk's queue hangs up when its agent does, without a word in the dialplan.
        last = self.partners[-1] if self.partners and self.queued else None
        at_once = last is not None and last.hung_up and self.ended.at - (last.ended or 0.0) < AT_ONCE
        return "agent" if at_once else "caller"

    def _talk(self, partner: _Partner, over: Cel | None, by: str) -> Talk:
        ended = partner.ended
        who = "agent" if partner.hung_up else ""
        if not who and ended and over and by == "caller" and over.at - ended < AT_ONCE:
            who = "caller"
        return Talk(account(partner.channel), partner.began, ended, who)


class Channels:
    """Takes events in their order; `calls` are those handed to the engine so far, in the order of that."""

    def __init__(self) -> None:
        self._by_id: dict[str, _Caller] = {}
        self._callers: dict[str, _Caller] = {}
        """Those handed over and not over yet, by the channel's name."""
        self._bridges: defaultdict[str, set[str]] = defaultdict(set)
        self._in: defaultdict[str, set[str]] = defaultdict(set)
        self._met: defaultdict[str, list[_Caller]] = defaultdict(list)
        """By the name of a channel: the callers it was connected with."""

    def see(self, event: Cel) -> None:
        """Take the next event."""
        if event.kind == "CHAN_START":
            # Each Asterisk counts its channels anew, and one that was killed told no end of those it had.
            self._forget(event.channel)
        caller = self._by_id.setdefault(event.id, _Caller(event))
        caller.last = event.at
        match event.kind:
            case "APP_START":
                _application(caller, event)
                if caller.entered is event:
                    self._callers[event.channel] = caller
            case "ANSWER":
                caller.answered = caller.answered or event.at
            case "BRIDGE_ENTER" | "BRIDGE_EXIT":
                self._bridge(event)
            case "HANGUP":
                self._hangup(caller, event)

    def calls(self) -> list[AsteriskCall]:
        """Those handed to the engine."""
        return [caller.call() for caller in self._by_id.values() if caller.entered]

    def any_open(self, before: float) -> bool:
        """Whether one that was handed over before that time is not over."""
        return any(
            caller.entered is not None and caller.entered.at < before for caller in self._callers.values()
        )

    def _bridge(self, event: Cel) -> None:
        bridge, before = str(event.extra.get("bridge_id", "")), self._connected(event.channel)
        if event.kind == "BRIDGE_ENTER":
            self._bridges[bridge].add(event.channel)
            self._in[event.channel].add(bridge)
        else:
            self._leave(event.channel, bridge)
        for name in before | self._connected(event.channel):
            if name in self._callers:
                self._look(self._callers[name], name, event.at)

    def _look(self, caller: _Caller, name: str, at: float) -> None:
        # What lies behind a caller's own Local channel is where the call came from.
        others = self._connected(name, _other_end(name)) - {name}
        phones = {
            each for each in others if not each.startswith(_NO_PHONE) and not self._earlier(each, caller)
        }
        for each in phones:
            if caller not in self._met[each]:
                self._met[each].append(caller)
        caller.meets(phones, at)

    def _earlier(self, name: str, caller: _Caller) -> bool:
        """Whether it is a caller whose talk this one joined, as a supervisor does."""
        other = self._callers.get(name)
        return other is not None and other.first.at < caller.first.at

    def _connected(self, name: str, without: set[str] | None = None) -> set[str]:
        """All channels that hear each other with this one, itself as well."""
        found, ahead = {name}, [name]
        while ahead:
            channel = ahead.pop()
            near = {each for bridge in self._in.get(channel, ()) for each in self._bridges[bridge]}
            new = (near | _other_end(channel)) - found - (without or set())
            found |= new
            ahead += new
        return found

    def _forget(self, channel: str) -> list[_Caller]:
        """Nothing with this name is there any more; the callers it was connected with."""
        for bridge in list(self._in.pop(channel, ())):
            self._leave(channel, bridge)
        self._in.pop(channel, None)
        self._callers.pop(channel, None)
        return self._met.pop(channel, [])

    def _leave(self, channel: str, bridge: str) -> None:
        self._bridges[bridge].discard(channel)
        if not self._bridges[bridge]:
            del self._bridges[bridge]
        self._in[channel].discard(bridge)

    def _hangup(self, caller: _Caller, event: Cel) -> None:
        caller.meets(set(), event.at)
        caller.ended = event
        for other in self._forget(event.channel):
            if event.extra.get("hangupsource") == event.channel:
                _hung_up(other, event)
        if not caller.entered:
            del self._by_id[event.id]


def _hung_up(caller: _Caller, event: Cel) -> None:
    for partner in caller.partners:
        if partner.channel == event.channel and event.at - (partner.ended or event.at) < AT_ONCE:
            partner.hung_up = True


def _application(caller: _Caller, event: Cel) -> None:
    if event.app == "AGI" and _HANDED_OVER.match(event.data):
        caller.entered = caller.entered or event
    elif event.app == "Queue":
        caller.queued = caller.queued or event.at
    elif event.app == "Hangup":
        caller.dialplan_ended = True


def _other_end(channel: str) -> set[str]:
    """The other half of a Local channel."""
    if not channel.startswith("Local/") or channel[-2:] not in (";1", ";2"):
        return set()
    return {channel[:-1] + ("2" if channel.endswith("1") else "1")}


def account(channel: str) -> str:
    """The account of a channel: 1001 of PJSIP/1001-00000002."""
    return channel.partition("/")[2].rpartition("-")[0]
