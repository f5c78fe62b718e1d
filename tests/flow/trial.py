"""A few small steps and dialplans, so that the machinery is tested without the shipped steps."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent, indent
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.flow.check import check_text
from ivr.flow.dialplan import Dialplan
from ivr.flow.expressions import Expression, Template
from ivr.flow.prompt import Prompt
from ivr.flow.reader import Catalogue, read_dialplan
from ivr.flow.reads import reading
from ivr.flow.session import Session
from ivr.flow.site import Site
from ivr.flow.step import (
    CallMark,
    End,
    Gosub,
    Goto,
    HoursName,
    Inline,
    KeyTarget,
    Next,
    QueueName,
    Return,
    Step,
    Steps,
    Target,
    towards,
)
from ivr.ports import Entry


class Play(Step):
    verb: ClassVar[str] = "play"
    shorthand: ClassVar[str | None] = "prompt"

    prompt: Prompt
    times: int = 1

    async def run(self, session: Session) -> Next:
        for _ in range(self.times):
            await session.play(self.prompt)
        return None


class Ask(Step):
    """One key; a key without a target goes on."""

    verb: ClassVar[str] = "ask"
    waits: ClassVar[bool] = True

    prompt: Prompt = Prompt()
    keys: Mapping[str, KeyTarget] = {}
    silence: Target | None = None

    async def run(self, session: Session) -> Next:
        entered = await session.collect(self.prompt, Entry(most=1, terminator="", timeout=3))
        session.variables["key"] = entered.digits
        return towards(self.keys.get(entered.digits, self.silence or "continue"))


class Go(Step):
    verb: ClassVar[str] = "go"
    shorthand: ClassVar[str | None] = "to"

    to: Target

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        return Goto(self.to)


class Call(Step):
    verb: ClassVar[str] = "call"
    shorthand: ClassVar[str | None] = "flow"

    flow: Annotated[str, CallMark()]

    async def run(self, session: Session) -> Next:
        return Gosub(self.flow)


class If(Step):
    verb: ClassVar[str] = "if"
    shorthand: ClassVar[str | None] = "condition"
    beside: ClassVar[frozenset[str]] = frozenset({"then", "else_"})

    condition: Expression
    then: Steps
    else_: Steps = Field(default=(), alias="else")

    def otherwise(self) -> str:
        return "" if self.else_ else "continue"

    def assumes(self, block: str) -> frozenset[str]:
        condition = reading(self.condition)
        return condition.if_true if block == "then" else condition.if_false

    async def run(self, session: Session) -> Next:
        return Inline(self.then if session.value(self.condition) else self.else_)


class Set(Step):
    verb: ClassVar[str] = "set"
    shorthand: ClassVar[str | None] = "values"

    values: Mapping[str, Template]

    def saves(self) -> tuple[str, ...]:
        return tuple(self.values)

    async def run(self, session: Session) -> Next:
        session.variables.update({name: session.render(value) for name, value in self.values.items()})
        return None


class Speak(Step):
    verb: ClassVar[str] = "speak"
    shorthand: ClassVar[str | None] = "language"

    language: str

    async def run(self, session: Session) -> Next:
        session.language = self.language
        return None


class Back(Step):
    verb: ClassVar[str] = "back"

    def otherwise(self) -> str:
        return "return"

    async def run(self, session: Session) -> Next:
        return Return()


class Stop(Step):
    verb: ClassVar[str] = "stop"

    def otherwise(self) -> str:
        return "hangup"

    async def run(self, session: Session) -> Next:
        return End()


class Break(Step):
    """Fails as a programming error does."""

    verb: ClassVar[str] = "break"

    async def run(self, session: Session) -> Next:
        raise LookupError("out of order")


class Line(Step):
    """Names a queue and hours, and does nothing."""

    verb: ClassVar[str] = "line"

    queue: QueueName = "support"
    hours: HoursName = "office"

    async def run(self, session: Session) -> Next:
        return None


STEPS: tuple[type[Step], ...] = (Play, Ask, Go, Call, If, Set, Speak, Back, Stop, Break, Line)
CATALOGUE: Catalogue = {step.verb: step for step in STEPS}
SITE = Site(queues={"support", "vip"})

HEAD = """\
dialplan: trial
numbers: ["100", "1xx"]
hours: {office: {open: ["mon-fri 09:00-18:00"]}}
start: main
"""
LINES_BEFORE = HEAD.count("\n") + 1


def whole(flows: str, head: str = "") -> str:
    """A dialplan's text; the first line of `flows` is line 1 + LINES_BEFORE, indented by two."""
    return f"{HEAD}flows:\n{indent(dedent(flows).lstrip(chr(10)), '  ')}\n{head}"


def told(flows: str, head: str = "") -> list[tuple[int, int, str]]:
    """(line, column, text) of all problems; lines count within `flows`, columns in the file."""
    problems = check_text(whole(flows, head), CATALOGUE, SITE)
    return [(problem.line - LINES_BEFORE, problem.column, problem.text) for problem in problems]


def plan(flows: str, head: str = "") -> Dialplan:
    dialplan, problems = read_dialplan(whole(flows, head), CATALOGUE)
    assert dialplan is not None, problems
    return dialplan
