"""Sends what a source gives, at least once, in the order of each key, until the receiver accepts it.

A receiver that is away is tried with one item at a time, each time another, so that neither it nor we are
flooded when it is back, and no single item can keep the others back. An item that fails while others get
through goes back to its source with the rest of its lane, and comes again later.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import structlog

from ivr.webhooks.attempt import Outcome, Post, attempt
from ivr.webhooks.lanes import Item, Lanes
from ivr.webhooks.source import Kept, Receiver, Source, Standing, State
from ivr.webhooks.verdicts import Pace

_log = structlog.get_logger("webhooks")

WINDOW = 1000
"""Items that are in memory at most; the others wait where they come from."""
POLL = 0.2
"""Seconds between two looks for new items."""
SETTLE = 1.0
"""Seconds between two notes of how far all is done: after a crash as much is sent again."""
PACE = Pace()
TRIES = 3
"""Attempts after which an item that fails alone no longer waits in memory, and that it has before it is given
up."""
MISSES = 5
"""Failures in a row after which a receiver counts as away, whatever it answers."""


class Delivery:
    """`run` it; `now` is the wall clock, and `draw` gives chance in [0, 1)."""

    def __init__(
        self,
        source: Source,
        receiver: Receiver,
        post: Post,
        *,
        pace: Pace = PACE,
        now: Callable[[], float] = time.time,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.standing = Standing()
        self._source, self._receiver, self._post = source, receiver, post
        self._pace, self._now, self._draw = pace, now, draw
        self._lanes = Lanes()
        self._flying: dict[asyncio.Task[Outcome], Item] = {}
        self._done: list[Item] = []
        self._kept: list[Kept] = []
        self._failed_first: dict[int, int] = {}
        self._successes = self._misses = self._rests = 0
        self._away_until = 0.0
        self._settled = self._looked = 0.0
        self._noted = Standing()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; a source that fails is asked again and again."""
        pause = POLL
        try:
            while not stop.is_set():
                try:
                    await self._round()
                    pause = POLL
                except Exception as fault:
                    _log.error("webhooks.source_fails", webhook=self._receiver.name, error=str(fault))
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, 5.0)
                await self._wait(stop)
        finally:
            await self._end()

    @property
    def _away(self) -> bool:
        return self._away_until > 0

    async def _round(self) -> None:
        self._take_results()
        if self._kept or self._now() >= self._settled + SETTLE:
            await self._settle()
        if self.standing.gone is None:
            await self._fill()
            self._launch()

    async def _fill(self) -> None:
        now, room = self._now(), WINDOW - len(self._lanes)
        if self._away and len(self._lanes):
            return
        if now >= self._looked + SETTLE:
            self._looked = now
            for item in await self._source.due(now, min(room, self._receiver.at_once * 4)):
                if item.key not in self._lanes:
                    self._lanes.add(item)
        if room >= WINDOW // 2:
            for item in await self._source.more(room):
                self._lanes.add(item)

    def _launch(self) -> None:
        now = self._now()
        most = 1 if self._away else self._receiver.at_once
        if self._away_until > now:
            return
        while len(self._flying) < most and (item := self._lanes.next(now)):
            self._flying[asyncio.create_task(self._send(item))] = item

    async def _send(self, item: Item) -> Outcome:
        letter = await self._source.letter(item)
        if letter is None:
            return Outcome("accepted")
        return await attempt(self._post, self._receiver, letter, self._now())

    async def _wait(self, stop: asyncio.Event) -> None:
        """Until an answer is there, or it is time to look."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=POLL, return_when=asyncio.FIRST_COMPLETED)
        else:
            next_at = max(self._lanes.soonest(), self._away_until) - self._now()
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, min(POLL, next_at))):
                    await stop.wait()

    def _take_results(self) -> None:
        for task in [task for task in self._flying if task.done()]:
            item = self._flying.pop(task)
            fault = task.exception()
            if fault is not None:  # of the source: it is asked again
                self._lanes.put_off(item, self._now() + self._pace.after(1, self._draw))
                _log.error("webhooks.source_fails", webhook=self._receiver.name, error=str(fault))
            else:
                self._take(item, task.result())

    def _take(self, item: Item, outcome: Outcome) -> None:
        now = self._now()
        match outcome.verdict:
            case "accepted":
                self._accepted(item, now)
            case "refused":
                self._come_through(now)
                self._lanes.accepted(item)
                self._kept.append(Kept(_tried(item), "refused", now, outcome.error))
            case "gone":
                self._lanes.put_off(item, now)
                self.standing.gone, self.standing.error = now, outcome.error
            case _:
                self._missed(item, outcome, now)

    def _accepted(self, item: Item, now: float) -> None:
        self._lanes.accepted(item)
        self._done.append(item)
        if item.kept:
            self._looked = 0.0  # the next of its key may be due
        self._come_through(now)
        self.standing.accepted = now

    def _come_through(self, now: float) -> None:
        """The receiver is there."""
        self._successes += 1
        self._misses = self._rests = 0
        self._away_until = 0.0
        self.standing.failing, self.standing.error = None, ""

    def _missed(self, item: Item, outcome: Outcome, now: float) -> None:
        self._misses += 1
        self.standing.failing = self.standing.failing or now
        self.standing.error = outcome.error
        item = self._lanes.replace(_tried(item))
        asked = min(outcome.wait, self._pace.most)
        due = now + max(self._pace.after(item.attempts, self._draw), asked)
        first = self._failed_first.setdefault(item.id, self._successes)
        if outcome.verdict == "away" or self._misses >= MISSES:
            self._rest(now, asked)
        if item.attempts >= TRIES and now - item.at > self._receiver.give_up:
            self._keep_lane(item, "dead", now, outcome.error)
        elif item.attempts >= TRIES and self._successes > first:
            self._keep_lane(item, "waiting", due, outcome.error)
        else:
            self._lanes.put_off(item, max(self._away_until, now + self._pace.first) if self._away else due)

    def _rest(self, now: float, asked: float) -> None:
        """The receiver is away: nothing goes until then, and then one item."""
        if now < self._away_until:  # the others that were under way tell nothing new
            self._away_until = max(self._away_until, now + asked)
            return
        self._rests += 1
        pause = self._pace.after(self._rests, self._draw, self._pace.away)
        self._away_until = now + max(pause, asked)

    def _keep_lane(self, head: Item, state: State, due: float, error: str) -> None:
        """The first of the lane as said; the others wait behind it."""
        first, *others = self._lanes.take_out(head.key)
        self._failed_first.pop(first.id, None)
        self._kept.append(Kept(first, state, due, error))
        self._kept += [Kept(item, "waiting", due, "") for item in others]

    async def _settle(self) -> None:
        if self._noted.gone is not None:
            self.standing = await self._source.standing()
        done, kept = list(self._done), list(self._kept)
        await self._source.settle(done, kept, self._lanes.lowest())
        self._failed_first = {id: at for id, at in self._failed_first.items() if self._lanes.holds(id)}
        self._done, self._kept = self._done[len(done) :], self._kept[len(kept) :]
        if self.standing != self._noted:
            await self._source.note(self.standing)
        self._noted, self._settled = replace(self.standing), self._now()

    async def _end(self) -> None:
        try:
            self._take_results()
            for task in self._flying:
                task.cancel()
            await asyncio.gather(*self._flying, return_exceptions=True)
            await self._source.settle(self._done, self._kept, self._lanes.lowest())
            if self.standing != self._noted:
                await self._source.note(self.standing)
        except Exception as fault:
            _log.error("webhooks.source_fails", webhook=self._receiver.name, error=str(fault))


def _tried(item: Item) -> Item:
    return replace(item, attempts=item.attempts + 1)
