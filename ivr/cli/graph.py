"""`ivr graph`: dialplans as pictures, with what callers did in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.journal import ask, zone_of
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.moments import option_moment
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, say, settings_or_exit, show_problems, stop_with
from ivr.cli.plans import plans_or_exit
from ivr.document.problems import InvalidFiles
from ivr.flow.dialplan import Dialplan
from ivr.journal.reader import Filter, JournalReader
from ivr.pictures.boxes import picture
from ivr.pictures.layout import LayoutMissing, lay_out
from ivr.pictures.mermaid import mermaid
from ivr.pictures.notes import Traffic, Uncovered
from ivr.pictures.svg import Notes, svg
from ivr.pictures.traffic import KINDS, TrafficCount
from ivr.pictures.words import words
from ivr.settings import Settings
from ivr.steps import CATALOGUE
from ivr.stories.suite import gather, play

_SCREEN = Path("-")


class Form(StrEnum):
    """What is written: a picture, or text that is drawn elsewhere."""

    svg = "svg"
    mermaid = "mermaid"


_ENDINGS = {Form.svg: "svg", Form.mermaid: "mmd"}

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Dialplan files and folders; without any, those of the settings. 拨号方案文件或文件夹。"
    ),
]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the pictures show."""

    settings: Settings
    form: Form
    language: str
    calls: str
    coverage: bool


def graph(
    paths: Paths = None,
    to: Annotated[
        Path, typer.Option("--out", help="The folder for the pictures; - prints. 输出文件夹。")
    ] = Path("var/graphs"),
    form: Annotated[Form, typer.Option("--format", help="svg or mermaid. 格式。")] = Form.svg,
    calls: Annotated[
        str, typer.Option(help="Count the callers since: today, 2026-11-22, 7d. 统计此时起的通话。")
    ] = "",
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Mark in red what no story covers. 标出没有故事覆盖的出口。")
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Draw dialplans: a page each, a box for every flow, an arrow for every way to another. 绘制流程图。

    With --calls the picture tells how many callers took each way and where they left. The SVG opens in any
    browser; a click on a flow's name goes there, and what is too long for its box shows under the mouse.

        ivr graph                                     every dialplan, into var/graphs 全部
        ivr graph dialplans/main.yaml --calls today   with today's callers 含今日通话量
        ivr graph --coverage                          what no story covers, in red 未测试的出口
        ivr graph dialplans/main.yaml --format mermaid --out -
    """
    settings = settings_or_exit(config)
    wanted = _Wanted(settings, form, chosen(language), calls, coverage)
    plans = plans_or_exit(paths or [settings.path(settings.engine.dialplans)], language)
    if to == _SCREEN and len(plans) > 1:
        stop_with(words("one_only", wanted.language, count=len(plans)))
    for plan in plans:
        drawing = _drawing(plan, wanted)
        if to == _SCREEN:
            typer.echo(drawing, nl=False)
        else:
            say(words("written", wanted.language, file=_written(to, plan, drawing, form)))


def _drawing(plan: Dialplan, wanted: _Wanted) -> str:
    shown = picture(plan, wanted.language)
    uncovered = _uncovered(plan, wanted) if wanted.coverage else None
    notes = Notes(wanted.language, _traffic(plan, wanted), wanted.calls, uncovered)
    if wanted.form is Form.mermaid:
        return mermaid(shown, notes)
    try:
        return svg(shown, lay_out(shown), notes)
    except LayoutMissing as missing:
        stop_with(str(missing))


def _uncovered(plan: Dialplan, wanted: _Wanted) -> Uncovered:
    """The ways out that none of the stories beside the dialplan takes."""
    try:
        suites = gather([Path(plan.file)], wanted.settings, CATALOGUE)
    except InvalidFiles as faults:
        show_problems(faults.problems, Language(wanted.language))
        raise typer.Exit(1) from None
    runs = (play(suite, suite.stories, lambda _: None) for suite in suites)
    ways = (way for run in runs for covered in run.covered for way in covered.uncovered)
    return frozenset((way.place.line, way.label) for way in ways)


def _traffic(plan: Dialplan, wanted: _Wanted) -> Traffic | None:
    if not wanted.calls:
        return None
    now = datetime.now(zone_of(wanted.settings))
    since = option_moment("--calls", wanted.calls, now, Language(wanted.language)).timestamp()

    async def count(reader: JournalReader) -> Traffic:
        counting = TrafficCount(plan)
        async for _, journey in reader.journeys(Filter(since=since), plan.name, KINDS):
            counting.add(journey)
        return counting.traffic

    return ask(wanted.settings, count)


def _written(folder: Path, plan: Dialplan, drawing: str, form: Form) -> Path:
    file = folder / f"{plan.name}.{_ENDINGS[form]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(drawing, encoding="utf-8")
    except OSError as fault:
        stop_with(f"{file}: {fault.strerror or fault}")
    return file
