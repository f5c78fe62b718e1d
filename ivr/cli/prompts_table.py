"""How `ivr prompts` shows phrases, counts and faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from ivr.speech.listing import STATES, Entry
from ivr.speech.script import where
from ivr.spoken import LANGUAGES

if TYPE_CHECKING:
    from ivr.speech.intake import Take

_STATES: Mapping[str, Mapping[str, str]] = {
    "en": {"recorded": "recorded", "synthesised": "synthesised", "missing": "missing"},
    "zh": {"recorded": "已录音", "synthesised": "合成", "missing": "缺失"},
}
_COLOURS = {"recorded": "green", "synthesised": "", "missing": "red"}
_HEADINGS = {
    "en": ("id", "audio", "length", "text", "where it is said"),
    "zh": ("编号", "音频", "时长", "文本", "使用位置"),
}
_SEVERITIES = {
    "en": {"hopeless": "error", "error": "error", "warning": "warning"},
    "zh": {"hopeless": "错误", "error": "错误", "warning": "警告"},
}
_COUNTS = {
    "en": "{language}: {all} phrases, {recorded} recorded, {synthesised} synthesised, {missing} missing",
    "zh": "{language}：共 {all} 条，已录音 {recorded}，合成 {synthesised}，缺失 {missing}",
}


def prompt_table(entries: Sequence[Entry], language: str) -> Table:
    """One line a phrase."""
    table = Table(box=None, pad_edge=False)
    for index, heading in enumerate(_HEADINGS[language]):
        wide = index >= 3
        table.add_column(heading, no_wrap=not wide, justify="right" if index == 2 else "left")
    for entry in entries:
        table.add_row(
            Text(entry.id),
            Text(_STATES[language][entry.state], style=_COLOURS[entry.state]),
            Text("" if entry.seconds is None else f"{entry.seconds:.1f} s"),
            Text(_line(entry.phrase.text)),
            Text(where(entry, language)),
        )
    return table


def summary(entries: Sequence[Entry], language: str) -> Iterator[str]:
    """One line a language: how many phrases there are, and their states."""
    for spoken in LANGUAGES:
        states = Counter(entry.state for entry in entries if entry.phrase.language == spoken)
        counts = {state: states[state] for state in STATES}
        yield _COUNTS[language].format(language=spoken, all=states.total(), **counts)


def as_json(entry: Entry) -> Mapping[str, object]:
    """A phrase as one JSON object."""
    return {
        "id": entry.id,
        "language": entry.phrase.language,
        "text": entry.phrase.text,
        "file": f"{entry.id}.wav",
        "state": entry.state,
        "seconds": entry.seconds,
        "synthetic": entry.synthetic,
        "where": entry.places,
        "dialplans": sorted(entry.dialplans),
        "word": entry.is_word,
    }


def faults_of(takes: Sequence[Take], language: str) -> Iterator[Text]:
    """One line a fault, the file first."""
    for take in takes:
        for fault in take.faults:
            colour = "yellow" if fault.severity == "warning" else "red"
            severity = (_SEVERITIES[language][fault.severity], colour)
            told = fault.zh if language == "zh" else fault.text
            yield Text.assemble((take.name, "bold"), ": ", severity, f": {told} [{fault.kind}]")


def _line(text: str) -> str:
    """A text as one line without control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
