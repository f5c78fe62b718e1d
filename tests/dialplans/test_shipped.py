"""The dialplans that ship have no problem, and ask for nothing that the sample settings lack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ivr.flow.check import check_files
from ivr.flow.library import files_in
from ivr.flow.site import Site
from ivr.flow.texts import texts
from ivr.steps import CATALOGUE
from ivr.steps.agent import Agent
from ivr.steps.queue import Queue

from .shipped import ROOT, library, sample

TODAY = date(2026, 11, 25)
FILES = list(files_in([ROOT / "dialplans"]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_there_is_no_problem_not_even_a_warning(file: Path) -> None:
    _, problems = check_files([file], CATALOGUE, Site.of(sample()))
    assert [str(problem) for problem in problems] == []


def test_together_they_have_none_either() -> None:
    assert list(library().warnings) == []


@pytest.mark.parametrize(
    ("dialled", "name"),
    [
        ("95188", "main"),
        ("100", "main"),
        ("95189", "vip"),
        ("95190", "corporate"),
        ("*43", "agents"),
        ("1005", "agents"),
    ],
)
def test_numbers_lead_to_their_dialplan(dialled: str, name: str) -> None:
    found = library().find(dialled)
    assert found is not None
    assert found.name == name


def test_every_required_skill_is_one_that_an_agent_has_at_that_level() -> None:
    agents = sample().agents.agents.values()
    for plan in library().dialplans:
        for _, step in plan.steps():
            needed = step.skills if isinstance(step, Queue) and isinstance(step.skills, Mapping) else {}
            for skill, level in needed.items():
                if skill.is_static:
                    assert any(agent.levels(TODAY).get(skill.source, 0) >= level for agent in agents), skill


def test_the_reasons_of_pauses_are_those_of_the_settings() -> None:
    plans = {plan.name: plan for plan in library().dialplans}
    reasons = [step.reason for _, step in plans["agents"].steps() if isinstance(step, Agent) and step.reason]
    assert tuple(reasons) == sample().agents.pause_reasons


def test_every_text_exists_in_both_languages() -> None:
    said = set(texts(library().dialplans))
    chinese = {text for language, text in said if language == "zh"}
    english = {text for language, text in said if language == "en"}
    assert len(chinese) > 40
    assert (
        abs(len(chinese) - len(english)) <= 2
    )  # 'For English' and its like stand once in their own language
