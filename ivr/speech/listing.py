"""The catalogue as people see it: every phrase with its id, where it is said, and whether it has audio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ivr.flow.texts import Said
from ivr.ports import Phrase
from ivr.speech.cache import PromptFiles
from ivr.speech.catalogue import is_fixed, phrase_id
from ivr.speech.recorded import Recorded
from ivr.speech.voice import SpeechFailed
from ivr.spoken import vocabulary

State = Literal["recorded", "synthesised", "missing"]
STATES: tuple[State, ...] = ("recorded", "synthesised", "missing")


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase. `seconds` is what callers hear, `synthetic` how long the voice takes; None without audio.

    `places` are `file:line`, none for what the engine says by itself; `is_word`: of spoken values.
    """

    id: str
    phrase: Phrase
    state: State
    seconds: float | None = None
    synthetic: float | None = None
    places: tuple[str, ...] = ()
    dialplans: frozenset[str] = field(default_factory=frozenset)
    is_word: bool = False


def entries(
    said: Iterable[Said], languages: Sequence[str], recorded: Recorded, files: PromptFiles
) -> tuple[Entry, ...]:
    """Each phrase once: what the dialplans say, then the words of spoken values."""
    uses: dict[str, list[Said]] = {}
    for one in said:
        if one.phrase.file or is_fixed(one.phrase.text):
            uses.setdefault(phrase_id(one.phrase), []).append(one)
    texts = [_entry(name, used, recorded, files) for name, used in uses.items()]
    words = (Said(Phrase(word, language)) for language in languages for word in vocabulary(language))
    named = ((phrase_id(one.phrase), one) for one in words)
    return (*texts, *(_entry(name, [one], recorded, files, True) for name, one in named if name not in uses))


def _entry(
    name: str, uses: Sequence[Said], recorded: Recorded, files: PromptFiles, is_word: bool = False
) -> Entry:
    phrase = next((use.phrase for use in uses if use.phrase.text), uses[0].phrase)
    sound = recorded.find(phrase)
    synthetic = _synthetic(phrase, files)
    state: State = "recorded" if sound else "missing" if synthetic is None else "synthesised"
    return Entry(
        name,
        phrase,
        state,
        sound.seconds if sound else synthetic,
        synthetic,
        tuple(dict.fromkeys(f"{use.place.file}:{use.place.line}" for use in uses if use.place)),
        frozenset(use.dialplan for use in uses if use.dialplan),
        is_word,
    )


def _synthetic(phrase: Phrase, files: PromptFiles) -> float | None:
    try:
        sound = files.find(phrase)
    except SpeechFailed:  # it cannot be said at all
        return None
    return sound.seconds if sound else None
