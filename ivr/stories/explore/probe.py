"""One exploring call: whatever the flow asks for is a choice, and what came of it becomes a story."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ivr import ports
from ivr.flow.exits import Exit, Exits
from ivr.flow.scripted import Manner, ScriptedCaller, Surroundings
from ivr.flow.simulated import MemoryJournal, SimulatedLists, SimulatedMemory
from ivr.flow.simulated_queues import Seat, SimulatedQueues
from ivr.flow.step import HoursMark, Next, QueueMark, Step, marked
from ivr.flow.virtual import LoopClock
from ivr.ports import (
    CallInfo,
    Clock,
    Dial,
    Dialled,
    DialWatcher,
    Entered,
    Entry,
    Held,
    HttpRequest,
    Listed,
    Lookup,
    LookupFailed,
    Phones,
    Phrase,
    QueueRequest,
    Recorded,
    Visit,
    Wakeable,
)
from ivr.settings import Queue
from routing.needs import written

from .choices import Choices
from .guesses import Guesses

Turn = dict[str, object] | str

_SPEAKS = 5.0
_HOUR, _LATE = 3600.0, "1h"
_OFTEN = 1000  # more than any limit bears
_MOST_CHOICES = 40
_LONGEST_WORDS = 24


@dataclass
class Probe:
    """What is tried, what came of it, and the story of it so far. It is the `Watcher` of its call."""

    guesses: Guesses
    exits: Exits
    choices: Choices
    environment: Sequence[str] = ()
    step: Step | None = None
    taken: dict[Exit, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    turns: list[Turn] = field(default_factory=list)
    world: dict[str, Any] = field(default_factory=dict)
    waiting: bool = False
    times: Sequence[datetime] = ()
    _asked: dict[object, tuple[object, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.times = self.guesses.times

    def begins(self, step: Step) -> None:
        self.step = step
        self.begun.add(id(step))
        self._asked = {}
        self._choose_time(step)

    def _choose_time(self, step: Step) -> None:
        """Of the moments that the call may still be at, keep those that fit a choice of this step."""
        for _, hours in marked(step, HoursMark):
            states = list(dict.fromkeys(self.guesses.open_at(hours, moment) for moment in self.times))
            state = self.choose(f"hours {hours}", states)
            self.times = [moment for moment in self.times if self.guesses.open_at(hours, moment) == state]
        if self.guesses.reads_clock(step):
            self.times = [self.choose("now", self.times)]

    def left(self, step: Step, way: Next | str) -> None:
        found = self.exits.taken(step, way)
        if found:
            self.taken.setdefault(found, len(self.turns))

    def failed(self, step: Step) -> None:
        if self.exits.on_error:
            self.taken.setdefault(self.exits.on_error, len(self.turns))

    def choose(self, what: str, options: Sequence[Any]) -> Any:
        """One of the options. A question is the same when the step, and what it was told last, are."""
        before = self._asked.get(what, ("", 0))
        chosen = self.choices.choose((id(self.step), what, *map(str, before)), options)
        times = before[1] + 1 if before[0] == chosen else 1
        self._asked[what] = (chosen, times)
        return chosen

    @property
    def is_tired(self) -> bool:
        """Whether so much was asked already that the call goes round in circles."""
        return len(self.choices.made) > _MOST_CHOICES

    def hears(self, text: str) -> None:
        if not self.waiting:
            self.turns.append({"hears": _shortened(text)})


def _shortened(text: str) -> str:
    """The first words, up to a mark: enough to know a prompt by."""
    for mark in "。？！，.?!,":
        head = text.split(mark, 1)[0]
        if 4 <= len(head) <= _LONGEST_WORDS:
            return head
    return text[:_LONGEST_WORDS].strip()


class ProbingCaller(ScriptedCaller):
    """A caller who presses, says and meets what the probe chooses."""

    def __init__(self, call: CallInfo, probe: Probe, phones: Mapping[str, str]) -> None:
        super().__init__(call, Surroundings(speaks=0.0))
        self._probe = probe
        self._agents = {number: name for name, number in phones.items()}
        self._met: dict[str, Manner] = {}

    async def collect(self, phrases: Sequence[Phrase], entry: Entry) -> Entered:
        single = entry.most == 1
        step, probe = self._probe.step, self._probe
        options = probe.guesses.keys(step) if single and step else probe.guesses.digits(entry)
        keys = probe.choose(f"keys {phrases[0].text if phrases else ''}", options)
        self._leave_if_tired()
        heard = len(self.heard)
        if keys:
            self.press(keys)
        try:
            return await super().collect(phrases, entry)
        finally:
            self._tell_heard(heard)
            if keys:
                probe.turns.append({"presses": keys})

    async def play(self, phrases: Sequence[Phrase], *, keys: str = "") -> ports.Heard:
        heard = len(self.heard)
        try:
            return await super().play(phrases, keys=keys)
        finally:
            self._tell_heard(heard)

    async def record(self, file: str, *, limit: float, silence: float = 0.0, keys: str = "#") -> Recorded:
        seconds = self._probe.choose("says", [_SPEAKS, 0.0])
        self._leave_if_tired()
        if seconds:
            asyncio.get_running_loop().call_soon(self.say, seconds)
            self._probe.turns.append({"says": f"{seconds:g}s"})
        return await super().record(file, limit=limit, silence=silence, keys=keys)

    async def hold(
        self,
        *,
        music: str = "default",
        keys: str = "",
        timeout: float | None = None,  # noqa: ASYNC109 (so says the port)
    ) -> Held:
        key = self._probe.choose("hold", ["", *keys]) if keys else ""
        if key:
            self.press(key)
            self._probe.turns.append({"presses": key})
        return await super().hold(music=music, keys=keys, timeout=timeout)

    async def dial(self, dial: Dial, watcher: DialWatcher | None = None) -> Dialled:
        step = self._probe.step
        if step is not None and not any(marked(step, QueueMark)) and dial.phone not in self._met:
            outcome = self._probe.choose("dial", ["answered", "rang_out", "busy"])
            self._met[dial.phone] = Manner(outcome)
            does = {"answered": "answers", "rang_out": "rings_out"}.get(outcome, outcome)
            self._probe.world.setdefault("phones", {})[dial.phone] = does
        self._around = Surroundings(phones=self._met, speaks=0.0)
        dialled = await super().dial(dial, watcher)
        if dialled.outcome == "answered":
            self._probe.turns.append({"is_answered": self._agents.get(dial.phone, dial.phone)})
        return dialled

    def _tell_heard(self, since: int) -> None:
        for text in self.heard[since:]:
            self._probe.hears(text)

    def _leave_if_tired(self) -> None:
        if self._probe.is_tired:
            self.leave()


class ProbedClock(LoopClock):
    """At one of the moments that fit what was chosen so far."""

    def __init__(self, probe: Probe) -> None:
        super().__init__()
        self._probe = probe

    def now(self) -> datetime:
        return self._probe.times[0].astimezone(UTC) + timedelta(seconds=self.monotonic())


class ProbedHttp:
    """Web services that answer what the probe chooses, the same each time for the same address."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._told: dict[str, object] = {}

    async def fetch(self, request: HttpRequest) -> tuple[int, object]:
        if request.url not in self._told:
            step = self._probe.step
            assert step is not None
            status = [int(label.split(" ")[1]) for label, _ in step.links() if label.startswith("on_status ")]
            bodies = [{"json": body} for body in self._probe.guesses.answers(step)]
            options = [*bodies, *({"status": number} for number in status), "down"]
            self._told[request.url] = self._probe.choose("http", options)
            self._probe.world.setdefault("http", {})[self._pattern(request.url)] = self._told[request.url]
        answer = self._told[request.url]
        if isinstance(answer, dict) and "json" in answer:
            return 200, answer["json"]
        status_code = answer["status"] if isinstance(answer, dict) else 0
        raise LookupFailed("status" if status_code else "unreachable", str(answer), status_code)

    def _pattern(self, url: str) -> str:
        """The address without what the settings say, so that the story holds with other settings too."""
        base = next((base for base in self._probe.environment if base and url.startswith(base)), "")
        return f"*{url[len(base) :]}" if base else url


