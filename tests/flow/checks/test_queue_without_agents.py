"""Queues that nobody serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from .samples import found_in_queues, places

QUEUES = """\
queues:
  vip: {{name: {{zh: 贵宾, en: VIP}}, members: »{members}}}
"""


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ("vpi", "no agent has the skill 'vpi'; did you mean 'vip'?"),
        ("vip >= 5", "no agent meets 'vip >= 5'"),
    ],
)
def test_a_queue_that_nobody_serves_is_a_warning_at_its_members(
    members: str, said: str, tmp_path: Path
) -> None:
    example = QUEUES.format(members=members)
    (problem,) = found_in_queues(example, tmp_path)
    assert [(problem.line, problem.column)] == places(example)
    assert (problem.severity, problem.check) == ("warning", "queue_without_agents")
    assert problem.text.startswith("nobody serves queue 'vip': ")
    assert said in problem.text
    assert "没有坐席服务队列“vip”" in problem.zh


def test_a_skill_of_members_that_looks_misspelt_is_a_warning_though_somebody_serves(tmp_path: Path) -> None:
    (problem,) = found_in_queues(QUEUES.format(members="zh and not operater or apprentice"), tmp_path)
    assert "no agent has the skill 'operater'; did you mean 'operator'?" in problem.text
    assert problem.severity == "warning"


def test_a_skill_that_an_agent_has_later_counts(tmp_path: Path) -> None:
    later = """\
    agents:
      wang: {name: 王芳, phone: 1001, skills: {vip: {level: 4, from: 2099-01-01}}}
    """
    assert found_in_queues(QUEUES.format(members="vip"), tmp_path, later) == []
