"""`ivr check`: every problem of the settings and the dialplans, each with its place."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, out, show_problems
from ivr.document.problems import Problem
from ivr.flow.check import check_files
from ivr.flow.library import files_in
from ivr.flow.site import Site
from ivr.settings import Engine, find
from ivr.steps import CATALOGUE

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Dialplan files and folders; without any: the settings and their dialplans. 拨号方案文件。"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the problems as a JSON list. 以JSON列表输出。")]


def check(paths: Paths = None, config: ConfigOption = DEFAULT_CONFIG, json: AsJson = False) -> None:
    """Find every problem in the settings and the dialplans, without making a call. 检查配置和拨号方案。

    Each is told with its file, line and column, what was found and what is allowed. Exit code 1 means errors;
    warnings alone are 0. 每个问题都给出文件、行、列、实际内容和可用的写法;有错误时退出码为1。

        ivr check
        ivr check dialplans/main.yaml
        ivr check --json dialplans/ | jq
    """
    files, problems = _check(paths or [], config)
    errors = sum(problem.severity == "error" for problem in problems)
    if json:
        typer.echo(orjson.dumps([asdict(problem) for problem in problems]).decode())
    else:
        show_problems(problems)
        out.print(
            f"{_count(files, 'dialplan')}: {_count(errors, 'error')}, "
            f"{_count(len(problems) - errors, 'warning')}"
        )
    if errors:
        raise typer.Exit(1)


def _check(paths: list[Path], config: Path) -> tuple[int, list[Problem]]:
    """How many dialplan files were looked at, and all problems, sorted."""
    settings = find(config)
    folder = (settings.engine or Engine()).dialplans
    files = [Path(_shown(path)) for path in files_in(paths or [settings.root / folder])]
    problems = [] if paths else list(settings.problems)
    if not files and not problems:
        where = paths[0] if paths else config
        problems = [Problem(str(where), 1, 1, "no dialplans here; a dialplan is a file that ends in .yaml")]
    return len(files), sorted({*problems, *check_files(files, CATALOGUE, Site.of(settings))[1]})


def _shown(path: Path) -> str:
    """The path as a person here would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
