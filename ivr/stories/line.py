"""The line as the person of a story has it: what was heard and logged so far, and what is still awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ivr.events import Event
from ivr.flow.scripted import ScriptedCaller

_SHOWN = 6  # texts that are told as heard instead

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Said:
    """A text for people in both languages."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Unmet(Exception):
    """What a story tells has not come about: what was expected, and what there was instead."""

    def __init__(self, expected: Said, instead: Said) -> None:
        super().__init__(f"{expected.en}; {instead.en}")
        self.expected = expected
        self.instead = instead


class Line:
    """`caller` is on it, `facts` is the log of the call, `phones` are the agents' phones by name, `call` is
    done when the flow is over.

    What is heard is looked for in its order, and so is what is logged; what was there before the person did
    something is past.
    """

    def __init__(
        self,
        caller: ScriptedCaller,
        facts: Sequence[Event],
        phones: Mapping[str, str],
        call: asyncio.Future[Any],
    ) -> None:
        self.caller = caller
        self._call = call
        self.facts = facts
        self.phones = phones
        self.left = False
        self.impatient = False
        self._text, self._within = 0, 0
        self._fact = 0
        self._answers = 0

    def leave(self) -> None:
        """The person hangs up."""
        self.left = self.left or not self.caller.is_gone
        self.caller.leave()

    def lose_patience(self) -> None:
        """The person hangs up because nothing comes of the call."""
        self.impatient = True
        self.leave()

    async def until(self, seen: Callable[[], bool]) -> bool:
        """Wait until something has come about; False when the call is over without it."""
        came = False

        def over() -> bool:
            nonlocal came
            came = seen()
            return came or self.caller.is_gone

        await self.caller.until(over)
        return came

    def acts(self) -> None:
        """The person does something: what was heard and logged until now is past."""
        self._text, self._within, self._fact = len(self.caller.heard), 0, len(self.facts)

    async def hears(self, words: str) -> bool:
        """Wait for a text with these words."""
        return await self.until(lambda: self._is_heard(words))

    async def fact(self, kind: type[E], fits: Callable[[E], bool] = lambda _: True) -> E | None:
        """Wait for the next fact of this kind that fits; None when the call is over without it."""
        found: list[E] = []

        def seen() -> bool:
            for index in range(self._fact, len(self.facts)):
                event = self.facts[index]
                if isinstance(event, kind) and fits(event):
                    self._fact = index + 1
                    found.append(event)
                    break
            return bool(found)

        if not await self.until(seen):
            await asyncio.wait([self._call])  # the log has its last facts when the flow is over
            seen()
        return found[0] if found else None

    async def answer(self) -> str:
        """Wait for the next phone that answers; '' when the call is over without one."""
        if not await self.until(lambda: len(self.caller.answered_by) > self._answers):
            return ""
        self._answers += 1
        return self.caller.answered_by[self._answers - 1]

    def instead(self) -> Said:
        """What was heard since, in place of what was awaited, and whether the call is over."""
        texts = self.caller.heard[self._text + bool(self._within) :][-_SHOWN:]
        zh = f"实际听到{'、'.join(f'“{text}”' for text in texts)}" if texts else "没有再听到任何内容"
        en = f"heard {', '.join(f'“{text}”' for text in texts)}" if texts else "nothing more was heard"
        end = self._end()
        return Said(f"{zh}；{end.zh}", f"{en}; {end.en}")

    def _end(self) -> Said:
        if self.impatient:
            return Said("来电者等了两个小时后挂机", "the caller hung up after two hours")
        if self.left:
            return Said("来电者挂机", "the caller had hung up")
        if self.caller.is_gone:
            return Said("通话已结束", "the call was over")
        return Said("通话仍在进行", "the call went on")

    def _is_heard(self, words: str) -> bool:
        heard = self.caller.heard
        for index in range(self._text, len(heard)):
            at = heard[index].find(words, self._within if index == self._text else 0)
            if at >= 0:
                self._text, self._within = index, at + len(words)
                return True
        return False
