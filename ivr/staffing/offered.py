"""What a load asks of the agents who are there, before it is simulated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.staffing.floors import Floor
from ivr.staffing.load import Callers, Load
from routing.agents import AgentSpec
from routing.needs import both, met


@dataclass(frozen=True, slots=True)
class Offered:
    """`handle`: seconds of an agent's time that a call takes: the phone rings, talk and wrap-up. `agents` are
    those who can serve these callers."""

    callers: Callers
    handle: float
    agents: frozenset[str]

    @property
    def erlang(self) -> float:
        return self.callers.per_hour / 3600 * self.handle


def there(load: Load, floor: Floor) -> list[AgentSpec]:
    """The agents who are at work."""
    return [agent for agent in floor.agents if not load.agents or agent.id in load.agents]


def offered(load: Load, floor: Floor) -> Iterator[Offered]:
    """Of each kind of caller, in their order."""
    queues = {queue.id: queue for queue in floor.queues}
    for callers in load.callers:
        queue = queues[callers.queue]
        wanted = both(queue.members, callers.needs)
        able = frozenset(agent.id for agent in there(load, floor) if met(wanted, agent.skills))
        yield Offered(callers, load.answer + callers.talk + queue.wrap_up, able)


def too_much(kinds: Sequence[Offered]) -> tuple[float, int] | None:
    """The Erlang of the callers who can be served and the number of their agents, where that is more than
    there are agents; of one kind of caller, or else of all together."""
    served = [kind for kind in kinds if kind.agents]
    everybody = frozenset[str]().union(*(kind.agents for kind in served))
    loads = [(kind.erlang, len(kind.agents)) for kind in served]
    loads.append((sum(kind.erlang for kind in served), len(everybody)))
    return next((load for load in loads if load[0] >= load[1] > 0), None)
