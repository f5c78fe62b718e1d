"""What an agent may do with a talk, asked for by keys: `*1`, and then one key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ivr.asterisk.agent_line import AgentLine
from ivr.flow import in_talk


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a number reaches: a phone or a queue, the other one is ''."""

    phone: str = ""
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Send the caller on, to the second line or where the agent says."""

    target: Target
    escalation: bool = False


@dataclass(frozen=True, slots=True)
class Consult:
    """Ring a colleague while the caller waits; with `conference` all three talk once they answer."""

    phone: str
    conference: bool = False


Choice = Transfer | Consult | Literal["pause", "nothing"]
InConsult = Literal["connect", "back", "conference", "nothing"]
Find = Callable[[str], Target | None]
"""Whom a keyed number reaches, None for nobody."""


async def ask(line: AgentLine, find: Find, second_line: str) -> Choice:
    """What the agent wants; `second_line` is the queue of the second line, '' where there is none."""
    key = await line.ask_key(in_talk.MENU_WITH_SECOND_LINE if second_line else in_talk.MENU)
    if key == "7":
        return "pause"
    if key == "4" and second_line:
        return Transfer(Target(queue=second_line), escalation=True)
    if key not in ("1", "2", "3"):
        return "nothing"
    target = find(await line.ask_number(in_talk.WHICH_NUMBER))
    if target is None or (key != "1" and not target.phone):
        await line.say(in_talk.NOT_KNOWN)
        return "nothing"
    return Transfer(target) if key == "1" else Consult(target.phone, conference=key == "3")


async def ask_in_consult(line: AgentLine) -> InConsult:
    """What the agent wants who talks with a colleague while the caller waits."""
    keys: dict[str, InConsult] = {"1": "connect", "2": "back", "3": "conference"}
    return keys.get(await line.ask_key(in_talk.CONSULT_MENU), "nothing")
