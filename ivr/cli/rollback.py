"""`ivr rollback`: an earlier version of a dialplan is put back, file and all."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.diff import show, version_side
from ivr.cli.kept import Kept, readable
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, say, settings_or_exit, stop_with
from ivr.document.problems import Problem
from ivr.files.people import owner
from ivr.flow.reader import version_of
from ivr.versions.judge import Seen, judge, look
from ivr.versions.keeper import good_versions
from ivr.versions.place import put_in_place
from ivr.versions.store import Change


def rollback(
    dialplan: Annotated[str, typer.Argument(help="By the name in it. 拨号方案名。")],
    version: Annotated[
        str,
        typer.Argument(
            help="Its number or beginning; else the one before (file broken: the one in use). 默认上一版。"
        ),
    ] = "",
    comment: Annotated[str, typer.Option(help="Why; stands in the history. 说明。")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask. 不再询问。")] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Put an earlier version of a dialplan back, as the newest one. 恢复拨号方案的旧版本。

    The text goes into the file of the dialplan; what stood there is kept. A running engine takes it over at
    once: calls that have begun end on what they began with.

        ivr rollback main                          the version before 上一版
        ivr rollback main 3 --comment 'key 2 led nowhere'
        ivr rollback main 02730b12 --yes
    """
    kept = Kept(settings_or_exit(config), chosen(language))
    with readable(kept):
        target = _target(kept, kept.history(dialplan), version)
        text, file = kept.text(target.version), file_of(kept, dialplan)
        _sound(kept, file, text, target.version)
        show_change(kept, dialplan, target.version)
    asked = kept.say(
        "back", dialplan=dialplan, version=target.version, since=kept.when(target), by=target.by, file=file
    )
    if not yes and not typer.confirm(asked):
        stop_with(kept.say("not_done"))
    take_over(kept, dialplan, file, text, comment or f"rollback #{target.number}")


def show_change(kept: Kept, dialplan: str, version: str) -> None:
    """Tell what changes for callers when this version comes into use."""
    now = kept.store.in_use().get(dialplan)
    if now and kept.store.text(now.version) is not None:
        say(kept.say("changes"))
        show(kept, version_side(kept, now.version), version_side(kept, version))


def take_over(kept: Kept, dialplan: str, file: Path, text: str, comment: str) -> None:
    """Put the text into the file, and have the engine take it over; faults end the program."""
    kept.ask("expect", {"dialplan": dialplan, "version": version_of(text), "comment": comment})
    try:
        beside = put_in_place(file, text, kept.store, datetime.now(kept.zone))
    except OSError as fault:
        stop_with(kept.say("cannot_write", file=file, fault=fault.strerror))
    if beside:
        say(kept.say("replaced", file=beside))
    answer = kept.ask("look", {})
    if answer is None:
        return say(kept.say("engine_away"))
    for refused in answer["refused"]:
        if Path(refused["file"]) == file:
            kept.show([Problem(**each) for each in refused["problems"]])
            stop_with(kept.say("refused", file=file))
    say(kept.say("now", dialplan=dialplan, version=version_of(text)))


def file_of(kept: Kept, dialplan: str) -> Path:
    """The file of a dialplan: the one that holds it now, else the one that did."""
    here = [plan.file for plan in kept.verdict().plans if plan.name == dialplan]
    return Path(here[0]) if here else kept.folder / kept.history(dialplan)[-1].file


def _target(kept: Kept, history: list[Change], asked: str) -> Change:
    """The change whose version is meant."""
    dialplan, now = history[-1].dialplan, history[-1].version
    earlier = [change for change in history if change.version]
    if not asked and _is_broken(kept, dialplan):
        return history[-1]  # what is in use: the edit that broke the file never was
    if not asked:
        before = [change for change in earlier if change.version != now]
        if not before:
            stop_with(kept.say("no_earlier", dialplan=dialplan))
        return before[-1]
    by_number = [change for change in earlier if asked.lstrip("#") == str(change.number)]
    by_name = [change for change in earlier if change.version.startswith(asked)]
    if len({change.version for change in by_name}) > 1 and not by_number:
        stop_with(kept.say("several", asked=asked, found=", ".join(sorted({c.version for c in by_name}))))
    if not by_number and not by_name:
        stop_with(kept.say("no_such", dialplan=dialplan, asked=asked))
    return (by_number or by_name)[-1]


def _is_broken(kept: Kept, dialplan: str) -> bool:
    """Whether the dialplan's file has errors, so that its last good version stays in use."""
    refused = kept.verdict().refused
    return any(plan.name == dialplan for each in refused for plan in each.kept)


def _sound(kept: Kept, file: Path, text: str, version: str) -> None:
    """End the program with the problems, if the text could not be used now."""
    if file.exists() and version_of(file.read_bytes().decode(errors="replace")) == version:
        stop_with(kept.say("already", file=file, version=version))
    others = [seen for seen in look(kept.folder) if seen.path != file]
    in_use = good_versions(kept.store, kept.folder, kept.rules)
    verdict = judge([*others, Seen(file, text, owner(file))], in_use, kept.rules)
    for refused in verdict.refused:
        if refused.file == file:
            kept.show(refused.problems)
            stop_with(kept.say("unsound", version=version))
