"""Runs all checks over dialplans, each file read once, every problem reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ivr.document.problems import Problem
from ivr.flow.checks import (
    Check,
    Rule,
    audio_files,
    dead_exits,
    dead_links,
    double_numbers,
    duplicate_key,
    keys_not_offered,
    keys_not_taken,
    loops_without_exit,
    loops_without_input,
    missing_language,
    opening_hours,
    overflow_in_vain,
    priority_beyond_most,
    reader,
    relaxation,
    secure_values,
    silence_without_exit,
    skills_nobody_has,
    unknown_agent,
    unknown_environment,
    unknown_hours,
    unknown_key,
    unknown_queue,
    unknown_source,
    unknown_step,
    unpressable_keys,
    unreachable_flows,
    unreachable_steps,
    unset_variables,
    unused_ignore,
    yaml_surprise,
)
from ivr.flow.dialplan import Dialplan
from ivr.flow.ignoring import Ignoring
from ivr.flow.reader import Catalogue, Draft, read_draft
from ivr.flow.site import UNKNOWN, Site
from ivr.settings.checks import overflows, queue_without_agents

# These can be judged beside other problems; the rest would complain falsely about what was not read, or about
# what a dead link was meant to lead to.
_ALWAYS: tuple[Check, ...] = (
    unknown_hours,
    unknown_queue,
    unknown_source,
    unknown_environment,
    missing_language,
    double_numbers,
    skills_nobody_has,
    unknown_agent,
    relaxation,
    overflow_in_vain,
    dead_exits,
    priority_beyond_most,
    keys_not_taken,
    keys_not_offered,
    audio_files,
    secure_values,
)
_WHEN_WHOLE: tuple[Check, ...] = (
    unreachable_flows,
    unreachable_steps,
    loops_without_input,
    loops_without_exit,
    silence_without_exit,
    unset_variables,
    opening_hours,
)
_BY_THE_READER: tuple[Rule, ...] = (
    reader,
    unknown_step,
    unknown_key,
    duplicate_key,
    yaml_surprise,
    unpressable_keys,
)

# What is named and does not exist, or cannot be read, is wrong whatever a person knows better.
_FIRM: tuple[Rule, ...] = (
    *_BY_THE_READER,
    dead_links,
    unknown_hours,
    unknown_queue,
    unknown_agent,
    unknown_environment,
    double_numbers,
    unused_ignore,
)

# What is judged in `config/queues.yaml`, by `ivr.settings`.
_OF_QUEUES: tuple[Rule, ...] = (overflows, queue_without_agents)

RULES: Mapping[str, Rule] = {
    rule.ID: rule
    for rule in (*_BY_THE_READER, dead_links, *_ALWAYS, *_WHEN_WHOLE, unused_ignore, *_OF_QUEUES)
}
"""Everything that `ivr check` can find in a dialplan or a queue, by the name that a problem's `check` has."""


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
    problems = {problem for draft in drafts for problem in _told(draft, together)}
    broken = {problem.file for problem in problems if problem.severity == "error"}
    return [plan for plan in read if plan.file not in broken], sorted(problems)


def _told(draft: Draft, site: Site) -> Iterator[Problem]:
    """The problems of one file but for those that its comments silence."""
    found = set(_of_one(draft, site))
    if draft.dialplan is None or not draft.dialplan.ignores:
        return iter(found)
    judged = site.is_known and all(problem.severity != "error" for problem in found)
    plan, firm = draft.dialplan, {rule.ID for rule in _FIRM}
    return Ignoring(plan.file, plan.ignores, RULES, firm, judged).left(found)


def _of_one(draft: Draft, site: Site) -> Iterator[Problem]:
    yield from draft.problems
    if draft.dialplan is None:
        return
    dead = list(dead_links.check(draft.dialplan, site))
    yield from dead
    whole = not dead and all(problem.severity != "error" for problem in draft.problems)
    for rule in (*_ALWAYS, *_WHEN_WHOLE) if whole else _ALWAYS:
        yield from rule.check(draft.dialplan, site)
