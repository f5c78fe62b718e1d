"""A source of items that is in memory: what it gave, what it keeps, what is done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from ivr.webhooks.lanes import Item
from ivr.webhooks.source import Kept, Letter, Standing


class Memory:
    """`ivr.webhooks.source.Source`. `position` is what a database would know after a crash."""

    def __init__(self, items: Sequence[Item] = ()) -> None:
        self.items = list(items)
        self.kept: dict[int, Kept] = {}
        self.position = 0
        self.cursor = 0
        self.noted = Standing()
        self.most_given = 0
        self.fails = False

    @property
    def is_done(self) -> bool:
        return not self.kept and self.position == (self.items[-1].id if self.items else 0)

    def crashed(self) -> Memory:
        """What is left of it in another process."""
        after = Memory(self.items)
        after.kept, after.position, after.cursor = dict(self.kept), self.position, self.position
        return after

    async def more(self, most: int) -> Sequence[Item]:
        self._fail()
        found = [item for item in self.items if item.id > self.cursor][:most]
        self.most_given = max(self.most_given, len(found))
        if found:
            self.cursor = found[-1].id
        held = {each.item.key for each in self.kept.values() if each.state != "refused"}
        behind = [item for item in found if item.key in held]
        self.kept |= {item.id: Kept(replace(item, kept=True), "waiting", 0.0, "") for item in behind}
        return [item for item in found if item.key not in held]

    async def due(self, now: float, most: int) -> Sequence[Item]:
        self._fail()
        heads: dict[str, Kept] = {}
        for number in sorted(self.kept):
            if self.kept[number].state != "refused":
                heads.setdefault(self.kept[number].item.key, self.kept[number])
        due = [each.item for each in heads.values() if each.state == "waiting" and each.due <= now]
        return due[:most]

    async def letter(self, item: Item) -> Letter | None:
        self._fail()
        body = {"type": f"event_{item.id}", "data": {"call": item.key}}
        return Letter(f"evt_{item.id}", json.dumps(body).encode())

    async def settle(self, done: Sequence[Item], kept: Sequence[Kept], below: int | None) -> None:
        self._fail()
        for item in done:
            self.kept.pop(item.id, None)
        for each in kept:
            self.kept[each.item.id] = replace(each, item=replace(each.item, kept=True))
        self.position = max(self.position, self.cursor if below is None else below - 1)

    async def note(self, standing: Standing) -> None:
        self.noted = replace(standing)

    async def standing(self) -> Standing:
        return replace(self.noted)

    def _fail(self) -> None:
        if self.fails:
            raise OSError("the database is away")
