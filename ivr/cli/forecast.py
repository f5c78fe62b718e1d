"""`ivr forecast`: calls to expect on a day, and the agents that they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.journal import ask, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, err, settings_or_exit, stop_with
from ivr.cli.progress import stage_bar
from ivr.cli.staffing import typed
from ivr.cli.staffing.forecast_shown import Asked, Found, as_json, show, write
from ivr.cli.staffing.words import word
from ivr.journal.reader import JournalReader
from ivr.settings import Settings
from ivr.staffing.floors import Floor, floor
from ivr.staffing.forecasting import Past, calls_of, error_of, in_hindsight, rows
from ivr.staffing.history import Calls, Day, bounds, days_before, half_hours, holidays_of
from ivr.staffing.kept import Forecasts, Kept
from ivr.staffing.logged import Logged, merged
from ivr.staffing.needed import Simulation, work
from ivr.staffing.reading import logged
from routing.forecast import Goal

_LIKE = 4
"""So many of the last days alike tell how long talks take and callers wait."""

Show = Callable[[str, int, int], None]


def forecast(
    on: Annotated[str, typer.Option("--for", help="The day, else tomorrow. 预测哪一天，默认明天。")] = "",
    queue: Annotated[
        list[str] | None, typer.Option(help="A queue; may be repeated; else all. 队列，可重复，默认全部。")
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=104, help="Weeks of the log to go by. 参考周数。")] = 8,
    target: Annotated[str, typer.Option(help="Such as 80%/20s; else each queue's own. 服务水平目标。")] = "",
    shrinkage: Annotated[
        str, typer.Option(help="Paid time away from the phone: breaks, training. 非在线时间占比。")
    ] = "0%",
    simulate: Annotated[
        bool, typer.Option(help="Simulate the real agents as well. 是否模拟现有坐席。")
    ] = True,
    seed: Annotated[int, typer.Option(help="Chance of the simulation. 随机种子。")] = 1,
    to: Annotated[Path | None, typer.Option("--csv", help="Write the table to a file. 写入CSV文件。")] = None,
    as_lines: Annotated[
        bool, typer.Option("--json", help="One JSON object a half-hour. 每半小时一行JSON。")
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Forecast calls and agents needed by half-hour, from the call log. 按半小时预测来电与所需坐席。

    Expected are the calls of the same weekday of the last weeks, recent ones counting more, carried on by the
    growth from week to week; holidays are left out. The forecast is kept in the state folder, and the error
    of the last one whose day is over is told beside it.

        ivr forecast --for 2026-11-30 --queue support\n
        ivr forecast --for 2026-11-30 --target 80%/20s --shrinkage 30% --csv monday.csv\n
        ivr forecast --weeks 4 --no-simulate --json
    """
    words = chosen(language)
    settings = settings_or_exit(config)
    today = datetime.now(zone_of(settings)).date()
    queues = _queues(queue or [], settings, words)
    asked = Asked(settings, queues, _day(on, today, words), today, weeks, words)
    place = floor(settings.agents, settings.queues, asked.day)
    goals = _goals(place, queues, target, typed.share("--shrinkage", shrinkage, words), words)
    found = _work_out(asked, place, goals, seed if simulate else None)
    _keep(asked, found.calls)
    if to is not None:
        write(to, found, asked)
    if as_lines:
        for row in as_json(found, asked):
            print(json_line(row))
        return
    show(found, asked)


def _queues(wanted: Sequence[str], settings: Settings, language: str) -> list[str]:
    known = settings.queues.queues
    for name in wanted:
        if name not in known:
            stop_with(word("no_queue", language, queue=name, known=", ".join(known)))
    return list(dict.fromkeys(wanted)) or list(known)


def _day(text: str, today: date, language: str) -> date:
    if not text:
        return today + timedelta(days=1)
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = date.min
    if not 1970 < found.year < 3000:
        raise typer.BadParameter(word("no_day", language, text=text), param_hint="--for")
    return found


def _goals(
    place: Floor, queues: Sequence[str], text: str, shrinkage: float, language: str
) -> dict[str, Goal]:
    given = typed.target("--target", text, language) if text else None
    targets = {queue.id: queue.target for queue in place.queues}
    wanted = {name: given or targets[name] for name in queues}
    return {name: Goal(each.share, each.within, shrinkage) for name, each in wanted.items()}


def _work_out(asked: Asked, place: Floor, goals: Mapping[str, Goal], seed: int | None) -> Found:
    with stage_bar(err) as bar:
        past, seen = ask(asked.settings, lambda reader: _read(reader, asked, bar))
        calls = calls_of(asked.day, asked.queues, past)
        works = {name: each for name, each in work(seen).items() if name in asked.queues}
        if not calls or not works:
            stop_with(word("nothing_to_go_by", asked.language, weeks=asked.weeks, weekday=asked.weekday))
        simulation = None if seed is None else Simulation(place, seen, works, seed)
        title = word("computing", asked.language)
        slots = half_hours(asked.day, zone_of(asked.settings))
        found = rows(calls, slots, works, goals, simulation, lambda done, total: bar(title, done, total))
    holiday = _holidays(asked).get(asked.day, "")
    gone = [day for day in past if day.holiday and day.total]
    return Found(found, calls, works, goals, _judged(asked, past), gone, holiday, seed is not None)


async def _read(reader: JournalReader, asked: Asked, show: Show) -> tuple[list[Day], Logged]:
    zone, names = zone_of(asked.settings), _holidays(asked)
    title = word("counting", asked.language)
    days = await days_before(
        reader, asked.day, asked.weeks, zone, lambda done, total: show(title, done, total)
    )
    past = [Day(d.day, d.calls, names.get(d.day, "")) for d in days if d.day < asked.today]
    alike = [d.day for d in past if d.day.weekday() == asked.day.weekday() and d.total and not d.holiday]
    title = word("reading", asked.language)
    seen = [
        await logged(reader, *bounds(day, zone), lambda done, total: show(title, done, total))
        for day in alike[:_LIKE]
    ]
    return past, merged(seen)


def _holidays(asked: Asked) -> Mapping[date, str]:
    first = asked.day - timedelta(weeks=asked.weeks)
    return holidays_of(asked.settings.engine.country, iter(range(first.year, asked.day.year + 1)))


def _judged(asked: Asked, past: Sequence[Day]) -> Past | None:
    kept = _forecasts(asked).last_before(asked.today, set(asked.queues))
    came = next((day for day in past if kept and day.day == kept.day), None)
    if kept and came:
        return Past(kept.day, kept.made, error_of(kept.calls, came, asked.queues))
    return in_hindsight(asked.day, asked.queues, past)


def _forecasts(asked: Asked) -> Forecasts:
    return Forecasts(asked.settings.path(asked.settings.engine.state))


def _keep(asked: Asked, calls: Calls) -> None:
    """A forecast of a day that is over would judge itself."""
    if asked.day >= asked.today:
        try:
            _forecasts(asked).keep(Kept(asked.day, asked.today, calls))
        except OSError as fault:
            err.print(f"{fault.filename}: {fault.strerror}", style="yellow", markup=False)
