"""Runs all checks over dialplans, each file read once, every problem reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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

# These can be judged beside other problems; the rest would complain falsely about what was not read.
_ALWAYS = (dead_links, unknown_hours, missing_language)
_WHEN_WHOLE = (unreachable_flows, loops_without_input)


def check_files(
    paths: Iterable[Path], catalogue: Catalogue, queues: Collection[str] | None = None
) -> tuple[list[Dialplan], list[Problem]]:
    """The dialplans without errors, and all problems, sorted. `queues`: names that exist, None for any."""
    drafts = [read_draft(path, catalogue) for path in paths]
    return check_drafts(drafts, queues)


def check_text(
    text: str, catalogue: Catalogue, queues: Collection[str] | None = None, file: str = "dialplan.yaml"
) -> list[Problem]:
    """All problems of one dialplan given as text."""
    return check_drafts([read_draft(text, catalogue, file)], queues)[1]


def check_drafts(drafts: list[Draft], queues: Collection[str] | None) -> tuple[list[Dialplan], list[Problem]]:
    """As `check_files`, for what is read already."""
    problems = [problem for draft in drafts for problem in _of_one(draft, queues)]
    read = [draft.dialplan for draft in drafts if draft.dialplan]
    problems += double_numbers.check(read)
    broken = {problem.file for problem in problems if problem.severity == "error"}
    return [plan for plan in read if plan.file not in broken], sorted(set(problems))


def _of_one(draft: Draft, queues: Collection[str] | None) -> Iterator[Problem]:
    yield from draft.problems
    plan = draft.dialplan
    if plan is None:
        return
    for module in _ALWAYS:
        yield from module.check(plan)
    if queues is not None:
        yield from unknown_queue.check(plan, queues)
    if not draft.problems:
        for module in _WHEN_WHOLE:
            yield from module.check(plan)
