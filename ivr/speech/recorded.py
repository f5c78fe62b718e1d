"""What a person recorded: `<prompts>/recorded/<language>/<name>.wav` wins over every voice.

The name is the one a dialplan gives (`file: welcome`), the phrase's id (`zh/zh-3f2a9c1b04.wav`, as
`ivr prompts import` has it), or the words themselves (`zh/两千.wav`, `en/and.wav`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from ivr.ports import Phrase, Sound
from ivr.speech.cache import read_sound
from ivr.speech.catalogue import phrase_id
from ivr.speech.voice import SpeechFailed

_NAME = re.compile(r"\w[\w .'/-]*")  # no & | , and quotes: they mean something to Asterisk


class Recorded:
    """The recorded sounds as they were when this was made; `problems` tells of files that cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[SpeechFailed] = []
        self._sounds: Mapping[tuple[str, str], Sound] = dict(self._read(folder.absolute()))

    def find(self, phrase: Phrase) -> Sound | None:
        """By the phrase's file, else by its id, else by its words."""
        found = (self._sounds.get((phrase.language, _same(name))) for name in _names(phrase))
        return next(filter(None, found), None)

    def _read(self, folder: Path) -> list[tuple[tuple[str, str], Sound]]:
        sounds = []
        for path in sorted(folder.glob("*/**/*.wav")):
            language, *rest = path.relative_to(folder).with_suffix("").parts
            name = _same("/".join(rest))
            try:
                if not _NAME.fullmatch(name):
                    raise SpeechFailed(
                        f"{path}: rename it; letters, digits, blanks and . ' - _ are allowed",
                        f"{path}：请改名；只能用文字、数字、空格和 . ' - _",
                    )
                sound = read_sound(path)
            except SpeechFailed as problem:
                self.problems.append(problem)
            else:
                sounds += [((language, name), sound)] if sound else []
        return sounds


def _names(phrase: Phrase) -> Iterator[str]:
    """Lazily: most phrases that are looked up in a call are found by their file."""
    if phrase.file:
        yield phrase.file
    if phrase.text:
        yield phrase_id(Phrase(phrase.text, phrase.language))
        yield phrase.text.strip()


def _same(name: str) -> str:
    """One form for names that look the same (a Mac writes é as two characters)."""
    return unicodedata.normalize("NFC", name)
