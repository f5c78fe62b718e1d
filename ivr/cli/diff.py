"""`ivr diff`: what changes for a caller between two versions of a dialplan."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.json_lines import json_line
from ivr.cli.kept import Kept, readable
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, say, settings_or_exit, stop_with
from ivr.differences.compare import compare, matters, told_apart
from ivr.differences.words import said
from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import read_dialplan
from ivr.steps import CATALOGUE
from ivr.versions.judge import Refused, Verdict, look

_HELP = (
    "A dialplan (what is in use), main:3 (change 3 of it), a version, or a file. 方案名、main:3、版本或文件。"
)
TextOption = Annotated[bool, typer.Option("--text", help="The lines that are others. 按行显示文字差异。")]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: how it is called, its text, and what it says."""

    name: str
    text: str
    plan: Dialplan


def diff(
    first: Annotated[str, typer.Argument(metavar="[A]", help=_HELP)] = "",
    second: Annotated[str, typer.Argument(metavar="[B]", help=_HELP)] = "",
    as_text: TextOption = False,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """What changes for a caller, flow by flow: words, keys, times, queues, hours. 对来电者有何变化。

    Without A and B: from what is in use to the files as they are. With A alone: from what is in use to A (of
    a dialplan: to its file). A broken file is told, and the exit code is 1. How the text is laid out makes
    no difference.

        ivr diff                            the files and what is in use 文件与使用中的版本
        ivr diff dialplans/main.yaml        a file and what is in use
        ivr diff main:2 main                from the second change to what is in use
        ivr diff 02730b12 9ab31c00 --text   the lines 按行
    """
    kept = Kept(settings_or_exit(config), chosen(language))
    with readable(kept):
        verdict = kept.verdict()
        named = first or second
        pairs = list(_pairs(kept, first, second) if named else _all_files(kept, verdict))
    for old, new in pairs:
        if as_text:
            typer.echo(text_of(old, new), nl=False)
        elif as_lines:
            for each in compare(old.plan, new.plan):
                print(json_line(asdict(each)))
        else:
            show(kept, old, new)
    refused = [each for each in verdict.refused if not named or _is_compared(each, pairs)]
    for broken in refused:
        kept.show_refused(broken)
    if refused:
        raise typer.Exit(1)  # what is broken cannot come into use
    if not pairs:
        say(kept.say("no_difference"))


def _is_compared(refused: Refused, pairs: Sequence[tuple[Side, Side]]) -> bool:
    return any(Path(new.name) == refused.file for _, new in pairs)


def show(kept: Kept, old: Side, new: Side) -> None:
    """Tell what changes for a caller from one to the other."""
    say(f"{old.plan.name}: {old.name} → {new.name}")
    differences = compare(old.plan, new.plan)
    for flow, found in told_apart(differences).items():
        say("  " + (kept.say("flow", flow=flow) if flow else kept.say("whole")))
        for each in found:
            say(f"    {said(each, kept.language)}")
    if not matters(differences):
        say("  " + kept.say("no_difference" if old.text == new.text else "only_text"))


def text_of(old: Side, new: Side) -> str:
    """The lines that are others, as `diff -u` shows them."""
    lines = difflib.unified_diff(
        old.text.splitlines(keepends=True), new.text.splitlines(keepends=True), old.name, new.name
    )
    return "".join(lines)


def version_side(kept: Kept, version: str, name: str = "") -> Side:
    """A version that is kept; one that is lost, or no longer sound, ends the program."""
    return _side(kept, kept.text(version), name or version)


def _pairs(kept: Kept, first: str, second: str) -> Iterator[tuple[Side, Side]]:
    if second:
        yield _named(kept, first), _named(kept, second)
    elif first in kept.store.dialplans():
        yield _in_use(kept, first), _on_disk(kept, first)
    else:
        new = _named(kept, first)
        yield _in_use(kept, new.plan.name), new


def _all_files(kept: Kept, verdict: Verdict) -> Iterator[tuple[Side, Side]]:
    """What is in use and the file, of each dialplan whose sound file is another text."""
    for taken in verdict.taken:
        new = Side(taken.plan.file, taken.text, taken.plan)
        if taken.previous:
            yield _in_use(kept, taken.plan.name), new
        else:
            say(kept.say("never_in_use", dialplan=taken.plan.name))


def _named(kept: Kept, asked: str) -> Side:
    """What was asked for: a file, what is in use of a dialplan, a change by its number, or a version."""
    if Path(asked).is_file():
        return _side(kept, _read(Path(asked)), asked)
    dialplan, _, number = asked.partition(":")
    if dialplan not in kept.store.dialplans():
        if not asked or (not kept.store.text(asked) and not _is_version(asked)):
            stop_with(kept.say("not_a_version", asked=asked))
        return version_side(kept, kept.version(asked))
    if not number:
        return _in_use(kept, dialplan)
    change = next((each for each in kept.history(dialplan) if str(each.number) == number), None)
    if change is None or not change.version:
        stop_with(kept.say("no_such", dialplan=dialplan, asked=number))
    return version_side(kept, change.version, f"{asked} {change.version}")


def _is_version(asked: str) -> bool:
    return len(asked) >= 4 and set(asked) <= set("0123456789abcdef")


def _in_use(kept: Kept, dialplan: str) -> Side:
    change = kept.store.in_use().get(dialplan)
    if change is None:
        stop_with(kept.say("out_of_use_now", dialplan=dialplan))
    return version_side(kept, change.version)


def _on_disk(kept: Kept, dialplan: str) -> Side:
    """The file of a dialplan, broken or not: what is wrong with it ends the program."""
    last = kept.history(dialplan)[-1]
    drafts = {
        seen.path: read_dialplan(seen.text or "", CATALOGUE, str(seen.path))[0] for seen in look(kept.folder)
    }
    here = next((path for path, plan in drafts.items() if plan and plan.name == dialplan), None)
    path = here or kept.folder / last.file
    return _side(kept, _read(path), str(path))


def _read(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")


def _side(kept: Kept, text: str, name: str) -> Side:
    plan, problems = read_dialplan(text, CATALOGUE, name)
    if plan is None:
        kept.show(problems)
        raise typer.Exit(1)
    return Side(name, text, plan)
