"""`ivr agents`: who can answer, and what they are doing."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from ivr.cli.journal import ask, iso, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen, duration
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, settings_or_exit, show_table
from ivr.control import client
from ivr.control.answers import EngineAway, Refusal
from ivr.journal.reader import AgentState
from ivr.journal.story import Teller, clean
from ivr.settings import Agent, Settings

_COLUMNS = {
    "zh": ("坐席", "姓名", "话机", "技能", "状态", "已持续", "话机状态", "通话", "最近自动修正"),
    "en": ("Agent", "Name", "Phone", "Skills", "State", "For", "Phone is", "Call", "Last put right"),
}
_WITHOUT_ENGINE = 6
"""Columns that the call log alone can fill."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An agent as the engine that runs sees them, or as the call log does: then nothing is known of the
    phone, the call and of what the engine put right."""

    state: AgentState
    later: str = ""
    phone: str = ""
    call: str = ""
    repair: dict[str, Any] | None = None


def agents(
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show every agent with phone, skills, state, and since when. 坐席列表：话机、技能、状态及持续时间。

    The engine that runs is asked; it also knows of each phone whether it is idle, the call that the agent
    talks in, and what it last put right by itself. Without one the state is the last one in the call log.
    Agents log in by dialling from their phone.

        ivr agents\n
        ivr agents --json | jq 'select(.state == "available")'
    """
    settings = settings_or_exit(config)
    live = _of_the_engine(settings)
    seen = live or _of_the_log(settings)
    pairs = [(agent, seen.get(name) or _absent(name)) for name, agent in settings.agents.agents.items()]
    if as_lines:
        for agent, one in pairs:
            print(json_line(_for_programs(agent, one, settings)))
        return
    words = chosen(language)
    teller = Teller(words, zone_of(settings))
    columns = len(_COLUMNS[words]) if live else _WITHOUT_ENGINE
    shown = Table(*_COLUMNS[words][:columns], box=None, pad_edge=False)
    for agent, one in pairs:
        shown.add_row(*map(Text, _row(agent, one, teller, _today(settings))[:columns]))
    show_table(shown)


def _today(settings: Settings) -> date:
    """The day that it is where the centre is, by which skills count."""
    return datetime.now(zone_of(settings)).date()


def _absent(name: str) -> Seen:
    return Seen(AgentState(name, "logged_out", "", 0.0))


def _of_the_engine(settings: Settings) -> dict[str, Seen]:
    """Empty when none runs."""
    try:
        told = asyncio.run(client.ask(settings.path(settings.engine.state), "agents", {}))
    except (EngineAway, Refusal):
        return {}
    return {row["agent"]: _seen(row) for row in told["agents"]}


def _seen(row: dict[str, Any]) -> Seen:
    lasts = row["for_seconds"]
    since = 0.0 if lasts is None else time.time() - lasts
    state = AgentState(row["agent"], row["state"], row["reason"], since)
    return Seen(state, row["later"], row["phone_state"], row["call"], row["repair"])


def _of_the_log(settings: Settings) -> dict[str, Seen]:
    states = ask(settings, lambda reader: reader.agent_states())
    return {name: Seen(state) for name, state in states.items()}


def _for_programs(agent: Agent, seen: Seen, settings: Settings) -> dict[str, Any]:
    state, zone = seen.state, zone_of(settings)
    repair = seen.repair and seen.repair | {"at": iso(seen.repair["at"], zone)}
    return {
        "agent": state.agent,
        "name": agent.name,
        "phone": agent.phone,
        "skills": agent.levels(_today(settings)),
        "state": state.state,
        "reason": state.reason,
        "since": iso(state.since or None, zone),
        "later": seen.later,
        "phone_state": seen.phone,
        "call": seen.call,
        "repair": repair,
    }


def _row(agent: Agent, seen: Seen, teller: Teller, day: date) -> tuple[str, ...]:
    state = seen.state
    skills = ", ".join(f"{skill} {level}" for skill, level in agent.levels(day).items())
    since = duration(max(0.0, time.time() - state.since)) if state.since else ""
    names = clean(agent.name), agent.phone, skills
    return (
        state.agent,
        *names,
        _told(seen, teller),
        since,
        teller.word(seen.phone),
        clean(seen.call),
        _repair(seen, teller),
    )


def _told(seen: Seen, teller: Teller) -> str:
    state = seen.state
    word = teller.word(state.state)
    if state.state == "paused" and state.reason:
        brackets = "{}（{}）" if teller.language == "zh" else "{} ({})"
        return brackets.format(word, teller.word(state.reason))
    return f"{word} → {teller.word(seen.later)}" if seen.later else word


def _repair(seen: Seen, teller: Teller) -> str:
    if seen.repair is None:
        return ""
    was, found = teller.word(seen.repair["was"]), teller.word(seen.repair["found"])
    return f"{teller.clock(seen.repair['at'])} {was} → {found}"
