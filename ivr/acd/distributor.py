"""Drives the router with the clock, wakes the callers it chose an agent for, and writes down what happens.

All queue and agent events of the journal are written here; the `queue` step only plays, holds and dials.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from dataclasses import replace

import structlog

from ivr.acd.desk import AgentDesk, accepted
from ivr.acd.earlier import EarlierStates, States
from ivr.acd.phones import AgentPhones
from ivr.acd.reasons import Reasons
from ivr.acd.repairs import Repairs
from ivr.acd.snapshots import AgentNow, QueueNow, WaitingNow, agent_now, queues_now, waiting_now
from ivr.acd.specs import agent_specs, queue_specs, rules
from ivr.acd.stay import Stay
from ivr.acd.validity import Validity
from ivr.acd.work_scribe import WorkScribe
from ivr.ports import (
    AgentOffer,
    CallerHungUp,
    Clock,
    DialOutcome,
    Journal,
    QueueRequest,
    Wakeable,
)
from ivr.settings import Agents, QueueFile
from routing import events as told
from routing.agents import Phone, State
from routing.effects import AgentChanged, Effect, NeedsRelaxed, OfferAgent, Rejected, WakeAt, WithdrawOffer
from routing.expected import Expected
from routing.router import Router
from routing.rules import PHONE
from routing.strategies import catalogue
from routing.strategy import Strategy

_log = structlog.get_logger("acd")


_KEPT = 0
"""The number that stands for an offer from before a restart."""

_STOPPED = "stopped"
"""The engine leaves while two talk: Asterisk lets them talk on, and its records tell how long."""


class Acd(AgentDesk):
    """Implements `ivr.ports.Queues` and `ivr.ports.Desk`. Lives on one event loop; nothing here waits.

    `states` is each agent's last state and pause reason from before a restart, None where that is not known
    yet: `recall` tells it later. Who was in a call or in wrap-up then is available now. Days begin in
    `timezone`. Raises ValueError for a queue whose strategy is not in `strategies`.
    """

    def __init__(
        self,
        agents: Agents,
        queues: QueueFile,
        clock: Clock,
        journal: Journal,
        *,
        states: States | None = None,
        strategies: Mapping[str, Strategy] | None = None,
        timezone: str = "Asia/Shanghai",
    ) -> None:
        self._validity = Validity(agents.agents, timezone, clock, self._apply)
        today = self._validity.today
        given = (agent_specs(agents, today), queue_specs(queues), strategies or catalogue(), rules(queues))
        router = Router(*given)
        super().__init__(agents, queues, router, WorkScribe(clock, journal))
        strategy = {name: queue.strategy for name, queue in queues.queues.items()}
        self._reasons = Reasons(router, strategy, clock, journal)
        self._agents = agents.agents
        self._clock = clock
        self._queue_settings = queues.queues
        self._stays: dict[str, Stay] = {}
        self._rung: dict[int, tuple[Stay, AgentOffer, float]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._repairs = Repairs(clock, self._scribe)
        self._phones = AgentPhones(self._by_phone, router, self._apply, self._lost, self._repairs)
        self._earlier = EarlierStates(agents.agents, router, self._apply, self.calling)
        if states is not None:
            self._earlier.restore(states, clock.monotonic(), self._scribe)
        self._validity.begin()

    # Queues

    def enter(self, request: QueueRequest, caller: Wakeable) -> AbstractAsyncContextManager[Stay]:
        """Join a queue until the context is left. Raises KeyError for a queue that is not configured, and on
        entry RuntimeError for a call that is in a queue already."""
        self._is_for(request.channel, request.queue)
        return self._stay(request, caller)

    def _is_for(self, channel: str, queue: str) -> None:
        found = self._queue_settings.get(queue)
        if found is None or found.channel != channel:
            raise KeyError(f"no queue '{queue}' for the {channel} in config/queues.yaml")

    def bring(self, request: QueueRequest, work: Wakeable) -> AbstractAsyncContextManager[Stay]:
        """As `enter`, for work of other channels."""
        return self.enter(request, work)

    def keep(self, request: QueueRequest, agent: str, work: Wakeable) -> AbstractAsyncContextManager[Stay]:
        """As `bring`, for what the agent had before a restart; KeyError also where the agent is gone."""
        self._is_for(request.channel, request.queue)
        if agent not in self._agents:
            raise KeyError(f"no agent '{agent}' in config/agents.yaml")
        return self._kept(request, agent, work)

    @asynccontextmanager
    async def _kept(self, request: QueueRequest, agent: str, work: Wakeable) -> AsyncIterator[Stay]:
        now, settings = self._clock.monotonic(), self._agents[agent]
        stay = Stay(request, work, now - request.waited, self)
        stay.offer = stay.talk = AgentOffer(_KEPT, agent, settings.name, settings.phone, ring=0.0)
        stay.talk_began = now
        self._stays[request.call] = stay
        self._apply(told.ContactKept(request.call, request.queue, agent))
        try:
            yield stay
        finally:
            self._leave(stay, "agent")

    @asynccontextmanager
    async def _stay(self, request: QueueRequest, caller: Wakeable) -> AsyncIterator[Stay]:
        if request.call in self._stays:
            raise RuntimeError(f"call {request.call} is in a queue already")
        entered = self._clock.monotonic() - request.waited
        stay = Stay(request, caller, entered, self, joined=entered)
        by = "engine"
        try:
            self._join(stay)
            yield stay
            by = "agent"
        except asyncio.CancelledError:
            by = _STOPPED
            raise
        except BaseException as error:
            by = "caller" if _hung_up(error) else by
            raise
        finally:
            self._leave(stay, by)

    def _join(self, stay: Stay) -> None:
        request = stay.request
        self._stays[request.call] = stay
        self._scribe.entered(request)
        self._apply(
            told.CallerEntered(
                request.call,
                request.queue,
                request.needs,
                request.priority,
                request.waited + request.credit,
                request.reserve,
                request.relax,
                request.agent,
                request.patience,
                request.due,
            )
        )

    def _leave(self, stay: Stay, by: str) -> None:
        del self._stays[stay.request.call]
        if stay.talk:
            self.finished(stay, stay.talk, by)
        elif stay.talk_began is None:
            self._apply(told.CallerLeft(stay.request.call))
            outcome = stay.leaving or ("abandoned" if by == "caller" else "timed_out")
            self._scribe.left(stay.request, outcome, self._here(stay))

    # What the step tells about a stay

    def position(self, stay: Stay) -> int:
        return self._router.position(stay.request.call)

    def waited(self, stay: Stay) -> float:
        return self._clock.monotonic() - stay.entered

    def _here(self, stay: Stay) -> float:
        """Seconds in the queue where they are now."""
        return self._clock.monotonic() - stay.joined

    def length(self, stay: Stay) -> int:
        return self._router.length(stay.request.queue)

    def able(self, stay: Stay) -> int:
        return self._router.able_for(stay.request.call)

    def expected(self, stay: Stay) -> Expected | None:
        return self._router.expected(stay.request.call)

    def move(self, stay: Stay, queue: str) -> None:
        self._is_for(stay.request.channel, queue)
        self._scribe.left(stay.request, "overflow", self._here(stay))
        stay.request, stay.joined = replace(stay.request, queue=queue), self._clock.monotonic()
        self._scribe.entered(stay.request)
        self._apply(told.CallerMoved(stay.request.call, queue))

    def answered(self, stay: Stay, offer: AgentOffer) -> None:
        if accepted(self._apply(told.OfferAnswered(offer.id))):
            stay.offer = stay.talk = offer
            stay.talk_began = self._clock.monotonic()
            self._offer_ended(stay, offer, "answered")
            self._scribe.left(stay.request, "answered", self._here(stay))
            if stay.request.channel == PHONE:
                self._talks(offer.agent, stay.request.call, stay.request.queue)

    def refused(self, stay: Stay, offer: AgentOffer, outcome: DialOutcome) -> None:
        """Raises ValueError for `answered`, which is no refusal."""
        if outcome == "answered":
            raise ValueError(f"offer {offer.id} cannot be refused as answered")
        if offer.id in self._rung:
            self._offer_ended(stay, offer, outcome)
            stay.offer = None
        self._apply(told.OfferRefused(offer.id, "rang_out" if outcome == "unconfirmed" else outcome))

    def rejected(self, stay: Stay, offer: AgentOffer) -> None:
        if offer.id in self._rung:
            self._offer_ended(stay, offer, "rejected")
            stay.offer = None
        self._apply(told.OfferRefused(offer.id, "rejected"))

    def finished(self, stay: Stay, offer: AgentOffer, by: str) -> None:
        if stay.talk is None or stay.talk.id != offer.id or stay.talk_began is None:
            _log.warning("a talk that was not going on cannot end", call=stay.request.call, agent=offer.agent)
            return
        talked = self._clock.monotonic() - stay.talk_began
        stay.talk = stay.offer = None
        if by != _STOPPED:
            self._scribe.talk_ended(stay.request, offer, by, talked)
        kept = offer.id == _KEPT
        self._apply(told.CallerLeft(stay.request.call) if kept else told.TalkEnded(offer.id))

    # The world

    def phone_changed(self, phone: str, state: Phone) -> None:
        """A phone is so now. Phones that belong to no agent are ignored."""
        self._phones.changed(phone, state)

    def phone_corrected(self, phone: str, was: Phone, found: Phone) -> None:
        """What was believed of a phone was wrong, and no event had told; `phone_changed` follows."""
        self._phones.corrected(phone, was, found)

    def calling(self, phone: str) -> AbstractContextManager[None]:
        """While a phone calls the engine itself: who logs in is not rung before they have hung up."""
        return self._phones.calling(phone)

    def _lost(self, agent: str) -> None:
        """The agent's phone has left the talk, and nobody said that it is over."""
        for stay in self._stays.values():
            if stay.talk and stay.talk.agent == agent and stay.request.channel == PHONE:
                return self.finished(stay, stay.talk, "engine")
        self._let_go_all(agent)

    def recall(self, states: States) -> None:
        """What the states from before the restart were; agents who have said or done anything since then
        keep what they are now."""
        self._earlier.recall(states)

    def unknown(self) -> list[str]:
        """Agents of whom it is not known whether they are logged in: `states` were not known at the start."""
        return self._earlier.unknown()

    def agents(self) -> tuple[AgentNow, ...]:
        """All configured agents as they are now."""
        now, calls, repairs = self._clock.monotonic(), self._in_talks(), self._repairs.last
        return tuple(
            agent_now(
                settings,
                self._router.agents[name],
                now,
                repair=repairs.get(name),
                call=calls.get(name, ""),
            )
            for name, settings in self._agents.items()
        )

    def _in_talks(self) -> Mapping[str, str]:
        """The call that each agent talks in, by agent."""
        taken = {self._by_phone[phone]: call for call, phone in self._taken}
        talks = (stay for stay in self._stays.values() if stay.talk and stay.request.channel == PHONE)
        return taken | {stay.talk.agent: stay.request.call for stay in talks if stay.talk}

    def waiting(self) -> tuple[WaitingNow, ...]:
        """All callers who wait, first in line first."""
        return waiting_now(self._router, self._clock.monotonic())

    def queues(self) -> tuple[QueueNow, ...]:
        """All configured queues as they are now."""
        return queues_now(self._router, self._queue_settings, self._clock.monotonic())

    def close(self) -> None:
        """Stop the timers. Callers who are still here leave by themselves."""
        self._validity.close()
        self._stop_timer()
        self._reasons.close()

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()

    # The router

    def _apply(self, event: told.Event) -> tuple[Effect, ...]:
        self._reasons.catch_up()
        effects = self._router.apply(event, self._clock.monotonic())
        for effect in effects:
            self._do(effect)
        self._reasons.note(event, effects)
        return effects

    def _do(self, effect: Effect) -> None:
        match effect:
            case OfferAgent():
                self._ring(effect)
            case WithdrawOffer():
                self._withdraw(effect)
            case NeedsRelaxed():
                self._relaxed(effect)
            case AgentChanged(agent, old, new, reason):
                self._scribe.agent_changed(agent, old, new, reason)
                if old in (State.RINGING, State.TALKING):
                    self._phones.settle(agent)
            case WakeAt(time):
                self._wake_at(time)
            case Rejected(event, why):
                _log.info("rejected", what=type(event).__name__, why=why)

    def _relaxed(self, new: NeedsRelaxed) -> None:
        if stay := self._stays.get(new.call):
            self._scribe.relaxed(stay.request, new.stage, new.needs)

    def _ring(self, new: OfferAgent) -> None:
        stay, settings = self._stays[new.call], self._agents[new.agent]
        offer = AgentOffer(new.offer, new.agent, settings.name, settings.phone, new.ring)
        stay.offer = offer
        self._rung[offer.id] = (stay, offer, self._clock.monotonic())
        self._scribe.offered(stay.request, offer)
        self._wake(stay)

    def _wake(self, stay: Stay) -> None:
        """A caller whose line is gone or faulty must not disturb the others: their own task finds out."""
        try:
            stay.caller.wake()
        except CallerHungUp:
            pass
        except Exception:
            _log.exception("a caller could not be woken", call=stay.request.call)

    def _withdraw(self, gone: WithdrawOffer) -> None:
        """Without effect for an offer whose lease ended in the very turn in which it was refused."""
        if gone.offer in self._rung:
            stay, offer, _ = self._rung[gone.offer]
            self._offer_ended(stay, offer, "rang_out" if gone.why == "lease_over" else "abandoned")
            stay.offer = None
            if gone.why == "lease_over":
                self._repairs.say(offer.agent, "offer", State.RINGING, self._router.agents[offer.agent].state)
            if stay.request.channel != PHONE:
                self._wake(stay)

    def _offer_ended(self, stay: Stay, offer: AgentOffer, outcome: str) -> None:
        now = self._clock.monotonic()
        _, _, began = self._rung.pop(offer.id, (stay, offer, now))
        self._scribe.offer_ended(stay.request, offer, outcome, rang=now - began)

    def _wake_at(self, time: float) -> None:
        self._stop_timer()
        after = max(0.0, time - self._clock.monotonic())
        self._timer = asyncio.get_running_loop().call_later(after, self._apply, told.TimePassed())


def _hung_up(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return error.subgroup(CallerHungUp) is not None
    return isinstance(error, CallerHungUp)
