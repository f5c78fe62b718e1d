"""`ivr simulate`: callers made by chance, on the agents and queues of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    err,
    out,
    say,
    settings_or_exit,
    show_problems,
    show_table,
    stop_with,
)
from ivr.cli.progress import stage_bar
from ivr.cli.staffing.figures import SHOWN, estimated, formula, plain_estimate, seconds
from ivr.cli.staffing.typed import duration
from ivr.cli.staffing.words import word
from ivr.document.problems import InvalidFiles, nearest
from ivr.journal.story import clean
from ivr.settings import Settings
from ivr.staffing.confidence import estimate
from ivr.staffing.floors import Floor, floor
from ivr.staffing.load import Callers, Load, read_load
from ivr.staffing.offered import offered, too_much
from ivr.staffing.replay import Figures
from ivr.staffing.simulation import Simulated, simulated
from routing.needs import written


@dataclass(frozen=True, slots=True)
class _View:
    settings: Settings
    load: Load
    floor: Floor
    language: str


def simulate(
    file: Annotated[
        Path | None, typer.Argument(metavar="[LOAD.yaml]", help="Who calls how often. 话务负载文件。")
    ] = None,
    queue: Annotated[str, typer.Option(help="Without a file: the queue. 无文件时：队列。")] = "",
    per_hour: Annotated[
        float, typer.Option(min=0.01, max=1_000_000, help="Calls an hour. 每小时来电数。")
    ] = 60.0,
    talk: Annotated[str, typer.Option(help="The mean talk. 平均通话时长。")] = "3m",
    patience: Annotated[
        str, typer.Option(help="The mean patience; nobody gives up without. 平均耐心。")
    ] = "",
    seed: Annotated[int, typer.Option(help="Chance; the same seed, the same result. 随机种子。")] = 1,
    as_lines: Annotated[
        bool, typer.Option("--json", help="One JSON object a queue and agent. 每行一个JSON。")
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Simulate callers at given rates on the agents and queues of the settings. 按来电速率模拟话务。

    All agents are logged in, unless the load file says who is there. Calls come by chance (Poisson), talks
    and patience are exponential. Each figure is the mean of several runs, with its 95 % confidence interval.

        ivr simulate --queue support --per-hour 90 --talk 2m30s --patience 2m\n
        ivr simulate load.yaml\n
        ivr simulate load.yaml --seed 2 --json | jq .service_level

    A load file (everything but `callers` may be left out):

        hours: 8\n
        callers:\n
          - {queue: support, per_hour: 60, talk: 3m, patience: 2m, needs: zh and seller >= 3}\n
          - {queue: vip, per_hour: 6, talk: 5m, priority: 50}
    """
    words = chosen(language)
    settings = settings_or_exit(config)
    if file is not None:
        load = _load(file, settings)
    elif queue in settings.queues.queues:
        load = _of_options(queue, per_hour, talk, patience, words)
    else:
        stop_with(_no_load(queue, settings, words))
    view = _View(settings, load, _floor(settings), words)
    found = _play(view, seed)
    if as_lines:
        for row in _json(found, view, seed):
            print(json_line(row))
        return
    _show(found, view)


def _no_load(queue: str, settings: Settings, language: str) -> str:
    queues = settings.queues.queues
    if not queue:
        return word("which_load", language, known=", ".join(queues))
    return word("unknown_queue", language, queue=clean(queue), nearest=nearest(queue, queues, language))


def _load(file: Path, settings: Settings) -> Load:
    try:
        return read_load(file, settings.queues.queues, settings.agents.agents)
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None


def _of_options(queue: str, per_hour: float, talk: str, patience: str, language: str) -> Load:
    mean = duration("--patience", patience, language) if patience else None
    long = duration("--talk", talk, language)
    if not long or mean == 0:
        raise typer.BadParameter(word("no_time", language), param_hint="--talk/--patience")
    return Load(callers=(Callers(queue=queue, per_hour=per_hour, talk=long, patience=mean),))


def _floor(settings: Settings) -> Floor:
    return floor(settings.agents, settings.queues, datetime.now(zone_of(settings)).date())


def _play(view: _View, seed: int) -> Simulated:
    title = word("simulating", view.language)
    with stage_bar(err) as show:
        return simulated(view.load, view.floor, seed, lambda done, total: show(title, done, total))


def _show(found: Simulated, view: _View) -> None:
    names, language = names_of(view.settings, view.language), view.language
    queues = Table(*(word(name, language) for name in ("queue", "entered", *SHOWN)), box=None, pad_edge=False)
    for queue, runs in found.queues.items():
        entered = sum(run.parts.entered for run in runs) / len(runs)
        cells = [estimated(name, estimate(_each(runs, name)), language) for name in SHOWN]
        queues.add_row(*map(Text, (names.get(queue, queue), f"{entered:.1f}", *cells)))
    agents = Table(*(word(name, language) for name in ("agent", "occupancy")), box=None, pad_edge=False)
    for agent, shares in found.agents.items():
        cell = estimated("occupancy", estimate(shares), language)
        agents.add_row(Text(names.get(agent, agent)), Text(cell))
    show_table(queues)
    out.print()
    show_table(agents)
    for line in _about_load(view, found):
        say(line)
    for within in sorted({found.within[queue] for queue in found.queues}):
        say(formula(within, language))
    say(word("runs", language, runs=view.load.replications, hours=f"{view.load.hours:g}"))


def _about_load(view: _View, found: Simulated) -> Iterator[str]:
    """What is asked of the agents, and what they can never do."""
    language, names = view.language, names_of(view.settings, view.language)
    kinds = list(offered(view.load, view.floor))
    for kind in kinds:
        queue = names.get(kind.callers.queue, kind.callers.queue)
        values = {"queue": queue, "needs": written(kind.callers.needs), "erlang": f"{kind.erlang:.1f}"}
        handle = seconds(kind.handle, language)
        yield word("offered_load", language, **values, handle=handle, agents=len(kind.agents))
        if not kind.agents:
            yield word("nobody_able", language, **values)
    if over := too_much(kinds):
        yield word("never_settles", language, erlang=f"{over[0]:.1f}", agents=over[1])
    for name, runs in found.queues.items():
        if still := _waiting(runs):
            yield word("still_wait", language, queue=names.get(name, name), number=f"{still:.1f}")


def _waiting(runs: Sequence[Figures]) -> float:
    """How many still waited at the end of a run, in the mean."""
    return sum(run.parts.waiting for run in runs) / len(runs)


def _each(runs: Sequence[Figures], name: str) -> list[float | None]:
    return [getattr(run, name) for run in runs]


def _json(found: Simulated, view: _View, seed: int) -> Iterator[dict[str, Any]]:
    kinds = list(offered(view.load, view.floor))
    for queue, runs in found.queues.items():
        figures = {name: plain_estimate(estimate(_each(runs, name))) for name in SHOWN}
        entered = sum(run.parts.entered for run in runs) / len(runs)
        head = {
            "queue": queue,
            "formula": "D",
            "within": found.within[queue],
            "seed": seed,
            "runs": len(runs),
        }
        erlang = sum(kind.erlang for kind in kinds if kind.callers.queue == queue)
        counted = {"offered_load": round(erlang, 6), "entered": entered, "waiting": _waiting(runs)}
        yield {**head, **counted, **figures}
    for agent, shares in found.agents.items():
        yield {"agent": agent, "seed": seed, "occupancy": plain_estimate(estimate(shares))}
