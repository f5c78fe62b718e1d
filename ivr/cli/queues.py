"""`ivr queues`: who serves each queue, how it chooses, who waits, and how long a caller can be overtaken."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from ivr.cli.journal import zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, as_written, chosen, duration
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, say, settings_or_exit, show_table
from ivr.cli.plans import plans_or_exit
from ivr.cli.texts import text
from ivr.control import client
from ivr.control.answers import EngineAway, Refusal
from ivr.flow.bounds import Bound, Fairness, fairness, members
from ivr.journal.story import Teller, clean
from ivr.journal.why import duration as told_duration
from ivr.settings import Settings

_COLUMNS = {
    "zh": ("队列", "名称", "坐席", "策略", "目标", "排队", "待回呼", "最长等待", "预计等待", "在线", "空闲"),
    "en": (
        "Queue",
        "Name",
        "Agents",
        "Strategy",
        "Target",
        "Waiting",
        "Callbacks",
        "Longest",
        "Expected",
        "There",
        "Free",
    ),
}
_WITHOUT_ENGINE = 5
"""Columns that the files alone can fill."""
_NAMED = 5

Live = Mapping[str, Mapping[str, Any]]


def queues(
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show every queue: who serves it, how it chooses, and who waits. 队列：坐席、策略、目标、排队人数。

    Below it stands for how much later others may come and still go first, worked out from the priorities in
    the dialplans. The engine that runs is asked who waits; without one the rest is shown.
    下方列出各优先级的来电者最多会被多久之后的来电者超过。

        ivr queues\n
        ivr queues --json | jq 'select(.waiting > 0)'
    """
    settings = settings_or_exit(config)
    words = chosen(language)
    plans = plans_or_exit([settings.path(settings.engine.dialplans)], language)
    today = datetime.now(zone_of(settings)).date()
    serving = members(settings.queues, settings.agents.agents, today)
    fair, live = fairness(settings.queues, serving, plans), _live(settings)
    if as_lines:
        for name in settings.queues.queues:
            row = _for_programs(name, settings, serving[name], fair[name])
            print(json_line(row | dict(live.get(name, {}))))
        return
    _show(settings, serving, live, words)
    say()
    for line in _bounds(fair, Language(words)):
        say(line)


def _live(settings: Settings) -> Live:
    """Who waits and who is there, by queue; empty when no engine runs."""
    try:
        told = asyncio.run(client.ask(settings.path(settings.engine.state), "queues", {}))
    except (EngineAway, Refusal):
        return {}
    return {row["queue"]: row for row in told["queues"]}


def _for_programs(name: str, settings: Settings, serving: list[str], fair: Fairness) -> dict[str, Any]:
    queue = settings.queues.queues[name]
    return {
        "queue": name,
        "agents": serving,
        "strategy": queue.strategy,
        "target": {"share": queue.target.share, "within": queue.target.within},
        "overtaken": [asdict(bound) for bound in fair.bounds],
        "priority_unknown": fair.unknown,
    }


def _show(settings: Settings, serving: Mapping[str, list[str]], live: Live, words: str) -> None:
    columns = _COLUMNS[words] if live else _COLUMNS[words][:_WITHOUT_ENGINE]
    shown, told = Table(*columns, box=None, pad_edge=False), Teller(words, zone_of(settings))
    for name, queue in settings.queues.queues.items():
        target = f"{queue.target.share * 100:g}% / {queue.target.within:g}s"
        title = queue.name.get("zh" if words == "zh" else "en", name)
        row = [name, clean(title), _who(settings, serving[name], words), told.word(queue.strategy), target]
        shown.add_row(*map(Text, [*row, *_now(live.get(name))]))
    show_table(shown)


def _who(settings: Settings, agents: list[str], words: str) -> str:
    """How many, and the names of the first."""
    names = [clean(settings.agents.agents[agent].name) for agent in agents[:_NAMED]]
    more = ["…"] if len(agents) > _NAMED else []
    comma, colon = ("、", "：") if words == "zh" else (", ", ": ")
    return f"{len(agents)}{colon if names else ''}{comma.join([*names, *more])}"


def _now(row: Mapping[str, Any] | None) -> list[str]:
    if row is None:
        return []
    longest = duration(row["longest_wait"]) if row["waiting"] else ""
    counts = [str(row[name]) for name in ("waiting", "callbacks", "able", "idle")]
    return [*counts[:2], longest, _expected(row["expected"]), *counts[2:]]


def _expected(wait: Mapping[str, float] | None) -> str:
    """For who comes now, as minutes and seconds; '' when nobody can tell."""
    if wait is None:
        return ""
    ends = dict.fromkeys(duration(seconds) for seconds in (wait["low"], wait["high"]))
    return "-".join(ends)


def _bounds(fair: Mapping[str, Fairness], words: Language) -> Iterator[str]:
    """What is said of each queue; of those that it is the same of, once."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, each in fair.items():
        alike[tuple(_told(each, words))].append(name)
    comma, colon = ("、", "：") if words == "zh" else (", ", ": ")
    for sentences, names in alike.items():
        for sentence in sentences:
            yield f"{comma.join(names)}{colon}{sentence}"


def _told(fair: Fairness, words: Language) -> Iterator[str]:
    for bound in fair.bounds:
        yield _sentence(bound, words)
    if fair.unknown:
        yield text("priority_unknown", words)


def _sentence(bound: Bound, words: Language) -> str:
    if not bound.within:
        return text("never_overtaken", words, priority=bound.priority)
    kind = "overtaken" if bound.by is not None else "overtaken_by_target"
    return text(kind, words, priority=bound.priority, within=_within(bound.within, words), by=bound.by)


def _within(seconds: float, language: str) -> str:
    """10m, 10分钟."""
    if language != "zh":
        return as_written(seconds)
    told = told_duration(seconds, language)
    return f"{told}钟" if told.endswith("分") else told
