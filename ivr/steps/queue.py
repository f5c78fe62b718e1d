"""Wait for an agent with the right skills, hear music, the place in the line and the expected wait, and talk.

`skills` are what the agent must have: each with its least level, 1 to 5, or a text with `and`, `or`, `not`
and brackets. Who has a skill of `exclude` is never rung. Of the others, those with more of `prefer` are
rung first (the sum of weight times level), and then as the strategy of the queue says. A point of
`priority` counts for 6 seconds of waiting, from -100 to 100 points, unless `config/queues.yaml` says
otherwise. The talk is recorded when `config/queues.yaml` says so for the queue. After it the flow goes on
with the next step.

```yaml
- queue:
    to: support
    skills: {seller: ">= 3", "{{ call.language }}": 1}
    priority: 10
    max_wait: 10m
    on_timeout: leave_a_message
    callback: {offer_after: 60s, hours: office}
    offer: {zh: 留言请按2，提建议请按9。, en: "To leave a message press 2, for a suggestion press 9."}
    keys: {2: leave_a_message, 9: suggestions}
- queue:
    to: support
    skills: seller >= 3 and ({{ call.language }} or en >= 2)
    exclude: [trainee]
    prefer: {vip: 2, seller: 1}
    agent: last
    patience: 20s
    relax:
      - {after: 45s, skills: {seller: 1}}
      - {after: 60s, when: expected_wait > 2m, drop: seller, add: {buyer: 3}}
```

**Whom.** `relax` asks for less, or for others, the longer it takes. Each stage begins `after` so much
waiting, and where `when` is given once that holds: `idle_agents < 1`, `service_level < 70%`,
`expected_wait > 2m`. It gives some `skills` another level, or as a text says all that is required from now
on; `drop` takes skills away, `add` requires more, `swap` requires one skill in the place of another. Stages
are taken one after the other, never back, and also while a phone rings. `rings` is a short form: with
`{skill: seller, levels: [4, 3, 1], every: 20s}` the skill is required at level 4, after 20 seconds at level
3, after 40 at level 1.

`agent: last` waits up to `patience` for the agent whom this caller talked to last, in the calls of
`last_within`; or name one. If that agent is not logged in, or pauses, nobody waits for them.

In `skills`, `exclude`, `prefer` and `relax` what stands in `{{ }}` may be a skill, or a part of a text.
What comes to nothing of use in a call is left out, and the journey says so.

**Keys.** A key of `keys` leads to its flow; `offer` says what they are for, first after `offer_after`, then
every `offer_every`. The keys count at any time, in the music and in every announcement. `callback` is a key
as well: who presses it is called back at the number of the call, or at one that they key in where that may
not be called, and keeps the place, with the time waited so far. A caller keeps the place until they really
leave: who cannot be called back waits on. Who leaves by a key and comes back into the same queue in the same
call has the old place again.

**When it does not come to a talk**, the call goes on by the first of these that holds; those that are not
written lead where `on_timeout` does (but without `on_empty` nobody looks for agents):

| | when |
|---|---|
| `on_closed` | outside `hours`; with `closing: send_away` also for those who wait at closing time |
| `on_empty` | no able agent is logged in and not paused: on entry, or later for `empty_after` |
| `on_full` | more than `max_length` of the queue (`config/queues.yaml`) would wait |
| `on_timeout` | after `max_wait` |

Each of them is a flow: it can ring a number (`transfer`), take a message (`voicemail`) or wait in another
queue. To go on waiting in another queue with the time waited so far, write `overflow` in
`config/queues.yaml`. A caller who was cut off and calls again within `keep_place` has the old place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ivr.document.model import Fault
from ivr.events import MenuAnswered, PlaceRestored
from ivr.flow.choosing import Choosing
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import RESERVED, FullTarget, HoursName, Next, Taking, Target, towards
from ivr.ports import CallerHungUp, Leaving, QueueRequest, Visit, Wanted
from ivr.settings import Duration
from ivr.settings.types import WithinWeek

from .shared import calling_back, waiting_words
from .shared.announcing import Reminder
from .shared.asking import listen
from .shared.calling_back import Asked, keyed_number, own_number, promise
from .shared.names import Key
from .shared.needs import wanted
from .shared.places import Place
from .shared.sent_on import follow
from .shared.waiting import Limits, Wait

_NEEDS: Mapping[str, str] = {"on_closed": "hours", "closing": "hours", "empty_after": "on_empty"}
"""Fields that count only where another one is given."""
KEY_WAIT = 5.0
PATIENCE = 15.0
"""Seconds that a caller waits for the agent alone who sent them on, where that led to nobody."""


class CallbackOffer(BaseModel):
    """A callback offered to those who wait; the fields are those of the step `callback`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    offer_after: Duration = 60.0
    key: Key = "1"
    hours: HoursName | None = None
    tries: Annotated[int, Field(ge=1, le=10)] = 3
    ring: Annotated[Duration, Field(ge=5, le=120)] = 30.0
    again: Annotated[Duration, Field(ge=1)] = 300.0
    taken: Target = "continue"


