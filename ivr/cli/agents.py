"""`ivr agents`: who can answer, and what they are doing."""

from __future__ import annotations

import time
from typing import Annotated

import orjson
import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import ask, iso, zone_of
from ivr.cli.language import LanguageOption, chosen, duration
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, out, settings_or_exit
from ivr.journal.reader import AgentState
from ivr.journal.story import Teller, clean
from ivr.settings import Agent

_COLUMNS = {
    "zh": ("坐席", "姓名", "话机", "技能", "状态", "已持续"),
    "en": ("Agent", "Name", "Phone", "Skills", "State", "For"),
}


def agents(
    as_lines: Annotated[
        bool, typer.Option("--json", help="One JSON object a line. 每行一个JSON对象。")
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show every agent with phone, skills, state, and since when. 坐席列表：话机、技能、状态及持续时间。

    The state is the last one in the call log; agents log in by dialling from their phone.

        ivr agents\n
        ivr agents --json | jq 'select(.state == "available")'
    """
    settings = settings_or_exit(config)
    states = ask(settings, lambda reader: reader.agent_states())
    words = chosen(language)
    teller = Teller(words, zone_of(settings))
    shown = Table(*_COLUMNS[words], box=None, pad_edge=False)
    for name, agent in settings.agents.agents.items():
        state = states.get(name) or AgentState(name, "logged_out", "", 0.0)
        if as_lines:
            row = {"agent": name, "name": agent.name, "phone": agent.phone, "skills": dict(agent.skills)}
            since = iso(state.since or None, zone_of(settings))
            print(orjson.dumps(row | {"state": state.state, "reason": state.reason, "since": since}).decode())
        else:
            shown.add_row(*map(Text, _row(name, agent, state, teller)))
    if not as_lines:
        out.print(shown)


def _row(name: str, agent: Agent, state: AgentState, teller: Teller) -> tuple[str, ...]:
    skills = ", ".join(f"{skill} {level}" for skill, level in agent.skills.items())
    word = teller.word(state.state)
    told = f"{word} ({clean(state.reason)})" if state.state == "paused" and state.reason else word
    since = duration(max(0.0, time.time() - state.since)) if state.since else ""
    return name, clean(agent.name), agent.phone, skills, told, since