class ProbedSources:
    """Sources of look-ups that have what the probe chooses."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._told: dict[str, Any] = {}

    async def ask(self, lookup: Lookup) -> ports.Answer:
        if lookup.source not in self._told:
            step = self._probe.step
            assert step is not None
            options = [*([row] for row in self._probe.guesses.answers(step) if row), [], "down"]
            self._told[lookup.source] = self._probe.choose("source", options)
            self._probe.world.setdefault("sources", {})[lookup.source] = self._told[lookup.source]
        rows = self._told[lookup.source]
        if isinstance(rows, str):
            raise LookupFailed("unreachable", rows)
        return ports.Answer(rows)


class ProbedMemory(SimulatedMemory):
    """What the probe chooses to be known from earlier calls; what this call keeps is kept."""

    def __init__(self, clock: Clock, probe: Probe) -> None:
        super().__init__(clock)
        self._probe = probe
        self._looked: set[tuple[str, str]] = set()

    async def recall(self, kind: str, key: str) -> str | None:
        step = self._probe.step
        if (kind, key) not in self._looked and step is not None:
            self._looked.add((kind, key))
            value = self._probe.choose(f"memory {kind}", ["", *self._probe.guesses.remembered(step)])
            if value:
                self._probe.world.setdefault("remembered", {}).setdefault(kind, {})[key] = value
                self.know({(kind, key): value})
        return await super().recall(kind, key)

    async def keep(self, kind: str, key: str, value: str, lasts: float | None = None) -> None:
        self._looked.add((kind, key))
        await super().keep(kind, key, value, lasts)

    async def count(self, kind: str, key: str, window: float) -> int:
        self._choose_count(kind, key)
        return await super().count(kind, key, window)

    async def counted(self, kind: str, key: str, window: float) -> int:
        self._choose_count(kind, key)
        return await super().counted(kind, key, window)

    def _choose_count(self, kind: str, key: str) -> None:
        if (kind, key) not in self._looked:
            self._looked.add((kind, key))
            often = self._probe.choose(f"count {kind}", [0, _OFTEN])
            if often:
                self._probe.world.setdefault("counted", {}).setdefault(kind, {})[key] = often
                self.know_counts({(kind, key): often})


class ProbedLists(SimulatedLists):
    """Lists that the caller is on or not, as the probe chooses."""

    def __init__(self, clock: Clock, probe: Probe) -> None:
        super().__init__(clock)
        self._probe = probe

    async def find(self, name: str, number: str) -> Listed | None:
        if name not in self.lists:
            listed = self._probe.choose(f"list {name}", [False, True])
            self.lists[name] = [Listed(number)] if listed else []
            if listed:
                self._probe.world.setdefault("lists", {})[name] = [number]
        return await super().find(name, number)


class ProbedPhones:
    """Phones that can be rung; whether one that nobody told of is among them, the probe chooses."""

    def __init__(self, known: Phones, probe: Probe) -> None:
        self._known = known
        self._probe = probe
        self._told: dict[str, bool] = {}

    def knows(self, number: str) -> bool:
        if self._known.knows(number):
            return True
        if number not in self._told:
            self._told[number] = self._probe.choose("phone", [False, True])
            if self._told[number]:
                self._probe.world.setdefault("phones", {})[number] = "answers"
        return self._told[number]


class ProbedQueues:
    """Queues with all agents or none, empty or full, as the probe chooses, once for the whole call."""

    def __init__(
        self,
        log: tuple[MemoryJournal, Clock],
        seats: Sequence[Seat],
        settings: Mapping[str, Queue],
        probe: Probe,
    ) -> None:
        self._log = log
        self._seats = seats
        self._settings = settings
        self._probe = probe

    def enter(self, request: QueueRequest, caller: Wakeable) -> AbstractAsyncContextManager[Visit]:
        return self._enter(request, caller)

    @asynccontextmanager
    async def _enter(self, request: QueueRequest, caller: Wakeable) -> AsyncIterator[Visit]:
        probe = self._probe
        queues = self._chosen(request)
        told = {"to": request.queue, "skills": written(request.needs.required), "priority": request.priority}
        probe.turns.append({"is_queued": told})
        probe.waiting = True
        try:
            async with queues.enter(request, caller) as visit:
                yield visit
        finally:
            probe.waiting = False

    def _chosen(self, request: QueueRequest) -> SimulatedQueues:
        world, choose = self._probe.world, self._probe.choices.choose
        if "agents" not in world:
            world["agents"] = choose("agents", ["all", "none"])
            if world["agents"] == "all" and self._looks_for_agents():
                world |= choose("free", [{}, {"free_after": _LATE}])
        settings = self._settings.get(request.queue)
        if "ahead" not in world and settings and settings.max_length:
            world["ahead"] = choose("ahead", [0, settings.max_length])
        seats = self._seats if world["agents"] == "all" else ()
        after = _HOUR if "free_after" in world else 3.0
        return SimulatedQueues(*self._log, seats, after, world.get("ahead", 0), self._settings)

    def _looks_for_agents(self) -> bool:
        """Where a caller for whom nobody is there goes at once, one who waits too long needs others busy."""
        return (
            any(label == "on_empty" for label, _ in self._probe.step.links()) if self._probe.step else False
        )
