"""Calls that the engine places: `ivr.ports.Outgoing` by AMI's Originate.

Asterisk rings the phone; once it answers, the channel enters the Asterisk dialplan like a call from outside,
under the id that we gave it, and so comes to the engine.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import structlog

from ivr.asterisk.ami import Ami, AmiError, Event
from ivr.asterisk.phones import AsteriskPhones, UnknownPhone
from ivr.ports import DialOutcome
from ivr.wire.errors import LocalProtocolError

CONTEXT = "callwright"
_SPARE = 10.0
"""Seconds beyond the ringing within which Asterisk must tell how it ended."""
_EARLY = 100
"""Outcomes kept for actions that we do not know yet."""

# `Reason` of OriginateResponse: AST_CONTROL_* of Asterisk's include/asterisk/frame.h.
_OUTCOMES: dict[str, DialOutcome] = {"1": "rang_out", "3": "rang_out", "4": "answered", "5": "busy"}

_log = structlog.get_logger("outgoing")


class AsteriskOutgoing:
    """Dials only what `AsteriskPhones` knows."""

    def __init__(self, ami: Ami, phones: AsteriskPhones) -> None:
        self._ami = ami
        self._phones = phones
        self._waiting: dict[str, asyncio.Future[DialOutcome]] = {}
        self._early: OrderedDict[str, DialOutcome] = OrderedDict()
        ami.on("OriginateResponse", self._told)

    async def dial(self, call: str, number: str, shown: str, ring: float) -> DialOutcome:
        try:
            target = self._phones.dial_string(number)
            response = await self._ami.action(
                "Originate",
                Channel=target,
                ChannelId=call,
                Context=CONTEXT,
                Exten=shown,
                Priority="1",
                CallerID=f"<{shown}>",
                Timeout=str(round(ring * 1000)),
                Async="true",
            )
        except (UnknownPhone, AmiError, LocalProtocolError) as fault:
            _log.warning("not_dialled", call=call, error=str(fault))
            return "unreachable"
        return await self._outcome(response.fields.get("ActionID", ""), ring + _SPARE)

    async def _outcome(self, action: str, limit: float) -> DialOutcome:
        if (early := self._early.pop(action, None)) is not None:
            return early
        told: asyncio.Future[DialOutcome] = asyncio.get_running_loop().create_future()
        self._waiting[action] = told
        try:
            async with asyncio.timeout(limit):
                return await told
        except TimeoutError:
            return "unreachable"
        finally:
            del self._waiting[action]

    def _told(self, event: Event) -> None:
        """It may come with the answer to the action, before we wait; those of other programs come too."""
        action, outcome = event["ActionID"], _OUTCOMES.get(event["Reason"], "unreachable")
        told = self._waiting.get(action)
        if told is None:
            self._early[action] = outcome
            if len(self._early) > _EARLY:
                self._early.popitem(last=False)
        elif not told.done():
            told.set_result(outcome)
