"""Runs all checks over dialplans, each file read once, every problem reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ivr.document.problems import Problem
from ivr.flow.checks import (
    dead_links,
    double_numbers,
    loops_without_input,
    missing_language,
    unknown_hours,
    unknown_queue,
    unreachable_flows,
)
from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import Catalogue, Draft, read_draft
from ivr.flow.site import UNKNOWN, Site

# These can be judged beside other problems; the rest would complain falsely about what was not read.
_ALWAYS = (dead_links, unknown_hours, unknown_queue, missing_language, double_numbers)
_WHEN_WHOLE = (unreachable_flows, loops_without_input)


def check_files(
    paths: Iterable[Path], catalogue: Catalogue, site: Site = UNKNOWN
) -> tuple[list[Dialplan], list[Problem]]:
    """The dialplans without errors, and all problems, sorted. `site`: what is known beside the dialplans."""
    return check_drafts([read_draft(path, catalogue) for path in paths], site)


def check_text(
    text: str, catalogue: Catalogue, site: Site = UNKNOWN, file: str = "dialplan.yaml"
) -> list[Problem]:
    """All problems of one dialplan given as text."""
    return check_drafts([read_draft(text, catalogue, file)], site)[1]


def check_drafts(drafts: Sequence[Draft], site: Site = UNKNOWN) -> tuple[list[Dialplan], list[Problem]]:
    """As `check_files`, for what is read already."""
    read = [draft.dialplan for draft in drafts if draft.dialplan]
    together = replace(site, taken=double_numbers.taken(read))
    problems = {problem for draft in drafts for problem in _of_one(draft, together)}
    broken = {problem.file for problem in problems if problem.severity == "error"}
    return [plan for plan in read if plan.file not in broken], sorted(problems)


def _of_one(draft: Draft, site: Site) -> Iterator[Problem]:
    yield from draft.problems
    if draft.dialplan is None:
        return
    whole = all(problem.severity != "error" for problem in draft.problems)
    for module in (*_ALWAYS, *_WHEN_WHOLE) if whole else _ALWAYS:
        yield from module.check(draft.dialplan, site)
