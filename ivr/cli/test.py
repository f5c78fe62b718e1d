"""`ivr test`: plays the stories beside the dialplans, and tells which ways out no story takes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.generating import generate_for
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    err,
    say,
    settings_or_exit,
    show_problems,
    shown,
    stop_with,
)
from ivr.cli.progress import story_bar
from ivr.document.problems import InvalidFiles
from ivr.settings import Settings
from ivr.steps import CATALOGUE
from ivr.stories import telling
from ivr.stories.coverage import Covered
from ivr.stories.junit import junit
from ivr.stories.suite import Run, Suite, gather, play

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Dialplans, files of stories, folders; else the settings' folder. 拨号方案或故事文件。",
        show_default=False,
    ),
]
Part = Annotated[
    str, typer.Option("-k", help="Only stories with this in their name. 只运行名称含此文字的故事。")
]
Least = Annotated[
    float,
    typer.Option(
        "--min", help="Fail below this coverage in percent. 覆盖率低于此百分比即失败。", min=0, max=100
    ),
]
JunitFile = Annotated[
    Path | None, typer.Option("--junit", help="Write JUnit XML for a build server. 写出JUnit报告。")
]
Write = Annotated[
    bool, typer.Option("--generate", help="Write stories for what no story covers. 为未覆盖的出口生成故事。")
]


def stories(
    paths: Paths = None,
    part: Part = "",
    least: Least = 0.0,
    report: JunitFile = None,
    write: Write = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Play the stories beside the dialplans: calls written down in YAML, without waiting. 运行测试故事。

    A story that fails is told by its line: what was expected, what there was instead, and the journey so far.
    Then comes the coverage, but not with -k: each way out of a step that no story takes, with file, line and
    column. Exit code 1: a story failed, or the coverage is below --min. docs/stories.md tells how to write a
    story.
    失败的故事会指出所在行、应有和实际的情况,以及通话经过;随后列出没有故事覆盖的出口(用-k时不列)。

        ivr test                                    all of them 全部
        ivr test dialplans/main.yaml -k seller      of one dialplan, some of them 部分
        ivr test dialplans/main.yaml --generate     write those that are missing 生成缺少的故事
        ivr test --min 80 --junit var/stories.xml   for a build server 用于持续集成
    """
    words = chosen(language)
    _refuse_least_of(part, least, words)
    settings = settings_or_exit(config)
    where = paths or [settings.path(settings.engine.dialplans)]
    suites = _gathered(where, settings, language)
    if write:
        for suite in suites:
            generate_for(suite, words)
        suites = _gathered(where, settings, language)
    began = time.perf_counter()
    runs = [(suite, _run(suite, part, words)) for suite in suites]
    played = [(one, suite.centre) for suite, run in runs for one in run.played]
    _tell_failures(runs, words)
    _tell_files(runs, words)
    if not part:
        _tell_coverage([covered for _, run in runs for covered in run.covered], words)
    failed = sum(1 for one, _ in played if one.failure)
    say(telling.say("all", words, count=len(played), failed=failed, seconds=time.perf_counter() - began))
    if report:
        _write(report, junit(played, words))
    low = [run.percent for _, run in runs if run.percent < least]
    if low:
        err.print(telling.say("below", words, percent=min(low), least=least), style="red", markup=False)
    if failed or low:
        raise typer.Exit(1)


def _refuse_least_of(part: str, least: float, words: str) -> None:
    if part and least:
        stop_with(telling.say("min_of_part", words))


def _gathered(paths: Sequence[Path], settings: Settings, language: LanguageOption) -> list[Suite]:
    """The suites; mistakes in dialplans and stories, and paths that are not there, end the program."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        stop_with(telling.say("no_file", chosen(language), file=missing[0]))
    try:
        return gather([Path(shown(path)) for path in paths], settings, CATALOGUE)
    except InvalidFiles as faults:
        show_problems(faults.problems, language)
        raise typer.Exit(1) from None


def _run(suite: Suite, part: str, words: str) -> Run:
    stories = [story for story in suite.stories if _is_wanted(part, story.name.zh, story.name.en)]
    if not stories:
        example = (
            Path(suite.plans[0].file).with_suffix(".stories.yaml") if suite.plans else "main.stories.yaml"
        )
        missing = telling.say("no_match", words, part=part) if part and suite.stories else ""
        stop_with(missing or telling.say("none", words, example=example))
    done = 0
    with story_bar(err, telling.say("playing", words)) as show:

        def each(_: object) -> None:
            nonlocal done
            done += 1
            show(done, len(stories))

        return play(suite, stories, each)


def _is_wanted(part: str, *names: str) -> bool:
    return any(part.lower() in name.lower() for name in names)


def _tell_failures(runs: Sequence[tuple[Suite, Run]], words: str) -> None:
    for suite, run in runs:
        for one in run.played:
            if one.failure:
                say("\n".join(telling.failure(one, suite.centre, words)) + "\n")


def _tell_files(runs: Sequence[tuple[Suite, Run]], words: str) -> None:
    for file in dict.fromkeys(one.story.place.file for _, run in runs for one in run.played):
        of_it = [one for _, run in runs for one in run.played if one.story.place.file == file]
        failed = sum(1 for one in of_it if one.failure)
        text = "file_failed" if failed else "file"
        say(telling.say(text, words, file=file, passed=len(of_it) - failed, failed=failed))


def _tell_coverage(all_covered: Sequence[Covered], words: str) -> None:
    say()
    say(telling.say("coverage", words))
    for covered in all_covered:
        exits = len(covered.exits)
        told = telling.say(
            "covered",
            words,
            name=covered.plan.name,
            percent=covered.percent,
            taken=covered.taken,
            exits=exits,
        )
        say(f"  {told}")
        for way in covered.uncovered:
            say(f"    {telling.say('uncovered', words, place=way.place, exit=telling.way(way, words))}")
    say()


def _write(file: Path, text: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    except OSError as fault:
        stop_with(f"{file}: {fault.strerror or fault}")
