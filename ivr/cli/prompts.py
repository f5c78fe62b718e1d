"""`ivr prompts`: every phrase and its audio; the script for the voice artist, and the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ivr.app import sounds_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    err,
    say,
    settings_or_exit,
    show_table,
    shown,
    stop_with,
)
from ivr.cli.plans import plans_or_exit
from ivr.cli.progress import prompt_bar
from ivr.cli.prompts_table import as_json, faults_of, prompt_table, summary
from ivr.cli.texts import text
from ivr.flow.texts import Said, said
from ivr.ports import Phrase
from ivr.settings import Settings
from ivr.speech.cache import PromptFiles
from ivr.speech.catalogue import is_fixed
from ivr.speech.listing import Entry, entries
from ivr.speech.prepare import Prepared
from ivr.speech.recorded import Recorded
from ivr.speech.script import write_script
from ivr.speech.speakers import speakers
from ivr.speech.voice import SpeechFailed, VoiceMissing
from ivr.spoken import LANGUAGES
from ivr.steps.shared import classifying, joining

if TYPE_CHECKING:  # it measures, and brings numpy
    from ivr.speech.intake import Take

prompts = typer.Typer(
    invoke_without_command=True,
    help="""Every phrase that callers hear: list them, script for the voice artist, import. 全部提示音。

    ivr prompts                            the texts of the dialplans and their audio 拨号方案的文本与音频\n
    ivr prompts --words                    the words of numbers, dates, amounts as well 含数值读音\n
    ivr prompts --missing                  what has no audio; exit code 1 if anything 缺音频的文本\n
    ivr prompts export script.xlsx         the script for the voice artist 导出录音稿\n
    ivr prompts import studio/             check the recordings and take them in 检查并导入录音\n
    ivr prompts make                       let the voice say what is missing 合成缺失的音频
    """,
)


class State(StrEnum):
    """Where the audio of a phrase comes from."""

    recorded = "recorded"
    synthesised = "synthesised"
    missing = "missing"


SpokenOption = Annotated[
    Language | None, typer.Option("--spoken", help="Only phrases in zh or en. 仅此语言的文本。")
]
DialplanOption = Annotated[str, typer.Option("--dialplan", help="Only those of a dialplan. 仅此拨号方案。")]
StateOption = Annotated[
    State | None, typer.Option("--state", help="recorded, synthesised or missing. 按状态筛选。")
]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which phrases; empty for all."""

    spoken: Language | None = None
    dialplan: str = ""
    state: State | None = None

    def fits(self, entry: Entry) -> bool:
        return (
            (self.spoken is None or entry.phrase.language == self.spoken)
            and (not self.dialplan or self.dialplan in entry.dialplans)
            and (self.state is None or entry.state == self.state)
        )


