"""The interpreter: one caller going through one dialplan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from traceback import extract_tb
from typing import Any, TypeVar

import structlog

from ivr.events import (
    CallAnswered,
    CallBegan,
    CallEvent,
    FlowEntered,
    PromptMissing,
    PromptPlayed,
    SecureBegan,
    SecureEnded,
    StepFailed,
)
from ivr.flow import built_in
from ivr.flow.dialplan import Dialplan
from ivr.flow.expressions import Expression, ExpressionFailed, Template
from ivr.flow.library import Library
from ivr.flow.prompt import Prompt
from ivr.flow.scope import Scope, Shape, unchanged
from ivr.flow.secrets import Secret, masked
from ivr.flow.stack import EndlessFlow, Stack
from ivr.flow.step import Next, Step
from ivr.flow.world import Ending, World
from ivr.ports import Caller, CallerHungUp, Entered, Entry, Heard, Phrase, SentOn

__all__ = ["MAX_STEPS", "Ending", "Session", "World", "run_call"]

MAX_STEPS = 100  # steps in a row without a key from the caller

_NOWHERE = Dialplan(name="", file="", version="", numbers=(), language="zh", start="", flows={})
# What an administrator can put right by the text alone; anything else goes to the program's log as well.
_TOLD_IN_FULL = (ExpressionFailed, EndlessFlow)
_log = structlog.get_logger()

T = TypeVar("T")


class Session:
    """What a step works with.

    `variables` holds what steps saved, by name; `flow` is the flow being run; `ahead` is a key that cut a
    prompt short and counts for the next question; `choices` are the flows chosen by key; `quiet` counts steps
    since the caller last pressed a key; `secure` is true in a `secure` block; `counted` names the throttles
    that have counted this call; `left_queues` holds since when the caller waited in queues that they left by
    a key; `sent_on` is where the agent sent the caller who ended the last talk so, `queued_since` when they
    first entered a queue, in seconds since the call began.
    """

    def __init__(self, caller: Caller, world: World, dialplan: Dialplan) -> None:
        self.caller = caller
        self.world = world
        self.dialplan = dialplan
        self.flow = ""
        self.ahead = ""
        self.quiet = 0
        self.choices: list[str] = []
        self.counted: set[str] = set()
        self.left_queues: dict[str, float] = {}
        self.secure = False
        self.sent_on: SentOn | None = None
        self.queued_since: float | None = None
        self._answered = False
        self._began = world.clock.monotonic()
        call = caller.call
        self._call: dict[str, object] = {
            "id": call.id,
            "dialled": call.dialled,
            "language": dialplan.language,
        }
        self._scope = Scope(world, {"number": call.number, "name": call.name}, self._call)
        self.variables = self._scope.variables

    @property
    def language(self) -> str:
        """zh or en: what the caller hears, and `call.language` in the dialplan."""
        return str(self._call["language"])

    @language.setter
    def language(self, language: str) -> None:
        self._call["language"] = language

    def log(self, event: type[CallEvent], **fields: Any) -> None:
        """Append a fact of this call to the journal; `at` and `call` are filled in, and in a `secure` block
        `key`, `keys` and `digits` are masked."""
        self.log_at(self.world.clock.now().timestamp(), event, **fields)

    def log_at(self, at: float, event: type[CallEvent], **fields: Any) -> None:
        """As `log`, of what happened at `at`, in seconds since 1970."""
        shown = masked(fields) if self.secure else fields
        self.world.journal.append(event(at=at, call=self.caller.call.id, **shown))

    def text(self, template: Template, shape: Shape = unchanged) -> str | Secret:
        """See `ivr.flow.scope.Scope.text`. Raises `ExpressionFailed`."""
        return self._scope.text(template, shape)

    def render(self, template: Template) -> str:
        """The text in this call. Raises `ExpressionFailed`, also for one that reads a secure value: only
        those who keep it out of every log use `text`."""
        return self._scope.render(template)

    def value(self, expression: Expression) -> object:
        """The value in this call, a `Secret` if it reads a secure one. Raises `ExpressionFailed`."""
        return self._scope.value(expression)

    async def enter_secure(self, on: bool) -> None:
        """Begin or end what `ivr.flow.step.Inline` says of `secure`. Raises `NotPaused`."""
        if on == self.secure:
            return
        if on:
            await self.caller.secure(True)
        self.secure = self.variables.secure = on
        self.log(SecureBegan if on else SecureEnded)
        if not on:
            await self.caller.secure(False)

    @asynccontextmanager
    async def securely(self) -> AsyncIterator[None]:
        """As in a `secure` block while the context lasts."""
        before = self.secure
        await self.enter_secure(True)
        try:
            yield
        finally:
            await self.enter_secure(before)

    async def answer(self) -> None:
        """Pick up, once; `play` and `collect` do it, other steps call it before they use the line."""
        if not self._answered:
            await self.caller.answer()
            self._answered = True
            self.log(CallAnswered)

    async def play(self, prompt: Prompt, keys: str = "") -> Heard:
        """Say it; logs PromptPlayed, and PromptMissing for what had no audio."""
        phrases = prompt.phrases(self.text, self.language)
        if not phrases:
            return Heard()
        await self.answer()
        heard = await self._said(
            phrases, lambda: self.caller.play(phrases, keys=keys), lambda heard: (heard, "")
        )
        if heard.key:
            self.quiet = 0
        return heard

    async def collect(self, prompt: Prompt, entry: Entry) -> Entered:
        """Say it and take keys; logs as `play` does."""
        phrases = prompt.phrases(self.text, self.language)
        await self.answer()
        entered = await self._said(
            phrases,
            lambda: self.caller.collect(phrases, entry),
            lambda entered: (entered.heard, entered.digits),
        )
        if entered.ended != "timeout" or entered.digits:
            self.quiet = 0
        return entered

    async def meanwhile(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for something that is not the line's. Raises CallerHungUp, and cancels it, as soon as the
        caller is gone."""
        working, leaving = asyncio.create_task(work), asyncio.create_task(self.caller.gone())
        try:
            await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise CallerHungUp
            return working.result()
        finally:
            working.cancel()
            leaving.cancel()
            await asyncio.wait({working, leaving})

    def follows(self, step: Step, way: Next | str) -> None:
        """Tell whoever watches that a step is left this way, or that it follows a link without being left."""
        if self.world.watcher:
            self.world.watcher.left(step, way)

    def elapsed(self) -> float:
        """Seconds since the call began."""
        return self.world.clock.monotonic() - self._began

    async def _said(
        self,
        phrases: tuple[Phrase, ...],
        speak: Callable[[], Awaitable[T]],
        told: Callable[[T], tuple[Heard, str]],
    ) -> T:
        """Speak and log it, with the keys of the answer; for a caller who hangs up meanwhile, with the time
        until then."""
        if self.world.prompting:
            self.world.prompting(self.caller.call.id, _words(phrases))
        began = self.elapsed()
        try:
            result = await speak()
        except CallerHungUp as gone:
            self._log_prompt(phrases, gone.heard or Heard(seconds=self.elapsed() - began))
            raise
        self._log_prompt(phrases, *told(result))
        return result

    def _log_prompt(self, phrases: tuple[Phrase, ...], heard: Heard, keys: str = "") -> None:
        # A key that cut a prompt may be the first of a secure number that was typed ahead.
        pressed = {"key": heard.key, "keys": keys}
        if self.dialplan.secures:
            pressed = masked(pressed)
        for phrase in heard.missing:
            self.log(PromptMissing, text=phrase.shown, language=phrase.language)
        said = [phrase for phrase in phrases if phrase not in heard.missing]
        if said:
            self.log(
                PromptPlayed,
                text=_words(said),
                language=said[0].language,
                heard=heard.seconds,
                length=heard.length,
                after=heard.after,
                **pressed,
            )


