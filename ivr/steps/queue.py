"""Wait for an agent with the right skills, hear music and the place in the line, and talk.

`skills` names the least level (1 to 5) an agent must have in each; a point of `priority`, from -100 to 100,
counts for 6 seconds of waiting. The talk is recorded when `config/queues.yaml` says so for the queue. After
it the flow goes on with the next step; after `max_wait` without an answer with `on_timeout`.

```yaml
- queue:
    to: support
    skills: {seller: ">= 3", "{{ call.language }}": 1}
    priority: 10
    max_wait: 10m
    on_timeout: leave_a_message
```
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from ivr.events import PositionAnnounced
from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, QueueName, SkillsMark, Step, Target, towards
from ivr.ports import QueueRequest, Visit
from ivr.settings import Duration
from routing.needs import needs as at_levels

from .shared.needs import NOBODY_IN_PARTICULAR, Needs, needs
from .shared.talking import connect
from .shared.texts import words

FOREVER = float("inf")


class Queue(Step):
    verb: ClassVar[str] = "queue"
    shorthand: ClassVar[str | None] = "to"
    waits: ClassVar[bool] = True
    place_in_line: ClassVar[Prompt] = words(
        {"zh": "您现在排在第", "en": "You are number"},
        {"number": "{{ queue.position }}"},
        {"zh": "位，请稍候。", "en": "in the line. Please hold on."},
    )

    to: QueueName
    skills: Annotated[Needs, SkillsMark()] = NOBODY_IN_PARTICULAR
    priority: Template = Template("0")
    max_wait: Annotated[Duration, Field(gt=0)] | None = None
    on_timeout: Target = "continue"

    async def run(self, session: Session) -> Next:
        await session.answer()
        session.ahead = ""
        async with session.world.queues.enter(self._request(session), session.caller) as visit:
            talked = await self._wait(session, visit)
        return None if talked else towards(self.on_timeout)

    def _request(self, session: Session) -> QueueRequest:
        return QueueRequest(
            call=session.caller.call.id,
            queue=self.to,
            needs=at_levels(needs(session, self.skills)),
            priority=int(session.render(self.priority)),
        )

    async def _wait(self, session: Session, visit: Visit) -> bool:
        queue = session.world.queue(self.to)
        until = self.max_wait or FOREVER
        due = queue.announce.first if queue.announce.position else FOREVER
        while visit.offer or visit.waited < until:
            if offer := visit.offer:
                if await connect(session, visit, offer, self.to):
                    return True
            elif visit.waited >= due:
                await self._announce(session, visit.position)
                due = visit.waited + queue.announce.every
            else:
                left = min(due, until) - visit.waited
                await session.caller.hold(music=queue.music, timeout=None if left == FOREVER else left)
        return False

    async def _announce(self, session: Session, position: int) -> None:
        session.variables["queue"] = {"name": self.to, "position": position}
        session.log(PositionAnnounced, queue=self.to, position=position)
        await session.play(self.place_in_line)
