"""Why a caller got this agent, or had to wait, as a supervisor would be told:

10:03:12  王芳 was chosen of 3 who could: idle for longest (3 min 5 s)
            asked for: seller >= 3
            could as well: 张敏 (idle for 1 min)
            in a talk: 李强 for 2 min 10 s
            lack seller >= 3: 陈静
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ivr.events import WORK, ChoiceExplained
from ivr.journal.story import Teller, clean
from ivr.journal.why_texts import AGAINST, CHOSEN, LINES, OF_CALLS, OF_WORK, Texts

CRITERIA = ("asked_for", "liking", "score", "order", "idle")
"""What a choice goes by, the first that makes a difference."""
_OF_AN_AGENT = ("kept_for",)
"""Reasons whose detail is an agent, and no skills."""
_INDENT = " " * 12


@dataclass(frozen=True, slots=True)
class Why:
    """Tells in the language of the teller, with its names."""

    teller: Teller

    def lines(self, event: ChoiceExplained) -> Iterator[str]:
        """The choice, what was asked for, and what was against everybody else."""
        yield f"{self.teller.clock(event.at)}  {self.choice(event)}"
        yield _INDENT + self._text(LINES, "needs", needs=self._needs(event.needs))
        others = [each for each in event.candidates if each.get("agent") != event.agent]
        if event.agent and (others or event.more):
            named = [self._timed("idle", each.get("agent", ""), each.get("idle", 0)) for each in others]
            agents = self._listed(named, event.more)
            yield _INDENT + self._text(LINES, "others", agents=agents, **self._what(event))
        for refused in event.refused:
            yield _INDENT + self._against(refused, self._what(event))
        if event.unseen:
            yield _INDENT + self._text(LINES, "unseen", unseen=event.unseen)

    def choice(self, event: ChoiceExplained) -> str:
        """Who was chosen and by what, or that the caller waits."""
        number, what = len(event.candidates) + event.more, self._what(event)
        if not event.agent:
            return self._text(CHOSEN, "open" if number else "waits", number=number, ahead=event.ahead, **what)
        criterion, value = _decisive(event)
        shown = duration(value, self._language) if _is_time(event, criterion) else f"{value:g}"
        special = f"{criterion}.{event.strategy}"
        known = special if special in CHOSEN else criterion
        return self._text(CHOSEN, known, agent=self._name(event.agent), number=number, value=shown, **what)

    def _what(self, event: ChoiceExplained) -> Mapping[str, str]:
        """The words for what is given out: a call, or work of another channel."""
        words = OF_WORK if event.call.startswith(WORK) else OF_CALLS
        return words[self._language]

    @property
    def _language(self) -> str:
        return self.teller.language

    def _against(self, refused: Mapping[str, Any], what: Mapping[str, str]) -> str:
        agents = refused.get("agents", {})
        named = [self._timed("since", agent, seconds) for agent, seconds in agents.items()]
        reason, detail = refused.get("reason", ""), str(refused.get("detail", ""))
        shown = self._name(detail) if reason in _OF_AN_AGENT else clean(detail)
        words = self._text(AGAINST, reason, detail=shown, **what) if reason in AGAINST else clean(reason)
        return self._text(LINES, "against", reason=words, agents=self._listed(named, refused.get("more", 0)))

    def _timed(self, line: str, agent: str, seconds: float) -> str:
        name = self._name(agent)
        if not seconds:
            return name
        return self._text(LINES, line, agent=name, value=duration(seconds, self._language))

    def _listed(self, named: list[str], more: int) -> str:
        rest = [self._text(LINES, "more", more=more)] if more else []
        return LINES["between"][self._language].join([*named, *rest])

    def _needs(self, written: str) -> str:
        return LINES["anybody"][self._language] if written in ("", "anybody") else clean(written)

    def _name(self, agent: str) -> str:
        return clean(self.teller.names.get(agent, agent))

    def _text(self, texts: Texts, name: str, **fields: object) -> str:
        return texts[name][self._language].format(**fields)


def duration(seconds: float, language: str) -> str:
    """Hours and minutes, or minutes and seconds."""
    whole = round(seconds)
    units = {"zh": ("{}小时", "{}分", "{}秒"), "en": ("{} h", "{} min", "{} s")}[language]
    parts = (whole // 3600, whole // 60 % 60, whole % 60 if whole < 3600 else 0)
    shown = [unit.format(part) for unit, part in zip(units, parts, strict=True) if part]
    return ("" if language == "zh" else " ").join(shown) or units[2].format(0)


def _decisive(event: ChoiceExplained) -> tuple[str, float]:
    """By what the chosen agent came before the next one."""
    mine = next((each for each in event.candidates if each.get("agent") == event.agent), None)
    if mine is None or mine is not event.candidates[0]:
        return "paired", 0.0
    if len(event.candidates) == 1:
        return ("paired" if event.more else "only"), 0.0
    second = event.candidates[1]
    found = next((name for name in CRITERIA if mine.get(name, 0) != second.get(name, 0)), "idle")
    return found, float(mine.get(found, 0))


def _is_time(event: ChoiceExplained, criterion: str) -> bool:
    return criterion == "idle" or (criterion == "order" and event.strategy == "agent_speed")