class Queue(Choosing):
    verb: ClassVar[str] = "queue"
    shorthand: ClassVar[str | None] = "to"
    waits: ClassVar[bool] = True
    which: ClassVar[Prompt] = calling_back.WHICH
    noted: ClassVar[Prompt] = calling_back.NOTED
    already: ClassVar[Prompt] = calling_back.ALREADY
    cannot: ClassVar[Prompt] = calling_back.CANNOT

    max_wait: Annotated[WithinWeek, Field(gt=0)] | None = None
    on_timeout: Target = "continue"
    keys: Mapping[Key, Target] = {}
    offer: Prompt = Prompt()
    offer_after: Duration = 30.0
    offer_every: Annotated[Duration, Field(ge=5)] = 60.0
    callback: CallbackOffer | None = None
    hours: HoursName | None = None
    closing: Literal["serve", "send_away"] = "serve"
    on_closed: Target | None = None
    empty_after: Duration = 30.0
    on_empty: Target | None = None
    on_full: FullTarget | None = None

    @model_validator(mode="after")
    def _one_use_of_a_key(self) -> Self:
        if self.callback and self.callback.key in self.keys:
            raise Fault(
                f"the key {self.callback.key} asks for the callback already; give one of the two another",
                ("keys", self.callback.key),
                at_key=True,
                zh=f"按键 {self.callback.key} 已用于回呼；请给其中之一另选按键",
            )
        return self

    def takes(self) -> Iterator[Taking]:
        also = frozenset({self.callback.key} if self.callback else ())
        if self.offer:
            yield Taking(("offer",), frozenset(self.keys), also=also)

    def at_once(self) -> Iterator[str]:
        targets = (self.on_closed, self.on_empty, self.on_full)
        yield from (target for target in targets if target and target not in RESERVED)

    def without_effect(self) -> Iterator[tuple[str, str]]:
        for key, needed in _NEEDS.items():
            if key in self.model_fields_set and not getattr(self, needed):
                yield key, needed

    def waits_beyond(self, seconds: float) -> bool:
        return self.max_wait is None or self.max_wait > seconds

    def said(self) -> Iterator[Prompt]:
        yield from super().said()
        yield from waiting_words.ALL
        if self.callback:
            yield waiting_words.callback(self.callback.key)
            yield from calling_back.ALL

    async def run(self, session: Session) -> Next:
        await session.answer()
        session.ahead = ""
        if session.queued_since is None:
            session.queued_since = session.elapsed()
        stay = _Stay(self, session)
        request = await self._request(session)
        way = await stay.enter(replace(request, waited=await stay.place.take_back()))
        if way is not None:
            return way
        return await follow(session, lambda queue, agent: again(session, queue, agent, self), stay.queue)

    async def once_more(self, session: Session, agent: str) -> Next:
        """Wait again, as a caller whom an agent sent on, at the place they have had since they first entered
        a queue; for this agent alone at first, '' for anybody. None when an agent talked with them."""
        request = await self._request(session)
        if session.queued_since is not None:
            request = replace(request, credit=session.elapsed() - session.queued_since)
        request = replace(request, agent=agent, patience=PATIENCE if agent else 0.0)
        return await _Stay(self, session).enter(request)

    def after(self, why: Leaving) -> Next:
        """Where the call goes without a talk; keys lead elsewhere."""
        targets = {"closed": self.on_closed, "empty": self.on_empty, "full": self.on_full}
        return towards(targets.get(why) or self.on_timeout)

    async def _request(self, session: Session) -> QueueRequest:
        return (await wanted(session, self)).request(session.caller.call.id, self.to)


