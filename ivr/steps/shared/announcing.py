"""What is announced to a caller in a queue, and when: the place in the line, the expected wait, an offer.

What is `due` is counted in the seconds that the caller has waited.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Protocol

from ivr.events import PositionAnnounced, WaitAnnounced
from ivr.flow.prompt import Prompt
from ivr.ports import Heard, Visit
from ivr.settings import Announce
from routing.expected import Expected

from . import waiting_words as words

if TYPE_CHECKING:
    from ivr.flow.session import Session


@dataclass(frozen=True, slots=True)
class Moment:
    """A caller who waits in a queue, and the `keys` that count for them."""

    session: Session
    visit: Visit
    queue: str
    keys: str


class Announcement(Protocol):
    """Something that is said now and then while a caller waits."""

    due: float

    async def say(self, moment: Moment) -> Heard:
        """Say it, and be due later."""
        ...


class Reminder:
    """The same words, first when the caller has waited for `first`, then every `every` seconds."""

    def __init__(self, prompt: Prompt, first: float, every: float) -> None:
        self.due = first if prompt else inf
        self._prompt, self._every = prompt, every

    async def say(self, moment: Moment) -> Heard:
        heard = await moment.session.play(self._prompt, keys=moment.keys)
        self.due = moment.visit.waited + self._every
        return heard


class Progress:
    """The place in the line and the expected wait.

    The wait never grows for the same caller, unless the place became worse or agents have gone. With
    `only_improved` what is no better is not said; but who hears nothing for long is told to hold on.
    """

    def __init__(self, rules: Announce, since: float) -> None:
        self._rules = rules
        self.due = since + rules.first if rules.position or rules.wait else inf
        self._spoke = since
        self._position = 0
        self._able = 0
        self._said: Expected | None = None

    async def say(self, moment: Moment) -> Heard:
        visit = moment.visit
        heard = Heard()
        if prompt := self._prompt(moment):
            heard = await moment.session.play(prompt, keys=moment.keys)
            self._spoke = visit.waited
        self.due = visit.waited + self._rules.every
        return heard

    def _prompt(self, moment: Moment) -> Prompt:
        position, wait = moment.visit.position, self._wait(moment.visit)
        if not position:  # an agent has just become free
            return Prompt()
        better = self._position == 0 or position < self._position
        shorter = wait is not None and (self._said is None or wait.high < self._said.high)
        prompt = Prompt()
        if not self._rules.only_improved or better or shorter:
            prompt = self._news(moment, position, wait)
        if not prompt and 0 < self._rules.comfort <= moment.visit.waited - self._spoke:
            return words.COMFORT
        return prompt

    def _news(self, moment: Moment, position: int, wait: Expected | None) -> Prompt:
        session, prompt = moment.session, Prompt()
        facts: dict[str, object] = {"name": moment.queue, "position": position}
        if self._rules.position:
            session.log(PositionAnnounced, queue=moment.queue, position=position)
            prompt += words.PLACE
        if wait:
            facts |= {"least": round(wait.low), "most": round(wait.high)}
            session.log(WaitAnnounced, queue=moment.queue, low=wait.low, high=wait.high)
            prompt += words.expected(wait)
        session.variables["queue"] = facts
        self._position, self._able, self._said = position, moment.visit.able, wait or self._said
        return prompt

    def _wait(self, visit: Visit) -> Expected | None:
        """What may be said of it: rounded, and no longer than before without a reason."""
        found = visit.expected.aloud() if self._rules.wait and visit.expected else None
        before = self._said
        if found is None or before is None or found.high <= before.high:
            return found
        worse = visit.position > self._position or visit.able < self._able
        return found if worse else Expected(min(found.low, before.low), before.high)