def _words(phrases: Sequence[Phrase]) -> str:
    space = "" if phrases and phrases[0].language == "zh" else " "
    return space.join(phrase.shown for phrase in phrases if phrase.shown)


async def run_call(caller: Caller, dialplans: Library | Dialplan | None, world: World) -> Ending:
    """Take a call from its beginning to its end; writing `CallEnded` is left to whoever knows the cause.

    A `Dialplan` is used whatever was dialled, None says that the number is not in service. This is the one
    place where `CallerHungUp` is caught.
    """
    plan = dialplans.find(caller.call.dialled) if isinstance(dialplans, Library) else dialplans
    session = Session(caller, world, plan or _NOWHERE)
    _log_beginning(session)
    try:
        ending = await _Run(session).through() if plan else await _not_in_service(session)
        await caller.hang_up()
    except CallerHungUp:
        return Ending("caller")
    return ending


def _log_beginning(session: Session) -> None:
    call, plan = session.caller.call, session.dialplan
    session.log_at(
        session.world.clock.now().timestamp() if call.came is None else call.came,
        CallBegan,
        channel=call.channel,
        caller_number=call.number,
        caller_name=call.name,
        dialled_number=call.dialled,
        dialplan=plan.name,
        version=plan.version,
    )


async def _not_in_service(session: Session) -> Ending:
    await session.play(built_in.NOT_IN_SERVICE)
    return Ending("engine")