class _Stay:
    """One caller in the queue of one step. `promised`: the outcome of the callback they asked for, if any."""

    def __init__(self, step: Queue, session: Session) -> None:
        self._step, self._session = step, session
        self.place = Place(session, step.to, session.world.queue(step.to).keep_place)
        self.promised = ""
        self._chosen = ""
        self._visit: Visit | None = None

    @property
    def queue(self) -> str:
        """The queue in which the caller waits, or talked with an agent."""
        return self._wait.queue

    async def enter(self, request: QueueRequest) -> Next:
        """All of it; None when an agent talked with the caller."""
        try:
            async with self._session.world.queues.enter(request, self._session.caller) as visit:
                way = await self._through(request, visit)
        except CallerHungUp:
            await self._keep_place()
            raise
        if self.promised:
            await listen(self._session, calling_back.told(self.promised))
        return way

    async def _through(self, request: QueueRequest, visit: Visit) -> Next:
        self._request, self._visit = request, visit
        if request.waited:
            self._session.log(PlaceRestored, queue=request.queue, waited=request.waited)
        self._wait = Wait(self._session, visit, self._limits(), "".join(self._keys()))
        self._wait.said += self._said()
        why = await self._wait.through(self._step.to, self._pressed)
        if why is None:
            return None
        visit.leaves(why)
        return towards(self._chosen) if self._chosen else self._step.after(why)

    async def _keep_place(self) -> None:
        """For a caller who hung up while they waited."""
        if self._visit and not self._visit.talked:
            await self.place.keep(self._visit.waited)

    def _keys(self) -> Iterator[str]:
        yield from self._step.keys
        if self._step.callback:
            yield self._step.callback.key

    def _limits(self) -> Limits:
        step = self._step
        return Limits(
            longest=step.max_wait or inf,
            empty=step.empty_after if step.on_empty else None,
            hours=step.hours or "",
            send_away=step.closing == "send_away",
            full=not (self._request.waited or self._request.credit),
        )

    def _said(self) -> Iterator[Reminder]:
        step, now = self._step, self._request.waited
        if now:
            yield Reminder(waiting_words.RESTORED, now, inf)
        yield Reminder(step.offer, now + step.offer_after, step.offer_every)
        if offer := step.callback:
            yield Reminder(waiting_words.callback(offer.key), now + offer.offer_after, step.offer_every)

    async def _pressed(self, key: str) -> bool:
        offer = self._step.callback
        callback = offer is not None and key == offer.key
        target = self._step.keys.get(key, "callback")
        self._session.log(
            MenuAnswered, flow=self._session.flow, key=key, outcome="match", target=target, attempt=1
        )
        if offer and callback:
            return await self._call_back(offer)
        assert self._visit is not None, "keys count from entry on"
        self.place.set_aside(self._visit.waited)
        self._session.choices.append(target)
        self._chosen = target
        return True

    async def _call_back(self, offer: CallbackOffer) -> bool:
        """False, and the caller waits on, when they cannot be called back, or key in no number."""
        session, step, visit = self._session, self._step, self._visit
        assert visit is not None, "keys count from entry on"
        number = own_number(session) or await keyed_number(session, KEY_WAIT)
        if not number:
            return False
        asked = Asked(self._wait.queue, Wanted.of(self._request), visit.waited)
        outcome = await promise(session, step.verb, number, asked, offer)
        if outcome == "impossible":
            self._wait.said.append(Reminder(calling_back.CANNOT, visit.waited, inf))
            return False
        self.promised, self._chosen = outcome, offer.taken
        return True


async def again(session: Session, queue: str, agent: str = "", like: Queue | None = None) -> Next:
    """Wait in this queue as in the step `like`, whose needs count in its own queue alone: see
    `Queue.once_more`."""
    step = Queue(to=queue) if like is None else like
    if step.to != queue:
        step = step.for_anybody_of(queue)
    return await step.once_more(session, agent)
