"""`ivr canary`: a new version for a share of the callers, stopped by itself when it turns out to be worse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.diff import Side, show, version_side
from ivr.cli.journal import iso
from ivr.cli.json_lines import json_line
from ivr.cli.kept import Kept, readable
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    say,
    settings_or_exit,
    show_table,
    stop_with,
)
from ivr.cli.rollback import file_of, take_over
from ivr.control.answers import Said

canary = typer.Typer(
    no_args_is_help=True,
    help="""Try a new version of a dialplan on a share of its callers. 让一部分来电试用新版本。

    ivr canary start new/main.yaml --share 10%   begin, or change the share 开始试用\n
    ivr canary status                            how it goes 进展\n
    ivr canary promote main                      for all calls 转正\n
    ivr canary stop main                         for none 停止
    """,
)

Dialplan = Annotated[
    str, typer.Argument(metavar="[DIALPLAN]", help="Needed where several are tried. 有多个试用时须写明。")
]
_SHARE = re.compile(r"([0-9]{1,2}(?:\.[0-9]+)?)\s*%?")


@canary.command()
def start(
    file: Annotated[Path, typer.Argument(help="The new version; not in the dialplans folder. 新版本文件。")],
    share: Annotated[str, typer.Option(help="Of the callers: 1% to 99%. 份额。")] = "10%",
    comment: Annotated[str, typer.Option(help="Why; stands in the log. 说明。")] = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Have a share of the callers begin on the version in a file; or give a trial another share. 开始试用。

    A caller is always on the same side, by their number. The trial is stopped by itself when more callers
    hang up in menus, or more calls have errors, than on the version in use.

        ivr canary start new/main.yaml
        ivr canary start new/main.yaml --share 25% --comment 'shorter menu'
    """
    kept = Kept(settings_or_exit(config), chosen(language))
    part = _share(kept, share)
    try:
        text = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as fault:
        stop_with(f"{file}: {getattr(fault, 'strerror', None) or fault}")
    said = {"file": str(file), "text": text, "share": part, "comment": comment}
    answer = _asked(kept, "canary_start", said)
    say(kept.say("started", share=part, dialplan=answer["dialplan"], version=answer["version"]))
    if answer["numbers_later"]:
        say(kept.say("later", numbers=", ".join(answer["numbers_later"])))


@canary.command()
def status(
    as_lines: JsonOption = False, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """How the trials go: calls, hang-ups and errors on both sides. 试用进展。

    ivr canary status\n
    ivr canary status --json
    """
    kept = Kept(settings_or_exit(config), chosen(language))
    answer = _asked(kept, "canary_status", {})
    if not answer["trials"] and not as_lines:
        say(kept.say("no_trials"))
    for trial in answer["trials"]:
        if as_lines:
            since = iso(trial["since"], kept.zone)
            print(json_line(trial | {"since": since, "enough": answer["enough"]}))
        else:
            _tell(kept, trial, answer["enough"])


@canary.command()
def promote(
    dialplan: Dialplan = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask. 不再询问。")] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Put the version that is tried into the dialplan's file: all new calls begin on it. 转正。

    ivr canary promote\n
    ivr canary promote main --yes
    """
    kept = Kept(settings_or_exit(config), chosen(language))
    trial = _one(kept, dialplan)
    name, version = trial["dialplan"], trial["version"]
    with readable(kept):
        new, file = version_side(kept, version), file_of(kept, name)
        _show_change(kept, name, new)
    if not yes and not typer.confirm(kept.say("promote", version=version, file=file, dialplan=name)):
        stop_with(kept.say("not_done"))
    take_over(kept, name, file, new.text, trial["comment"] or "canary")


@canary.command()
def stop(
    dialplan: Dialplan = "", language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """End a trial: all new calls begin on the version in use. 停止试用。

    ivr canary stop\n
    ivr canary stop main
    """
    kept = Kept(settings_or_exit(config), chosen(language))
    name = _one(kept, dialplan)["dialplan"]
    _asked(kept, "canary_stop", {"dialplan": name})
    say(kept.say("stopped", dialplan=name))


def _asked(kept: Kept, name: str, said: Said) -> Said:
    """The answer of the engine, which must be running."""
    answer = kept.ask(name, said)
    if answer is None:
        stop_with(kept.say("needs_engine"))
    return answer


def _one(kept: Kept, dialplan: str) -> dict[str, Any]:
    """The trial of this dialplan; without a name the only one there is."""
    trials = {trial["dialplan"]: trial for trial in _asked(kept, "canary_status", {})["trials"]}
    if not trials:
        stop_with(kept.say("no_trials"))
    names = ", ".join(trials)
    if not dialplan and len(trials) > 1:
        stop_with(kept.say("several_trials", names=names))
    if dialplan and dialplan not in trials:
        stop_with(kept.say("no_trial_of", asked=dialplan, names=names))
    found: dict[str, Any] = trials[dialplan or next(iter(trials))]
    return found


def _share(kept: Kept, asked: str) -> float:
    found = _SHARE.fullmatch(asked.strip())
    part = float(found[1]) / 100 if found else 0.0
    if part < 0.01:
        stop_with(kept.say("bad_share", asked=asked))
    return part


def _show_change(kept: Kept, dialplan: str, new: Side) -> None:
    now = kept.store.in_use().get(dialplan)
    if now:
        say(kept.say("changes"))
        show(kept, version_side(kept, now.version), new)


def _tell(kept: Kept, trial: dict[str, Any], enough: float) -> None:
    say(kept.say("trial", **trial | {"since": kept.moment(trial["since"])}))
    shown = Table(box=None, pad_edge=False, padding=(0, 1))
    shown.add_column()
    columns = ("calls", "hung_up_in_menu", "failed")
    for name in columns:
        shown.add_column(kept.say(name), justify="right")
    sides = {"in_use": kept.say("in_use"), "new": kept.say("tried", version=trial["version"])}
    for side, heading in sides.items():
        shown.add_row(*map(Text, (heading, *(_part(trial[side], name) for name in columns))))
    show_table(shown)
    found = trial["evidence"]
    say(kept.say("evidence", hung_up=found["hung_up_in_menu"], failed=found["failed"], enough=enough))


def _part(side: dict[str, int], name: str) -> str:
    """`12 (8%)` of the calls of a side."""
    if name == "calls" or not side["calls"]:
        return str(side[name])
    return f"{side[name]} ({side[name] / side['calls']:.0%})"
