"""Whom a caller wants in this call, for the steps that look for an agent.

What is worked out in a call may come from anywhere. Where it is of no use the call goes on without it, and
the journey says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.events import NeedLeftOut
from ivr.flow.choosing import LAST, Choosing
from ivr.flow.expressions import ExpressionFailed, Template
from ivr.flow.skill_text import Filling
from ivr.ports import Wanted

from .outliving import attempt

if TYPE_CHECKING:
    from ivr.flow.session import Session

MOST = 10_000
"""Points of priority on either side of 0."""


async def wanted(session: Session, step: Choosing) -> Wanted:
    """Whom this caller wants."""
    worker = _Worker(session, step.verb)
    needs, relax = step.needed(Filling(worker.text, worker.left_out))
    agent = await _agent(session, step, worker)
    return Wanted(needs, relax, agent, step.patience if agent else 0.0, worker.whole_number(step.priority))


async def _agent(session: Session, step: Choosing, worker: _Worker) -> str:
    """The agent who is asked for, '' for nobody in particular."""
    if step.agent.source != LAST:
        return worker.agent(step.agent)
    number = session.caller.call.number
    if not number:
        return ""
    found = await attempt(session, step.verb, session.world.memory.last_agent(number, step.last_within), "")
    return found if found in session.world.agents else ""


class _Worker:
    """Works out the parts of one step; `left_out` writes down what was of no use."""

    def __init__(self, session: Session, verb: str) -> None:
        self._session = session
        self._verb = verb

    def left_out(self, written: str, why: str) -> None:
        self._session.log(NeedLeftOut, verb=self._verb, written=written[:500], error=why[:500])

    def text(self, template: Template) -> str:
        try:
            return self._session.render(template)
        except ExpressionFailed as failed:
            self.left_out(template.source, str(failed))
            return ""

    def whole_number(self, template: Template) -> int:
        text = self.text(template)
        try:
            return max(-MOST, min(MOST, int(float(text or 0))))
        except (ValueError, OverflowError):
            self.left_out(template.source, f"'{text[:100]}' is no whole number")
            return 0

    def agent(self, template: Template) -> str:
        """An agent's name in config/agents.yaml."""
        name = self.text(template).strip()
        if name and name not in self._session.world.agents:
            self.left_out(template.source, f"'{name[:100]}' is no agent in config/agents.yaml")
            return ""
        return name
