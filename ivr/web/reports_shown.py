"""Reports as the interface shows them: which there are, their figures, and how far one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ivr.measures.service_level import DEFAULT
from ivr.measures.split import DIMENSIONS
from ivr.reports.definitions import Report
from ivr.reports.making import measure
from ivr.reports.words import word
from ivr.web.reports_wanted import TYPES

State = Literal["running", "made", "failed"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Named:
    """A dimension, a measure or the like: its name for programs, and what people call it."""

    name: str
    title: Words


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report that can be asked for: split `by` these where nothing is said, else by some of `splits`.
    Without `columns` it has some of its own."""

    name: str
    title: Words
    about: Words
    by: tuple[str, ...]
    splits: tuple[Named, ...]
    columns: tuple[Named, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportList:
    """All reports."""

    reports: tuple[ReportShown, ...]


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """`unit`: text, count, seconds, share (a part of 1) or score."""

    name: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The report as JSON. `rows` and `total` have a figure for each column by its name, null for no data."""

    report: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[ColumnShown, ...]
    rows: tuple[dict[str, str | float | None], ...]
    total: dict[str, str | float | None] | None


@dataclass(frozen=True, slots=True)
class JobShown:
    """A report that is being made, so far to `percent`; `result` is its address once it is `made`, null
    before; `errors` say why it `failed`."""

    id: str
    report: str
    format: str
    state: State
    percent: int
    began: str
    result: str | None
    errors: tuple[dict[str, Any], ...]


def report_shown(report: Report) -> ReportShown:
    """The report for whoever chooses one."""
    titles = {name: measure(name, DEFAULT).title for name in report.columns}
    return ReportShown(
        name=report.name,
        title=Words(**report.title),
        about=Words(**report.about),
        by=report.by,
        splits=tuple(Named(name, _dimension(name)) for name in report.splits),
        columns=tuple(Named(name, Words(**title)) for name, title in titles.items()),
        formats=tuple(TYPES),
    )


def _dimension(name: str) -> Words:
    found = DIMENSIONS.get(name)
    return Words(**found) if found else Words(zh=word(f"by_{name}", "zh"), en=word(f"by_{name}", "en"))
