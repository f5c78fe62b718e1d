"""A supervisor listens to an agent's talk, whispers to the agent, joins in, or takes the caller over.

Who may do what stands in `config/agents.yaml` (`may`); the phone is known from the channel. `agent` is the
agent's extension. While in the talk, the keys change what the supervisor does, as far as they may: 4 listen
(nobody hears the supervisor), 5 whisper (the agent alone), 6 join (both).

```yaml
- supervise: {do: listen, agent: "{{ call.dialled[3:] }}"}    # whisper, join, take_over
```

The step is over when the talk is, and does not follow the agent to the next one. A talk that is private, for
it is in `secure` steps or its recording is paused, cannot be listened to: a supervisor who is in it is taken
out. `take_over` puts the supervisor in the agent's place; the agent goes to wrap-up. All of it is in the log
of the caller's call.
"""

from __future__ import annotations

from typing import ClassVar

from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.ports import Mode
from ivr.ports import Supervise as Wish


class Supervise(Step):
    verb: ClassVar[str] = "supervise"
    stranger: ClassVar[Prompt] = Prompt.of(
        zh="您没有这项权限。", en="You are not allowed to do this from this phone."
    )
    no_talk: ClassVar[Prompt] = Prompt.of(
        zh="这位坐席现在没有通话。", en="This agent is in no conversation now."
    )
    private: ClassVar[Prompt] = Prompt.of(
        zh="通话正在涉及保密信息，现在不能监听。",
        en="Private details are being given; you cannot listen now.",
    )

    do: Mode
    agent: Template

    async def run(self, session: Session) -> Next:
        await session.answer()
        wish = self._wish(session)
        if self.do not in wish.may:
            await session.play(self.stranger)
            return None
        outcome = await session.caller.supervise(wish)
        if outcome != "over":
            await session.play(self.no_talk if outcome == "no_talk" else self.private)
        return None

    def _wish(self, session: Session) -> Wish:
        """By the phone that the call comes from; who has none of ours may do nothing."""
        own, phone = session.caller.call.endpoint, session.render(self.agent).strip()
        for name, agent in session.world.agents.items():
            if agent.phone == own:
                return Wish(name, phone, self.do, agent.may)
        return Wish("", phone, self.do)
