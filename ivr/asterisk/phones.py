"""Which phones may be dialled, and whether the agents' phones are free."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Literal

import structlog

from ivr.asterisk.ami import Ami, AmiError, Event

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
    """The agents' SIP accounts `agents`, and outside numbers that match a pattern of `allow` (x is any digit)
    through the SIP account `trunk`. Raises ValueError for a name or pattern that cannot be meant."""

    def __init__(self, agents: Collection[str], trunk: str = "", allow: Sequence[str] = ()) -> None:
        for name in (*agents, *([trunk] if trunk else ())):
            if not _ACCOUNT.fullmatch(name):
                raise ValueError(f"'{name}' is not the name of a SIP account: letters, digits, _ and -")
        self._agents = frozenset(agents)
        self._trunk = trunk
        self._allow = [_pattern(text) for text in allow]
        self._states: dict[str, PhoneState] = {}

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

    def watch(self, ami: Ami, on_change: OnChange) -> Callable[[], object]:
        """Tell `on_change` each state of an agent's phone that differs from the last one, now and after each
        connection to Asterisk anew. Returns a coroutine function that asks for all states at once."""

        def changed(event: Event) -> None:
            phone = event.get("Device", "").removeprefix(_DEVICE)
            if phone not in self._agents:
                return
            state = _STATES.get(event.get("State", ""), "unreachable")
            if self._states.get(phone) != state:
                self._states[phone] = state
                on_change(phone, state)

        async def ask() -> None:
            try:
                events = await ami.listing("DeviceStateList")
            except AmiError as error:
                _log.warning("phone_states_unknown", error=str(error))
                return
            for event in events:
                changed(event)

        ami.on("DeviceStateChange", changed)
        return ask


def _pattern(text: str) -> re.Pattern[str]:
    if not re.fullmatch(r"\+?[0-9xX*#]{1,32}", text):
        raise ValueError(f"'{text}' in outbound.allow is not a number: digits, * and #, x for any digit")
    return re.compile(re.escape(text).replace("x", "[0-9]").replace("X", "[0-9]"))
