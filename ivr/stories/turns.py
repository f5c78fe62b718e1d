"""The turns of a story: what the person does, and what happens to them. Each class is a word of `happens`.

happens:
  - hears: 买家请按1
  - presses: "1"
  - is_queued: {to: support, skills: {buyer: 1}}
  - is_answered: li
  - talks: 30s
  - is_hung_up_on
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.events import CallEvent, FlowEntered, QueueEntered
from ivr.flow.script import BETWEEN_KEYS
from ivr.flow.step import Place
from ivr.journal.fold import RULES, Facts, outcome
from ivr.settings import Duration
from ivr.settings.skills import SkillExpression
from routing.implication import same
from routing.needs import parse, written

from .line import Line, Said, Unmet
from .log_facts import Wanted, wanted

OUTCOMES = (*(name for name, _ in RULES), "unserved")


class Turn(BaseModel):
    """Base of all. `verb` is the word; a value that is not a mapping fills the field `shorthand`."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    verb: ClassVar[str]
    shorthand: ClassVar[str | None] = None

    _place: Place = PrivateAttr(default=Place("", 0, 0))

    @property
    def place(self) -> Place:
        """Where it stands in the file."""
        return self._place

    async def happen(self, line: Line) -> None:
        """Do it, or wait for it. Raises `Unmet`."""

    def judge(self, heard: Sequence[str], facts: Sequence[CallEvent]) -> None:
        """Look at the whole call when it is over. Raises `Unmet`."""


class Hears(Turn):
    """A text with these words begins; other texts may come before it. The person waits for it in silence."""

    verb: ClassVar[str] = "hears"
    shorthand: ClassVar[str | None] = "words"

    words: Annotated[str, Field(min_length=1)]

    async def happen(self, line: Line) -> None:
        if not await line.hears(self.words):
            raise Unmet(Said(f"应听到“{self.words}”", f"expected to hear “{self.words}”"), line.instead())


class HearsNot(Turn):
    """No text of the whole call has these words."""

    verb: ClassVar[str] = "hears_not"
    shorthand: ClassVar[str | None] = "words"

    words: Annotated[str, Field(min_length=1)]

    def judge(self, heard: Sequence[str], facts: Sequence[CallEvent]) -> None:
        for text in heard:
            if self.words in text:
                raise Unmet(
                    Said(f"不应听到“{self.words}”", f"expected never to hear “{self.words}”"),
                    Said(f"实际听到“{text}”", f"heard “{text}”"),
                )


class Presses(Turn):
    """Keys, one after the other, as soon as the flow takes keys: a prompt is cut short."""

    verb: ClassVar[str] = "presses"
    shorthand: ClassVar[str | None] = "keys"

    keys: Annotated[str, Field(pattern=r"^[0-9*#]{1,60}$")]

    async def happen(self, line: Line) -> None:
        if not await line.until(lambda: bool(line.caller.listens)):
            raise Unmet(
                Said(f"应能按键{self.keys}", f"expected that {self.keys} can be pressed"), line.instead()
            )
        line.acts()
        for index, key in enumerate(self.keys):
            await asyncio.sleep(BETWEEN_KEYS if index else 0)
            line.caller.press(key)


class Waits(Turn):
    """Time passes in silence."""

    verb: ClassVar[str] = "waits"
    shorthand: ClassVar[str | None] = "seconds"

    seconds: Duration

    async def happen(self, line: Line) -> None:
        await _pass(line, self.seconds)


class Says(Turn):
    """The person speaks for so long, as soon as they are recorded."""

    verb: ClassVar[str] = "says"
    shorthand: ClassVar[str | None] = "seconds"

    seconds: Duration

    async def happen(self, line: Line) -> None:
        if not await line.until(lambda: line.caller.recorded):
            raise Unmet(Said("应被录音", "expected to be recorded"), line.instead())
        line.acts()
        line.caller.say(self.seconds)
        await asyncio.sleep(self.seconds)


class IsQueued(Turn):
    """The next queue that the person comes into; with exactly these skills and this priority, if given."""

    verb: ClassVar[str] = "is_queued"
    shorthand: ClassVar[str | None] = "to"

    to: str
    skills: SkillExpression | None = None
    priority: int | None = None

    async def happen(self, line: Line) -> None:
        wanted = _queued(self.to, None if self.skills is None else written(self.skills), self.priority)
        expected = Said(f"应排入{wanted.zh}", f"expected to be queued in {wanted.en}")
        entered = await line.fact(QueueEntered)
        if entered is None:
            raise Unmet(expected, line.instead())
        skills = self.skills is None or same(self.skills, parse(entered.needs))
        if entered.queue != self.to or not skills or self.priority not in (None, entered.priority):
            found = _queued(entered.queue, entered.needs, entered.priority)
            raise Unmet(expected, Said(f"实际排入{found.zh}", f"the caller came into {found.en}"))


def _queued(queue: str, skills: str | None, priority: int | None) -> Said:
    needs = f" ({skills})" if skills else ""
    zh, en = ("", "") if priority is None else (f"，优先级{priority}", f", priority {priority}")
    return Said(f"{queue}{needs}{zh}", f"{queue}{needs}{en}")


