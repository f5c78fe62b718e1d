"""`ivr check`: every problem of the settings and the dialplans, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.findings import Findings, github, json, sarif
from ivr.cli.findings import text as people
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, out, shown
from ivr.cli.texts import text
from ivr.document.problems import Problem
from ivr.flow.check import check_files
from ivr.flow.library import files_in
from ivr.flow.site import Site
from ivr.journal.check import unusable_address
from ivr.lookups.check import in_lists, unusable
from ivr.quality.forms import read_forms
from ivr.settings import Engine, Found, find
from ivr.steps import CATALOGUE


class Form(StrEnum):
    """Who reads the findings."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


_WRITTEN: Mapping[Form, Callable[[Findings], str]] = {
    Form.json: json.written,
    Form.sarif: sarif.written,
    Form.github: github.written,
}

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Dialplan files and folders; without any: the settings and their dialplans. 拨号方案文件。"
    ),
]
Format = Annotated[
    Form,
    typer.Option("--format", help="text, json, sarif, or github for annotations in pull requests. 格式。"),
]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json. 以JSON列表输出。")]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings are failures too. 警告也算失败。")]


def check(
    paths: Paths = None,
    form: Format = Form.text,
    as_json: AsJson = False,
    strict: Strict = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Find every problem in the settings and the dialplans, without making a call. 检查配置和拨号方案。

    Each is told with its file, line and column, what was found and what is allowed. Exit code 1 means errors;
    warnings alone are 0 unless --strict. 每个问题都给出文件、行、列、实际内容和可用的写法;有错误时退出码为1。

    A comment "# ivr: ignore[check]" silences a check for its line. 该注释可在一行内忽略某项检查。

        ivr check\n
        ivr check --strict dialplans/main.yaml\n
        ivr check --json dialplans/ | jq\n
        ivr check --format sarif > findings.sarif
    """
    findings = _findings(paths or [], config, chosen(language))
    form = Form.json if as_json else form
    if form is Form.text:
        out.print(people.shown(findings), soft_wrap=True)
    elif lines := _WRITTEN[form](findings):
        typer.echo(lines)
    if findings.count("error") or (strict and findings.problems):
        raise typer.Exit(1)


def _findings(paths: list[Path], config: Path, language: str) -> Findings:
    settings = find(config)
    folder = (settings.engine or Engine()).dialplans
    files = [Path(shown(path)) for path in files_in(paths or [settings.root / folder])]
    problems = [] if paths else [*settings.problems, *_sources(settings, config), *_forms(settings)]
    if not files and not problems:
        problems = [_nothing_in(paths[0] if paths else config)]
    found = sorted({*problems, *check_files(files, CATALOGUE, Site.of(settings))[1]})
    return Findings(found, len(files), language)


def _nothing_in(where: Path) -> Problem:
    words = {language.value: text("no_dialplans", language) for language in Language}
    return Problem(str(where), 1, 1, words["en"], zh=words["zh"])


def _sources(settings: Found, config: Path) -> list[Problem]:
    """What is wrong with the address of the database and with the sources of look-ups."""
    if settings.engine is None:
        return []
    sources = unusable(settings.engine, config) + in_lists(settings.engine, settings.root)
    return unusable_address(settings.engine, config) + sources


def _forms(settings: Found) -> tuple[Problem, ...]:
    """What is wrong with the scoring forms."""
    folder = settings.root / (settings.engine or Engine()).quality.forms
    return read_forms(folder, Path(shown(folder))).problems
