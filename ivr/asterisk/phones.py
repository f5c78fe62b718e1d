"""Which phones may be dialled, and whether the agents' phones are free."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

import structlog

from ivr.asterisk.ami import Ami, AmiError, Event
from ivr.settings import Outbound

PhoneState = Literal["idle", "busy", "engaged", "unreachable"]
"""`engaged`: in a call, and in another one beside or after it."""
OnChange = Callable[[str, PhoneState], None]
OnRepair = Callable[[str, PhoneState, PhoneState], None]

COMPARE_EVERY = 30.0
_TRIES, _AGAIN = 20, 0.5
"""How often, and after how many seconds, the list is asked for that Asterisk refused after a gap."""
MOMENT = 1.0
"""Seconds for which a difference must last before it is one."""

_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_ACCOUNT = re.compile(r"[0-9A-Za-z_-]{1,40}")
_DEVICE = "PJSIP/"

# The states of Asterisk's main/devicestate.c. A ringing phone is busy: it must not be rung for a second
# caller.
_STATES: dict[str, PhoneState] = {
    "NOT_INUSE": "idle",
    "INUSE": "busy",
    "BUSY": "busy",
    "RINGING": "busy",
    "RINGINUSE": "engaged",
    "ONHOLD": "busy",
}

_log = structlog.get_logger("phones")


class UnknownPhone(Exception):
    """A number that is no agent's phone and that the allow list does not admit."""


class AsteriskPhones:
    """The agents' SIP accounts, and the outside numbers that the settings allow. Raises ValueError for a
    name or pattern that cannot be meant."""

    def __init__(self, agents: Iterable[str], outbound: Outbound | None = None) -> None:
        self._agents = frozenset(agents)
        self._trunk = trunk = outbound.trunk if outbound else ""
        self._allow = [_pattern(text) for text in (outbound.allow if outbound else ())]
        self._states: dict[str, PhoneState] = {}
        self._news: Counter[str] = Counter()
        self._on_change: OnChange = lambda phone, state: None
        self._on_repair: OnRepair = lambda phone, was, found: None
        for name in (*self._agents, *([trunk] if trunk else ())):
            if not _ACCOUNT.fullmatch(name):
                raise ValueError(f"'{name}' is not the name of a SIP account: letters, digits, _ and -")

    def knows(self, number: str) -> bool:
        """True for an agent's phone and for an outside number that may be dialled."""
        if number in self._agents:
            return True
        return bool(
            self._trunk and _NUMBER.fullmatch(number) and any(each.fullmatch(number) for each in self._allow)
        )

    def dial_string(self, number: str) -> str:
        """What `Dial` takes. Raises `UnknownPhone`: no other text ever gets into a dial string."""
        if not self.knows(number):
            raise UnknownPhone(
                f"'{number[:40]}' may not be dialled: it is no agent's phone (config/agents.yaml)"
                " and matches nothing in outbound.allow (config/ivr.yaml)"
            )
        return f"{_DEVICE}{number}" if number in self._agents else f"{_DEVICE}{number}@{self._trunk}"

    def state(self, phone: str) -> PhoneState:
        """The last known state of an agent's phone."""
        return self._states.get(phone, "unreachable")

    async def watch(self, ami: Ami, on_change: OnChange, on_repair: OnRepair = lambda *_: None) -> None:
        """Tell `on_change` the state of each agent's phone, now and when it changes: only states that differ
        from the last one. `on_repair` is told before it of a state that no event had told, with what it was
        taken for: after a gap in the connection, or found by `compare`."""
        self._on_change, self._on_repair = on_change, on_repair
        tasks: set[asyncio.Task[object]] = set()

        def connected() -> None:
            task = asyncio.get_running_loop().create_task(self._catch_up(ami))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        ami.on("DeviceStateChange", self._changed)
        ami.on_connect(connected)
        await self._list(ami, self._take)

    async def _catch_up(self, ami: Ami) -> None:
        """What was missed, also of an Asterisk that is just starting and has no list yet."""
        for _ in range(_TRIES):
            if await self._list(ami, self._repair) or not ami.connected:
                return
            await asyncio.sleep(_AGAIN)

    async def keep_comparing(self, ami: Ami) -> None:
        """Look every now and then whether Asterisk's own list says something else than its events did."""
        while True:
            await asyncio.sleep(COMPARE_EVERY)
            await self.compare(ami)

    async def compare(self, ami: Ami, moment: float = MOMENT) -> None:
        """Repair what differs from Asterisk's list now and still does so `moment` seconds later: an event may
        be on its way."""
        differs: dict[str, PhoneState] = {}
        await self._list(ami, differs.__setitem__)
        if not differs:
            return
        await asyncio.sleep(moment)

        def still(phone: str, state: PhoneState) -> None:
            if differs.get(phone) == state:
                self._repair(phone, state)

        await self._list(ami, still)

    def _changed(self, event: Event) -> None:
        phone = event["Device"].removeprefix(_DEVICE)
        if phone in self._agents:
            self._news[phone] += 1
            state = self._read(phone, event["State"])
            if self._states.get(phone) != state:
                self._take(phone, state)

    def _read(self, phone: str, state: str) -> PhoneState:
        """A phone that was rung while it was in a call is engaged until it is idle: which of the two calls
        ends first is not told."""
        found = _STATES.get(state, "unreachable")
        return "engaged" if found == "busy" and self._states.get(phone) == "engaged" else found

    def _take(self, phone: str, state: PhoneState) -> None:
        self._states[phone] = state
        self._on_change(phone, state)

    def _repair(self, phone: str, state: PhoneState) -> None:
        self._on_repair(phone, self.state(phone), state)
        self._take(phone, state)

    async def _list(self, ami: Ami, differs: OnChange) -> bool:
        """Tell of each phone whose state in Asterisk's list is another one, if there is a list. A phone of
        which an event came meanwhile is left out: that is newer, or the newest is still to come."""
        before = Counter(self._news)
        try:
            listed = await ami.listing("DeviceStateList")
        except AmiError as error:
            _log.warning("phone_states_unknown", error=str(error))
            return False
        for event in listed:
            phone = event["Device"].removeprefix(_DEVICE)
            if phone in self._agents and self._news[phone] == before[phone]:
                state = self._read(phone, event["State"])
                if self._states.get(phone) != state:
                    differs(phone, state)
        return True


def _pattern(text: str) -> re.Pattern[str]:
    if not re.fullmatch(r"\+?[0-9xX*#]{1,32}", text):
        raise ValueError(f"'{text}' in outbound.allow is not a number: digits, * and #, x for any digit")
    return re.compile(re.escape(text).replace("x", "[0-9]").replace("X", "[0-9]"))
