"""The person on a scripted line: performs acts, one after the other, each when its moment has come."""

from __future__ import annotations

import asyncio

from ivr.flow.scripted import Act, HangUp, Press, ScriptedCaller

BETWEEN_KEYS = 0.2


class Person:
    """Performs acts on a line; `undone` are those whose moment has not come."""

    def __init__(self, line: ScriptedCaller, acts: tuple[Act, ...]) -> None:
        self._line = line
        self._noticed = 0
        self.undone = list(acts)

    async def perform(self) -> None:
        while self.undone:
            act = self.undone[0]
            if act.hearing:
                await self._line.until(lambda wanted=act.hearing: self._hears(wanted))  # type: ignore[misc]
            elif isinstance(act, Press) and not act.after:
                await self._line.until(lambda: bool(self._line.listens))
            await asyncio.sleep(act.after)
            self.undone.pop(0)
            await self._do(act)

    async def _do(self, act: Act) -> None:
        if isinstance(act, HangUp):
            self._line.leave()
            return
        for index, key in enumerate(act.keys):
            await asyncio.sleep(BETWEEN_KEYS if index else 0)
            self._line.press(key)

    def _hears(self, wanted: str) -> bool:
        """Whether a text begun since the last act contains the words; each text is noticed once."""
        for index in range(self._noticed, len(self._line.heard)):
            if wanted in self._line.heard[index]:
                self._noticed = index + 1
                return True
        return False