@prompts.callback()
def list_prompts(
    context: typer.Context,
    spoken: SpokenOption = None,
    dialplan: DialplanOption = "",
    state: StateOption = None,
    words: Annotated[bool, typer.Option("--words", help="The words of values as well. 含数值读音。")] = False,
    missing: Annotated[
        bool, typer.Option("--missing", help="What has no audio, words too; then exit code 1. 缺音频者。")
    ] = False,
    as_lines: Annotated[bool, typer.Option("--json", help="One JSON object a line. 每行一个JSON。")] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List every phrase with its id, its audio and where it is said."""
    if context.invoked_subcommand:
        return
    wanted = _Wanted(spoken, dialplan, State.missing if missing else state)
    everything = _entries(settings_or_exit(config), language)
    _known_dialplan(dialplan, everything, language)
    found = [entry for entry in everything if wanted.fits(entry)]
    listed = [entry for entry in found if words or missing or not entry.is_word]
    if as_lines:
        for entry in listed:
            typer.echo(json_line(as_json(entry)))
    else:
        if listed:
            show_table(prompt_table(listed, chosen(language)))
        for line in summary(everything, chosen(language)):
            say(line)
    if missing and found:
        raise typer.Exit(1)


@prompts.command()
def export(
    file: Annotated[Path, typer.Argument(help="script.csv or script.xlsx. 录音稿文件。")],
    spoken: SpokenOption = None,
    dialplan: DialplanOption = "",
    state: StateOption = None,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write the script for the voice artist: every phrase with its id and the name of its file. 导出录音稿。

    ivr prompts export script.xlsx --spoken zh\n
    ivr prompts export new.csv --state missing
    """
    everything = _entries(settings_or_exit(config), language)
    _known_dialplan(dialplan, everything, language)
    found = [entry for entry in everything if _Wanted(spoken, dialplan, state).fits(entry)]
    try:
        write_script(file, found, chosen(language))
    except ValueError:
        stop_with(text("script_form", language, file=file))
    except OSError as fault:
        stop_with(f"{file}: {fault.strerror or fault}")
    say(text("script_written", language, file=file, count=len(found)))


@prompts.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="The folder with the recordings. 录音文件夹。")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only. 只检查，不导入。")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Import also those with faults, if they can be used. 有问题也导入。"),
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Check recordings (WAV, FLAC, OGG), bring them to telephone form and one level, take them in. 导入录音。

    A file is called by the id in the script, as zh-3f2a9c1b04.wav. All are checked first; with a fault in
    any of them none is taken in.

    ivr prompts import studio/ --dry-run\n
    ivr prompts import studio/
    """
    from ivr.speech.intake import look_through

    settings = settings_or_exit(config)
    everything = _entries(settings, language)
    try:
        with prompt_bar(err, text("checking", language)) as bar:
            takes = look_through(folder, everything, bar)
    except OSError as fault:
        stop_with(f"{folder}: {fault.strerror or fault}")
    if not takes:
        stop_with(text("no_takes", language, folder=folder))
    for line in faults_of(takes, chosen(language)):
        err.print(line, soft_wrap=True)
    good = [take for take in takes if take.is_good()]
    usable = [take for take in takes if take.is_usable()] if force else good
    say(text("takes", language, count=len(takes), good=len(good), bad=len(takes) - len(good)))
    if len(good) < len(takes) and not force:
        stop_with(text("none_imported", language))
    if dry_run or not usable:
        raise typer.Exit(0 if len(good) == len(takes) else 1)
    _bring_in(settings, usable, language)
    _still_without(settings, language)


@prompts.command()
def make(language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Let the voices say what has no audio yet, as the engine does when it starts. 合成缺失的音频。"""
    settings = settings_or_exit(config)
    phrases = [entry.phrase for entry in _entries(settings, language) if is_fixed(entry.phrase.text)]
    try:
        prepared = asyncio.run(_make(settings, phrases))
    except VoiceMissing as fault:
        stop_with(fault.said(chosen(language)))
    except OSError as fault:
        stop_with(str(fault))
    for phrase, failure in prepared.failed:
        reason = failure.said(chosen(language))
        spoken = text("no_audio", language, words=phrase.text, spoken=phrase.language, reason=reason)
        err.print(spoken, style="yellow", markup=False)
    say(text("made", language, count=prepared.made))
    if prepared.failed:
        raise typer.Exit(1)


def _entries(settings: Settings, language: Language | None) -> tuple[Entry, ...]:
    folder = settings.path(settings.engine.prompts)
    plans = plans_or_exit([settings.path(settings.engine.dialplans)], language)
    recorded = Recorded(folder / "recorded")
    for problem in recorded.problems:
        err.print(problem.said(chosen(language)), style="yellow", markup=False, soft_wrap=True)
    told = (*joining.phrases(settings.queues.queues), *classifying.menus(settings.queues))
    found = [*said(plans), *map(Said, told)]
    return entries(found, LANGUAGES, recorded, PromptFiles(folder, speakers(settings)))


def _known_dialplan(name: str, everything: Sequence[Entry], language: Language | None) -> None:
    known = sorted({dialplan for entry in everything for dialplan in entry.dialplans})
    if name and name not in known:
        stop_with(text("no_such_dialplan", language, dialplan=name, known=", ".join(known)))


async def _make(settings: Settings, phrases: Sequence[Phrase]) -> Prepared:
    sounds = sounds_of(settings)
    try:
        with prompt_bar(err) as bar:
            return await sounds.prepare(phrases, bar)
    finally:
        await sounds.close()


def _bring_in(settings: Settings, takes: Sequence[Take], language: Language | None) -> None:
    from ivr.audio.measure import Unreadable
    from ivr.speech.arrivals import bring_in

    folder = settings.path(settings.engine.prompts)
    try:
        with prompt_bar(err, text("importing", language)) as bar:
            arrived = bring_in(takes, folder, bar)
    except SpeechFailed as fault:
        stop_with(text("import_failed", language, fault=fault.said(chosen(language))))
    except (OSError, Unreadable) as fault:
        stop_with(text("import_failed", language, fault=fault))
    levels = sorted(one.level for one in arrived)
    say(
        text(
            "imported",
            language,
            count=len(arrived),
            folder=shown(folder / "recorded"),
            low=f"{levels[0]:.1f}",
            high=f"{levels[-1]:.1f}",
        )
    )


def _still_without(settings: Settings, language: Language | None) -> None:
    left = [entry for entry in _entries(settings, language) if entry.state != "recorded"]
    say(text("still_without", language, count=len(left)))
