"""A load file, read and simulated."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.document.problems import InvalidFiles
from ivr.staffing.confidence import estimate
from ivr.staffing.floors import Floor
from ivr.staffing.load import Load, read_load
from ivr.staffing.simulation import Simulated, simulated
from routing.agents import AgentSpec
from routing.erlang import ErlangA
from routing.needs import Has
from routing.queues import QueueSpec
from routing.rules import Rules

QUEUES = {"support": None, "vip": None}
AGENTS = {f"agent-{number}": None for number in range(11)}
FLOOR = Floor(
    [AgentSpec(name, {"zh": 1}) for name in AGENTS],
    [QueueSpec("support", wrap_up=0.0), QueueSpec("vip", wrap_up=0.0)],
    Rules(),
)


def read(tmp_path: Path, text: str) -> Load:
    file = tmp_path / "load.yaml"
    file.write_text(text)
    return read_load(file, QUEUES, AGENTS)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InvalidFiles) as caught:
        read(tmp_path, text)
    return [f"{problem.line}:{problem.column} {problem.text}" for problem in caught.value.problems]


def run(load: Load, seed: int = 1) -> Simulated:
    return simulated(load, FLOOR, seed, lambda done, total: None)


def test_only_callers_need_be_said(tmp_path: Path) -> None:
    load = read(tmp_path, "callers:\n- {queue: support, per_hour: 60, talk: 3m}\n")
    (callers,) = load.callers
    assert (load.hours, load.replications, callers.talk, callers.patience) == (8.0, 10, 180.0, None)


def test_needs_are_written_as_in_a_dialplan(tmp_path: Path) -> None:
    load = read(tmp_path, "callers:\n- {queue: support, per_hour: 60, talk: 3m, needs: zh >= 3}\n")
    assert load.callers[0].needs == Has("zh", 3)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("callers: []\n", "1:10 nobody calls: give at least one kind of caller"),
        (
            "callers:\n- {queue: suport, per_hour: 60, talk: 3m}\n",
            "2:11 there is no queue 'suport'; did you mean 'support'? allowed: support, vip",
        ),
        ("callers:\n- {queue: vip, per_hour: 0, talk: 3m}\n", "2:26 expected more than 0.0, found '0'"),
        (
            "callers:\n- {queue: vip, per_hour: 6, talk: 3m, needs: zh and}\n",
            "2:46 a skill is missing before the end",
        ),
        (
            "callers:\n- {queue: vip, per_hour: 6, talk: 3m}\nagents: {wu: 1}\n",
            "3:14 there is no agent 'wu'; allowed: agent-0",
        ),
        ("callers:\n- {queue: vip, per_hour: 6, talk: soon}\n", "2:35 'soon' is not a duration"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    assert any(told.startswith(problem) for told in faults(tmp_path, text)), faults(tmp_path, text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles):
        read_load(tmp_path / "absent.yaml", QUEUES, AGENTS)


def test_a_simple_load_agrees_with_erlang_a(tmp_path: Path) -> None:
    load = read(
        tmp_path,
        "callers:\n- {queue: support, per_hour: 200, talk: 3m, patience: 2m}\n"
        "answer: 0s\nhours: 2\nreplications: 4\n",
    )
    figures = run(load).queues["support"]
    known = ErlangA(200 / 3600, 180, 120, 11)
    found = estimate(run.abandon_rate for run in figures)
    assert found is not None
    assert found.half_width is not None
    assert abs(found.mean - known.abandon_share) < 2 * found.half_width


def test_only_the_agents_named_are_there_and_slow_ones_are_busy_for_longer(tmp_path: Path) -> None:
    text = (
        "callers:\n- {queue: support, per_hour: 20, talk: 3m}\nhours: 4\nagents: {agent-0: 0.5, agent-1: 2}\n"
    )
    seen = run(read(tmp_path, text))
    assert list(seen.agents) == ["agent-0", "agent-1"]
    quick, slow = (estimate(seen.agents[agent]) for agent in ("agent-0", "agent-1"))
    assert quick is not None
    assert slow is not None
    assert slow.mean > quick.mean


def test_nobody_is_able_and_everybody_gives_up(tmp_path: Path) -> None:
    callers = "callers:\n- {queue: vip, per_hour: 60, talk: 3m, patience: 1m, needs: ja}\n"
    text = callers + "hours: 1\nreplications: 2\n"
    figures = run(read(tmp_path, text)).queues["vip"]
    assert [(run.abandon_rate, run.asa, run.occupancy) for run in figures] == [(1.0, None, None)] * 2


def test_the_same_seed_gives_the_same_figures_and_another_one_others(tmp_path: Path) -> None:
    load = read(
        tmp_path, "callers:\n- {queue: vip, per_hour: 60, talk: 3m}\nhours: 1\nreplications: 2\nwarm_up: 0s\n"
    )
    assert run(load) == run(load)
    assert run(load) != run(load, seed=2)