class _Run:
    """The steps of one call, one after the other, until a flow ends it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stack = Stack(session.dialplan)
        self._failed = False

    async def through(self) -> Ending:
        self._entered(self._stack.enter(self._session.dialplan.start))
        while (step := self._stack.next_step()) is not None:
            self._session.flow = self._stack.flow
            error = await self._one(step)
            if error is not None and not await self._go_on_after(step, error):
                return Ending("engine")
        return Ending("flow")

    async def _one(self, step: Step) -> Exception | None:
        """Run one step and follow it; what went wrong, if anything."""
        self._session.quiet += 1
        if self._session.world.watcher:
            self._session.world.watcher.begins(step)
        if self._session.quiet > MAX_STEPS:
            return EndlessFlow(
                f"{MAX_STEPS} steps without a key from the caller: the flow goes round in circles"
            )
        try:
            await self._session.enter_secure(self._stack.secure)
            way = await step.run(self._session)
            self._session.follows(step, way)
            self._entered(self._stack.follow(way))
        except CallerHungUp:
            raise
        except Exception as error:
            return error
        return None

    async def _go_on_after(self, step: Step, error: Exception) -> bool:
        """Log a failure; True when `on_error` takes over (once a call), else the caller hears an apology."""
        session = self._session
        secret = session.secure or session.variables.any_secret
        session.log(StepFailed, verb=step.verb, place=str(step.place), error=_cause(error, secret))
        if session.world.watcher:
            session.world.watcher.failed(step)
        elif not isinstance(error, _TOLD_IN_FULL):
            what = {"fault": _frames(error)} if secret else {"exc_info": error}
            _log.error("step_failed", call=session.caller.call.id, place=str(step.place), **what)
        if session.dialplan.on_error and not self._failed:
            self._failed = True
            session.quiet = 0
            self._entered(self._stack.restart(session.dialplan.on_error))
            return True
        await session.play(built_in.APOLOGY)
        return False

    def _entered(self, flow: str) -> None:
        if flow:
            self._session.flow = flow
            self._session.log(FlowEntered, flow=flow)


def _cause(error: Exception, secret: bool) -> str:
    text = str(error)
    if isinstance(error, _TOLD_IN_FULL):
        return text[:500]
    return type(error).__name__ if secret else f"{type(error).__name__}: {text}"[:500]


def _frames(error: Exception) -> str:
    """Where it happened, without a word that might hold a secure value."""
    frames = (f"{frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__))
    return f"{type(error).__name__} at {' < '.join(frames)}"
