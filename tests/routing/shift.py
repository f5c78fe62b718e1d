"""A router, its agents and a clock set by hand, for tests that tell a story."""

from __future__ import annotations

from routing.agents import AgentSpec
from routing.effects import Effect, OfferAgent, Rejected
from routing.events import AgentLoggedIn, Event
from routing.queues import QueueSpec
from routing.router import Router
from routing.rules import Rules
from routing.strategies import catalogue

SALES = QueueSpec("sales", ring=15.0, wrap_up=10.0, rest=5.0, grace=5.0)
QUICK = QueueSpec("quick", wrap_up=0.0)


class Shift:
    """A router with its agents logged in one second apart, in the order given, and a clock set by hand."""

    def __init__(self, *queues: QueueSpec, rules: Rules | None = None, **agents: dict[str, int]) -> None:
        specs = [AgentSpec(name, skills) for name, skills in agents.items()]
        self.router = Router(specs, [SALES, QUICK, *queues], catalogue(), rules or Rules())
        self.now = 0.0
        for name in agents:
            self.then(1.0, AgentLoggedIn(name))

    def then(self, after: float, *events: Event) -> list[Effect]:
        self.now += after
        return [effect for event in events for effect in self.router.apply(event, self.now)]

    def offers(self, after: float, *events: Event) -> list[tuple[str, str]]:
        made = self.then(after, *events)
        return [(effect.call, effect.agent) for effect in made if isinstance(effect, OfferAgent)]

    def state(self, agent: str) -> str:
        return self.router.agents[agent].state


def rejections(effects: list[Effect]) -> list[str]:
    return [effect.why for effect in effects if isinstance(effect, Rejected)]
