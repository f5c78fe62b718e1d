"""Why each caller was given whom they were given, or had to wait: written down, but off the way of a call."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ivr.events import ChoiceExplained
from ivr.ports import Clock, Journal
from routing import events as told
from routing.agents import Agent, State
from routing.effects import Effect, NeedsRelaxed, OfferAgent, WithdrawOffer
from routing.explanation import Candidate, Explanation, Refused
from routing.router import Router

AT_ONCE = 10
"""So many callers are explained before the next event counts; more follow a little later."""
PAUSE = 0.02
NAMED = 20
"""So many agents are named as candidates, and for each reason."""
_STATES = frozenset(str(state) for state in State)


class Reasons:
    """The router tells them only as of now: so they are asked for once the loop has nothing more urgent to
    do, as sending the INVITE, but before the router hears of anything else."""

    def __init__(self, router: Router, strategies: Mapping[str, str], clock: Clock, journal: Journal) -> None:
        """`strategies`: the name of each queue's."""
        self._router, self._strategies = router, strategies
        self._clock, self._journal = clock, journal
        self._offered: dict[int, str] = {}
        self._open: dict[str, None] = {}
        self._overtaken: dict[str, Refused] = {}
        self._timer: asyncio.Handle | None = None

    def note(self, event: told.Event, effects: tuple[Effect, ...]) -> None:
        """What the router did for whom; to be called after its effects were carried out."""
        self._open |= dict.fromkeys(self._concerned(event, effects))
        if self._open and self._timer is None:
            self._timer = asyncio.get_running_loop().call_soon(self._explain_some)

    def catch_up(self) -> None:
        """Explain what is open, before the router hears of something else."""
        for call in [*self._open][:AT_ONCE]:
            del self._open[call]
            lost = self._overtaken.pop(call, None)
            if found := self._router.explain(call):
                self._journal.append(self._event(found, lost))

    def close(self) -> None:
        """Explain what is open, and no more."""
        if self._timer:
            self._timer.cancel()
        self.catch_up()

    def _explain_some(self) -> None:
        self._timer = None
        self.catch_up()
        if self._open:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self._explain_some)

    def _concerned(self, event: told.Event, effects: tuple[Effect, ...]) -> Iterator[str]:
        match event:
            case told.CallerEntered(call=call) | told.CallerMoved(call=call):
                yield call
            case told.OfferRefused(offer=offer):
                yield from self._over(offer)
            case told.OfferAnswered(offer=offer):
                self._offered.pop(offer, None)
        for effect in effects:
            match effect:
                case OfferAgent(offer=offer, call=call):
                    self._offered[offer] = call
                    yield call
                    yield from self._passed_over(call, effect.agent)
                case WithdrawOffer(offer=offer):
                    yield from self._over(offer)
                case NeedsRelaxed(call=call):
                    yield call

    def _passed_over(self, call: str, agent: str) -> Iterator[str]:
        """Who wait on, because the agent went to this call of higher priority."""
        priority = self._router.priority(call)
        for other in self._router.overtaken(call, agent):
            self._overtaken[other] = Refused("overtaken", str(priority), (agent,), 0)
            yield other

    def _over(self, offer: int) -> Iterator[str]:
        if call := self._offered.pop(offer, ""):
            yield call

    def _event(self, found: Explanation, lost: Refused | None) -> ChoiceExplained:
        now = self._clock.monotonic()
        return ChoiceExplained(
            at=self._clock.now().timestamp(),
            call=found.call,
            queue=found.queue,
            agent=found.chosen,
            strategy=self._strategies[found.queue],
            needs=found.needs,
            ahead=found.ahead,
            candidates=[_candidate(each, now) for each in found.candidates[:NAMED]],
            more=found.more + len(found.candidates[NAMED:]),
            refused=[self._refused(each, now) for each in _with(lost, found.refused)],
            unseen=found.unseen,
        )

    def _refused(self, found: Refused, now: float) -> dict[str, Any]:
        agents = {name: _since(found, self._router.agents[name], now) for name in found.agents[:NAMED]}
        more = found.more + len(found.agents[NAMED:])
        return _told(reason=found.reason, detail=found.detail, agents=agents, more=more)


def _with(lost: Refused | None, refused: tuple[Refused, ...]) -> Iterator[Refused]:
    """The agent who went to somebody else is told with that, instead of as ringing now."""
    if lost is None:
        yield from refused
        return
    yield lost
    for each in refused:
        if agents := tuple(name for name in each.agents if name not in lost.agents):
            yield replace(each, agents=agents)


def _candidate(found: Candidate, now: float) -> dict[str, Any]:
    idle = round(max(0.0, now - found.idle_since), 1)
    order = 0.0 if found.order == found.idle_since else round(found.order, 1)
    return _told(
        agent=found.agent,
        idle=idle,
        asked_for=found.asked_for,
        liking=found.liking,
        score=found.score,
        order=order,
    )


def _since(found: Refused, agent: Agent, now: float) -> float:
    """A state has a beginning, which is not known from before the engine; other reasons tell none."""
    if agent.since is None or found.reason not in _STATES:
        return 0
    return round(max(0.0, now - agent.since), 1)


def _told(**values: Any) -> dict[str, Any]:
    """Without what says nothing."""
    return {name: value for name, value in values.items() if value}
