"""`ivr recordings verify` and `get`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ivr.archive.entry import CHANGED, MISSING, OUTSIDE, UNREADABLE, Entry
from ivr.archive.index import Wanted
from ivr.archive.verify import stored, verified
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out, say, stop_with
from ivr.cli.progress import prompt_bar
from ivr.cli.recordings.listing import as_json
from ivr.cli.recordings.shared import (
    Archive,
    FromOption,
    IdArgument,
    KindOption,
    LineOption,
    ToOption,
    opened,
    since_and_until,
)
from ivr.cli.recordings.words import word
from ivr.journal.story import clean
from recordings.place import Outside
from recordings.place import opened as readable

_FAULTS = (MISSING, UNREADABLE, CHANGED, OUTSIDE)


def verify(
    kind: KindOption = "",
    line: LineOption = "",
    since: FromOption = "",
    until: ToOption = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Compare recordings with their checksums; the exit code is 1 where one is not as it was. 校验录音。

    ivr recordings verify

    ivr recordings verify --from 7d
    """
    with opened(config) as archive:
        begin, end = since_and_until(archive.settings, since, until, language)
        kept = archive.index.find(Wanted(begin, end, kind, line, left=True))
        bad = _faults(archive, kept, word("verifying", language))
        for entry, fault in bad:
            if as_lines:
                print(json_line(as_json(archive, entry) | {"problem": fault}))
            else:
                out.print(Text(f"{entry.id}  {clean(entry.file)}: {word(fault, language)}"), soft_wrap=True)
        if not as_lines:
            say(word("verified", language, count=len(kept), good=len(kept) - len(bad), bad=len(bad)))
        if bad:
            raise typer.Exit(1)


def _faults(archive: Archive, entries: list[Entry], title: str) -> list[tuple[Entry, str]]:
    """Those that are not as they were stored; what is found is written into the index."""
    bad = []
    with prompt_bar(err, title) as show:
        for done, entry in enumerate(entries):
            show(done, len(entries))
            try:
                fault = verified(archive.index, archive.folder, entry)
            except OSError as error:
                stop_with(word("cannot_read", id=entry.id, fault=error))
            if fault:
                bad.append((entry, fault))
            if fault != entry.problem and fault in ("", *_FAULTS):
                archive.index.change([entry.id], problem=fault)
    return bad


def get(
    number: IdArgument,
    to: Annotated[Path | None, typer.Option(help="A file or a folder; else here. 写入何处。")] = None,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Copy a recording, as FLAC, Opus or WAV, to listen to it; that is written into the trail. 取出录音。

    ivr recordings get 1234 --to /tmp
    """
    with opened(config) as archive:
        entry, _ = archive.entry(number, language)
        try:
            source = stored(archive.folder, entry)
            target = _target(to or Path(), source, number, language)
            with os.fdopen(readable(source), "rb") as file:
                archive.did("recording_downloaded", str(entry.id))
                with target.open("xb") as copy:
                    shutil.copyfileobj(file, copy)
        except FileExistsError:
            stop_with(word("there_already", language, file=target))
        except FileNotFoundError:
            stop_with(word("no_file", language, id=number, file=source))
        except (OSError, Outside) as fault:
            stop_with(word("cannot_read", language, id=number, fault=fault))
        say(word("got", language, file=target))


def _target(to: Path, source: Path, number: int, language: Language | None) -> Path:
    """The file to write; a folder that is not there, and an ending that promises another form, end the
    program."""
    if to.is_dir():
        return to / source.name
    if not to.parent.is_dir():
        stop_with(word("no_folder", language, folder=to.parent))
    if to.suffix != source.suffix:
        stop_with(word("other_form", language, id=number, form=source.suffix.removeprefix(".")))
    return to
