"""What is wrong with a file, and where: problems are data, reported all at once, none is thrown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from ivr.document.full_width import slip


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one file. `line` and `column` count from 1; `check` names the rule that found it.

    `text` says it in English, `zh` in Chinese.
    """

    file: str
    line: int
    column: int
    text: str
    check: str = "reader"
    severity: str = "error"  # "error" keeps the file from being used, "warning" does not
    zh: str = ""

    def said(self, language: str) -> str:
        """What is wrong, in zh or en."""
        return self.zh if language == "zh" and self.zh else self.text

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.text} [{self.check}]"


class InvalidFiles(Exception):
    """Files that cannot be used; `problems` holds every fault found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, allowed: Iterable[str], language: str = "en") -> str:
    """The end of a complaint about an unknown name: the nearest right spelling, and what is allowed."""
    names = sorted(allowed)
    found = slip(word, names)
    if found:
        return found[1] if language == "zh" else found[0]
    hint = suggestion(word, names, language)
    if language == "zh":
        return f"{hint}可用：{'、'.join(names) or '无'}"
    return f"{hint}allowed: {', '.join(names) or 'none'}"


def suggestion(word: str, names: Iterable[str], language: str = "en") -> str:
    """The nearest of the names as a question, for a text to go on behind it; empty where none is near."""
    close = get_close_matches(word, sorted(names), n=1, cutoff=0.6)
    if not close:
        return ""
    return f"是否想写“{close[0]}”？" if language == "zh" else f"did you mean '{close[0]}'? "
