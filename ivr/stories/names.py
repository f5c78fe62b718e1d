"""Names in a story that stand for something: queues, agents, flows. One that is not there is a mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.step import Place

from .story import Centre, Story
from .turns import EndsIn, Enters, IsAnswered, IsQueued, Turn


def check(story: Story, centre: Centre) -> Iterator[Problem]:
    """Every name that does not exist, at its place."""
    if not story.caller.dialled:
        yield Problem(
            story.place.file,
            story.place.line,
            story.place.column,
            'no number is dialled here; say which: caller: {dialled: "95188"}',
            "stories",
            zh='没有拨打任何号码；请写明：caller: {dialled: "95188"}',
        )
    known = centre.settings.agents.agents
    there = story.world.agents or {}
    for name, agent in there.items():
        if name not in known and agent.skills is None:
            yield _problem(story.place, "agent", "坐席", name, known)
    for turn in story.turns:
        yield from _of(turn, story, centre)


def _of(turn: Turn, story: Story, centre: Centre) -> Iterator[Problem]:
    match turn:
        case IsQueued(to=queue) if queue not in centre.settings.queues.queues:
            yield _problem(turn.place, "queue", "队列", queue, centre.settings.queues.queues)
        case IsAnswered(by=by) if by and not by.lstrip("+").isdigit():
            agents = {*centre.settings.agents.agents, *(story.world.agents or {})}
            if by not in agents:
                yield _problem(turn.place, "agent", "坐席", by, agents)
        case Enters(flow=flow) | EndsIn(flow=flow):
            plan = centre.plan(story)
            if plan is not None and flow not in plan.flows:
                yield _problem(turn.place, "flow", "流程", flow, plan.flows)


def _problem(place: Place, what: str, zh: str, name: str, allowed: Collection[str]) -> Problem:
    return Problem(
        place.file,
        place.line,
        place.column,
        f"no {what} named '{name}'; {nearest(name, allowed)}",
        "stories",
        zh=f"没有名为“{name}”的{zh}；{nearest(name, allowed, 'zh')}",
    )
