"""Which phones may be dialled, and whether the agents' phones are free."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from typing import Literal

import structlog

from ivr.asterisk.ami import Ami, AmiError, Event
from ivr.settings import Outbound

PhoneState = Literal["idle", "busy", "unreachable"]
OnChange = Callable[[str, PhoneState], None]

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
    "RINGINUSE": "busy",
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

    async def watch(self, ami: Ami, on_change: OnChange) -> None:
        """Tell `on_change` the state of each agent's phone, now, when it changes, and anew after each
        connection to Asterisk: only states that differ from the last one."""
        tasks: set[asyncio.Task[None]] = set()

        def changed(event: Event) -> None:
            phone = event["Device"].removeprefix(_DEVICE)
            state = _STATES.get(event["State"], "unreachable")
            if phone in self._agents and self._states.get(phone) != state:
                self._states[phone] = state
                on_change(phone, state)

        def connected() -> None:
            task = asyncio.get_running_loop().create_task(self._ask(ami, changed))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        ami.on("DeviceStateChange", changed)
        ami.on_connect(connected)
        await self._ask(ami, changed)

    async def _ask(self, ami: Ami, changed: Callable[[Event], None]) -> None:
        try:
            for event in await ami.listing("DeviceStateList"):
                changed(event)
        except AmiError as error:
            _log.warning("phone_states_unknown", error=str(error))


def _pattern(text: str) -> re.Pattern[str]:
    if not re.fullmatch(r"\+?[0-9xX*#]{1,32}", text):
        raise ValueError(f"'{text}' in outbound.allow is not a number: digits, * and #, x for any digit")
    return re.compile(re.escape(text).replace("x", "[0-9]").replace("X", "[0-9]"))
