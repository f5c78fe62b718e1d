"""What `ivr check` makes of the corpus: dialplans with one fault each, and sound ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from ivr.document.problems import Problem
from ivr.flow.check import check_text
from ivr.flow.site import Site
from ivr.steps import CATALOGUE
from tests.audio.sounds import silence, speech, write

HERE = Path(__file__).parent
SITE = Site(
    queues={"support", "vip", "operator"},
    agents={
        "wang": {"zh": 5, "en": 3, "buyer": 3, "seller": 4},
        "li": {"zh": 5, "buyer": 4, "operator": 3},
        "chen": {"zh": 4, "en": 5, "corporate": 4},
    },
    environment={"CRM", "ERP"},
    sources={"customers": {"number"}},
    today=date(2026, 11, 25),
)
_EXPECTED = re.compile(r"# expect: (\w+) (\d+):(\d+)\n")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A check's name and the place where it finds something."""

    check: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.check} {self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One file: what was to be found (None in a sound one), what was, and what was found beside it."""

    file: str
    expected: Finding | None
    is_found: bool
    beside: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many faults there are, how many were found, and how many findings were none of them."""

    faults: int
    found: int
    false: int

    @property
    def recall(self) -> float:
        """The share of the faults that were found, at their place and by their check."""
        return self.found / self.faults if self.faults else 1.0

    @property
    def precision(self) -> float:
        """The share of the findings that are faults."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0


def files(folder: Literal["faulty", "sound"]) -> list[str]:
    """The names of its dialplans."""
    return sorted(path.name for path in (HERE / folder).glob("*.yaml"))


@cache
def faulty() -> dict[str, Verdict]:
    """The dialplans with a fault, by name; judged once."""
    return {verdict.file: verdict for verdict in _judged("faulty")}


@cache
def sound() -> dict[str, Verdict]:
    """The dialplans without one, by name; judged once."""
    return {verdict.file: verdict for verdict in _judged("sound")}


def score(verdicts: Iterable[Verdict]) -> Score:
    """The score over these files."""
    judged = list(verdicts)
    return Score(
        faults=sum(verdict.expected is not None for verdict in judged),
        found=sum(verdict.is_found for verdict in judged),
        false=sum(len(verdict.beside) for verdict in judged),
    )


def by_check(verdicts: Iterable[Verdict]) -> Iterator[tuple[str, Score]]:
    """(check, score) for each check that has a fault in the corpus."""
    judged = list(verdicts)
    for check in sorted({verdict.expected.check for verdict in judged if verdict.expected}):
        yield check, score(v for v in judged if v.expected and v.expected.check == check)


def _judged(folder: str) -> Iterator[Verdict]:
    with TemporaryDirectory() as prompts:
        _record(Path(prompts))
        site = replace(SITE, prompts=Path(prompts))
        for path in sorted((HERE / folder).glob("*.yaml")):
            yield _verdict(path, site)


def _record(prompts: Path) -> None:
    """The recordings that there are: intro in both languages, hours in Chinese, and one of nothing."""
    for name in ("zh/intro", "en/intro", "zh/hours"):
        write(prompts / "recorded" / f"{name}.wav", speech())
    for language in ("zh", "en"):
        write(prompts / "recorded" / language / "hush.wav", silence(1.0))


def _verdict(path: Path, site: Site) -> Verdict:
    text = path.read_text(encoding="utf-8")
    told = _EXPECTED.match(text)
    expected = Finding(told[1], int(told[2]), int(told[3])) if told else None
    found = {_finding(problem) for problem in check_text(text, CATALOGUE, site)}
    return Verdict(path.name, expected, expected in found, tuple(sorted(found - {expected})))


def _finding(problem: Problem) -> Finding:
    return Finding(problem.check, problem.line, problem.column)
