"""The agents' phones as Asterisk sees them, kept in step with what the router believes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from ivr.acd.repairs import Repairs
from routing import events as told
from routing.agents import IN_A_CALL, Phone, State
from routing.router import Router

MOMENT = 1.0
"""Seconds for which a difference must last before it is repaired."""
LOST = 5.0
"""Seconds for which a phone must be idle in a talk before the talk is taken for over."""


_OURS = (State.RINGING, State.TALKING)


class AgentPhones:
    """`by_phone` is the agent of each phone, `apply` tells the router, `lost` ends the talk of an agent whose
    phone has left it. Phones that belong to no agent are ignored."""

    def __init__(
        self,
        by_phone: Mapping[str, str],
        router: Router,
        apply: Callable[[told.Event], object],
        lost: Callable[[str], None],
        repairs: Repairs,
    ) -> None:
        self._by_phone = by_phone
        self._phone_of = {agent: phone for phone, agent in by_phone.items()}
        self._router = router
        self._apply = apply
        self._lost = lost
        self._repairs = repairs
        self._states: dict[str, Phone] = {}
        self._calling: Counter[str] = Counter()

    def changed(self, phone: str, state: Phone) -> None:
        """A phone is so now, as Asterisk says."""
        if phone in self._by_phone:
            self._states[phone] = state
            self._tell(phone)
            if state == "idle":
                self._expect_no_talk(self._by_phone[phone])

    def corrected(self, phone: str, was: Phone, found: Phone) -> None:
        """Asterisk's own list says otherwise than its events did; `changed` follows."""
        if phone in self._by_phone:
            self._repairs.say(self._by_phone[phone], "phone", was, found)

    @contextmanager
    def calling(self, phone: str) -> Iterator[None]:
        """While a phone calls the engine itself (a feature code, a colleague) it is engaged, though Asterisk
        says so only once the call is answered, and whatever becomes of a talk on another line."""
        self._count(phone, 1)
        try:
            yield
        finally:
            self._count(phone, -1)

    def settle(self, agent: str) -> None:
        """A call of ours is over for this agent, and their phone is taken for idle: look whether it is."""
        if agent in self._phone_of:
            asyncio.get_running_loop().call_later(MOMENT, self._compare, agent)

    def _count(self, phone: str, more: int) -> None:
        if phone in self._by_phone:
            self._calling[phone] += more
            self._tell(phone)

    def _tell(self, phone: str) -> None:
        self._apply(told.PhoneChanged(self._by_phone[phone], self._known(phone)))

    def _known(self, phone: str) -> Phone:
        state = self._states.get(phone, "idle")
        return "engaged" if self._calling[phone] and state != "unreachable" else state

    def _compare(self, agent: str) -> None:
        now, phone = self._router.agents[agent], self._phone_of[agent]
        known = self._known(phone)
        if phone not in self._states or now.phone == known or now.state in _OURS:
            return
        # A call that is left is none of ours.
        found: Phone = "engaged" if known in IN_A_CALL else known
        self._repairs.say(agent, "phone", now.phone, found)
        self._apply(told.PhoneChanged(agent, found))

    def _expect_no_talk(self, agent: str) -> None:
        now = self._router.agents[agent]
        if now.state is State.TALKING:
            asyncio.get_running_loop().call_later(LOST, self._look_for_talk, agent, now.offer)

    def _look_for_talk(self, agent: str, offer: int | None) -> None:
        now = self._router.agents[agent]
        same = now.state is State.TALKING and now.offer == offer
        if same and self._states[self._phone_of[agent]] == "idle":
            self._lost(agent)
            if now.state is not State.TALKING:
                self._repairs.say(agent, "talk", State.TALKING, now.state)
