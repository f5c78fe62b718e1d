"""Let the caller spell a name on the keypad and ring that agent: 9264 is wang, and so is Wang Fang.

Names are those of config/agents.yaml, Chinese ones by their pinyin; `pinyin` there says how a name is read
that has several readings. A caller types surname or given name first, as far as they like, or the initials.
Up to `most` names are read out with a key for each; more, and they are asked for more letters. After `tries`
names that nobody has the call goes to `unknown` (left out: `give_up`), after silence to `give_up`.

```yaml
- dial_by_name:
    prompt:
      zh: 请用字母键输入同事姓名的拼音，按井号键结束。
      en: Please spell the name on the keypad and press hash.
    most: 3
    no_answer: leave_a_message
    give_up: operator
```
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.events import MenuAnswered
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Target, towards
from ivr.settings import Agent
from ivr.spoken.keypad import in_letters, initials, spellings

from .shared.asking import ask_key
from .shared.reaching import Reaching
from .shared.texts import words

LONGEST = 30
KEYS = "123456789"
_CHOICES: Sequence[Prompt] = [
    words(
        {
            "zh": [f"{{{{ colleagues[{at}].zh }}}}", f"请按{key}。"],
            "en": ["For", f"{{{{ colleagues[{at}].en }}}}", f"press {key}."],
        }
    )
    for at, key in enumerate(KEYS)
]
Colleague = tuple[str, Agent]


class DialByName(Reaching):
    verb: ClassVar[str] = "dial_by_name"
    absent: ClassVar[Prompt] = Prompt.of(zh="没有找到这个姓名。", en="There is nobody of this name.")
    too_many: ClassVar[Prompt] = Prompt.of(
        zh="符合的人太多，请多输入几个字母。", en="Too many names match. Please spell more of it."
    )
    connecting: ClassVar[Prompt] = words(
        {
            "zh": ["正在为您转接", "{{ colleagues[0].zh }}"],
            "en": ["Connecting you to", "{{ colleagues[0].en }}"],
        }
    )

    most: Annotated[int, Field(ge=1, le=len(KEYS))] = 3
    unknown: Target | None = None

    async def run(self, session: Session) -> Next:
        failures: Counter[str] = Counter()
        while True:
            typed = await self.keyed(session, LONGEST)
            found = await asyncio.to_thread(matching, session.world.agents, typed) if typed else []
            outcome = _outcome(typed, found, self.most)
            self.log(session, "name", typed, outcome)
            if outcome == "complete":
                chosen = found[0] if len(found) == 1 else await self._chosen(session, found)
                if chosen:
                    return await self._connect(session, chosen)
                outcome = "no_input"
            said = {"unknown": self.absent, "too_many": self.too_many}.get(outcome, self.silence)
            if not await self.bear(session, outcome, said, failures):
                return towards((self.unknown if outcome == "unknown" else None) or self.give_up)

    async def _chosen(self, session: Session, found: Sequence[Colleague]) -> Colleague | None:
        """The agent whose key the caller pressed."""
        _name(session, found)
        key = await ask_key(session, sum(_CHOICES[: len(found)], Prompt()), self.timeout)
        chosen = dict(zip(KEYS, found, strict=False)).get(key)
        outcome = "match" if chosen else "no_match" if key else "no_input"
        target = chosen[0] if chosen else ""
        session.log(MenuAnswered, flow=session.flow, key=key, outcome=outcome, target=target)
        return chosen

    async def _connect(self, session: Session, chosen: Colleague) -> Next:
        _name(session, [chosen])
        await session.play(self.connecting)
        return await self.reach(session, chosen[1].phone)


def matching(agents: Mapping[str, Agent], typed: str) -> Sequence[Colleague]:
    """The agents who may be meant by these keys; those who are meant exactly come alone."""
    of_all = [(each, spellings(each[1].name, each[1].pinyin)) for each in agents.items()]
    exact = [
        each for each, ways in of_all if typed in ways or typed in initials(each[1].name, each[1].pinyin)
    ]
    return exact or [each for each, ways in of_all if any(way.startswith(typed) for way in ways)]


def _outcome(typed: str, found: Sequence[Colleague], most: int) -> str:
    if not typed:
        return "no_input"
    if len(found) > most:
        return "too_many"
    return "complete" if found else "unknown"


def _name(session: Session, found: Sequence[Colleague]) -> None:
    """Make the names known to the prompts."""
    session.variables["colleagues"] = [
        {"zh": agent.name, "en": in_letters(agent.name, agent.pinyin)} for _, agent in found
    ]