class IsAnswered(Turn):
    """The next phone that is rung and picked up; `by` is an agent or a number."""

    verb: ClassVar[str] = "is_answered"
    shorthand: ClassVar[str | None] = "by"

    by: str = ""

    async def happen(self, line: Line) -> None:
        phone = await line.answer()
        expected = Said(
            f"应由{self.by or '坐席'}接听", f"expected to be answered{f' by {self.by}' if self.by else ''}"
        )
        if not phone:
            raise Unmet(expected, line.instead())
        if self.by and phone != line.phones.get(self.by, self.by):
            who = next((name for name, number in line.phones.items() if number == phone), phone)
            raise Unmet(expected, Said(f"实际由{who}接听", f"{who} answered"))


class Talks(Turn):
    """The talk that goes on lasts so long from now; then the other side hangs up."""

    verb: ClassVar[str] = "talks"
    shorthand: ClassVar[str | None] = "seconds"

    seconds: Duration

    async def happen(self, line: Line) -> None:
        if not line.caller.talking:
            raise Unmet(Said("应在通话中", "expected to be talking to somebody"), line.instead())
        line.caller.end_talk_in(self.seconds)
        await _pass(line, self.seconds)


class HangsUp(Turn):
    """The person hangs up."""

    verb: ClassVar[str] = "hangs_up"

    async def happen(self, line: Line) -> None:
        if line.caller.is_gone:
            raise Unmet(Said("应能挂机", "expected to hang up"), line.instead())
        line.leave()


class IsHungUpOn(Turn):
    """The flow ends the call."""

    verb: ClassVar[str] = "is_hung_up_on"

    async def happen(self, line: Line) -> None:
        await line.until(lambda: False)
        if line.left:
            raise Unmet(Said("应由流程结束通话", "expected that the flow ends the call"), line.instead())


class Enters(Turn):
    """The call comes into this flow."""

    verb: ClassVar[str] = "enters"
    shorthand: ClassVar[str | None] = "flow"

    flow: str

    async def happen(self, line: Line) -> None:
        if await line.fact(FlowEntered, lambda event: event.flow == self.flow) is None:
            raise Unmet(
                Said(f"应进入流程{self.flow}", f"expected to come into the flow {self.flow}"), line.instead()
            )


class Logs(Turn):
    """The call log gets this fact, with these fields; other facts may come before it."""

    verb: ClassVar[str] = "logs"
    shorthand: ClassVar[str | None] = "fact"

    fact: Annotated[Any, BeforeValidator(wanted)]

    async def happen(self, line: Line) -> None:
        fact: Wanted = self.fact
        if await line.fact(fact.event, fact.is_met_by) is None:
            seen = [fact.shown(event) for event in line.facts if isinstance(event, fact.event)]
            raise Unmet(
                Said(f"通话记录应有{fact}", f"expected the log to have {fact}"),
                Said(f"实际为{'、'.join(seen) or '无'}", f"it has {', '.join(seen) or 'none'}"),
            )


class EndsIn(Turn):
    """The flow in which the call was when it ended. The person stays on the line until then."""

    verb: ClassVar[str] = "ends_in"
    shorthand: ClassVar[str | None] = "flow"

    flow: str

    async def happen(self, line: Line) -> None:
        await line.until(lambda: False)

    def judge(self, heard: Sequence[str], facts: Sequence[CallEvent]) -> None:
        last = next((event.flow for event in reversed(facts) if isinstance(event, FlowEntered)), "")
        if last != self.flow:
            raise Unmet(
                Said(f"应在流程{self.flow}结束", f"expected to end in the flow {self.flow}"),
                Said(f"实际在{last or '-'}结束", f"ended in {last or 'none'}"),
            )


def _outcome(written: str) -> str:
    if written not in OUTCOMES:
        raise Fault(
            f"found '{written}'; {nearest(written, OUTCOMES)}",
            zh=f"实际为“{written}”；{nearest(written, OUTCOMES, 'zh')}",
        )
    return written


class Outcome(Turn):
    """How the call log says that the call came out. The person stays on the line until the call is over."""

    verb: ClassVar[str] = "outcome"
    shorthand: ClassVar[str | None] = "word"

    word: Annotated[str, AfterValidator(_outcome)]

    async def happen(self, line: Line) -> None:
        await line.until(lambda: False)

    def judge(self, heard: Sequence[str], facts: Sequence[CallEvent]) -> None:
        found = outcome(Facts(facts))
        if found != self.word:
            raise Unmet(
                Said(f"结果应为{self.word}", f"expected the outcome {self.word}"),
                Said(f"实际为{found}", f"it was {found}"),
            )


async def _pass(line: Line, seconds: float) -> None:
    await asyncio.sleep(seconds)
    if line.caller.is_gone:
        raise Unmet(
            Said(f"应能在线等待{seconds:g}秒", f"expected to stay on the line for {seconds:g} s"),
            line.instead(),
        )


TURNS: Mapping[str, type[Turn]] = {
    turn.verb: turn
    for turn in (
        Hears,
        HearsNot,
        Presses,
        Waits,
        Says,
        IsQueued,
        IsAnswered,
        Talks,
        HangsUp,
        IsHungUpOn,
        Enters,
        Logs,
        EndsIn,
        Outcome,
    )
}
