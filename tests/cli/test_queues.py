"""`ivr queues`: from the files alone, and from an engine that runs."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.acd import Acd
from ivr.cli import app
from ivr.journal.story_texts import WORDS
from routing.strategies import catalogue
from tests.cli.engine import desk_of

SHIPPED = Path(__file__).parents[2] / "dialplans"


@pytest.fixture(autouse=True)
def dialplans(site: Path) -> None:
    """The shipped dialplans, without their stories."""
    (site / "dialplans").mkdir()
    for name in ("main", "corporate", "vip"):
        shutil.copy(SHIPPED / f"{name}.yaml", site / "dialplans")


ALIKE = "support, vip, corporate, operator"
"""Queues of the sample of which the same is said."""


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.stdout.rstrip().splitlines()


def test_each_queue_is_listed_with_its_agents_strategy_and_target() -> None:
    heading, *rows = lines(ivr("queues"))
    assert heading.split() == ["Queue", "Name", "Agents", "Strategy", "Target"]
    assert rows[0].split() == [
        "support",
        *("Customer", "service"),
        *("5:", "王芳,", "李强,", "张敏,", "刘洋,", "陈静"),
        "longest_idle",
        *("80%", "/", "20s"),
    ]


def test_the_strategy_is_told_in_chinese() -> None:
    row = lines(ivr("queues --lang zh"))[1]
    assert "空闲最久者先" in row
    assert "longest_idle" not in row
    assert all(WORDS[name]["zh"] != name for name in catalogue())


def test_who_serves_a_queue_goes_by_skills(site: Path) -> None:
    queues = site / "config" / "queues.yaml"
    text = queues.read_text(encoding="utf-8").replace("  vip:\n", "  vip:\n    members: en >= 4\n", 1)
    queues.write_text(text, encoding="utf-8")
    (row,) = [row for row in lines(ivr("queues")) if row.startswith("vip ")]
    assert "2: 张敏, 刘洋 " in row


def test_below_stands_how_long_callers_can_be_overtaken() -> None:
    told = lines(ivr("queues"))
    assert (
        f"{ALIKE}: a caller of priority 0 can be overtaken only by those who come within 10m after,"
        " of priority 100 at most; afterwards by nobody." in told
    )
    assert f"{ALIKE}: a caller of priority 100 is overtaken by nobody who comes later." in told
    zh = ALIKE.replace(", ", "、")
    bound = f"{zh}：优先级0的来电者，只会被随后10分钟内打进的高优先级来电（优先级至多100）排到前面；"
    assert any(line.startswith(bound) for line in lines(ivr("queues --lang zh")))
    assert f"{zh}：优先级100的来电者不会被其后来的任何人超过。" in lines(ivr("queues --lang zh"))


def waiting(acd: Acd) -> None:
    acd.log_in("1001")
    acd.log_in("1002")
    acd.pause("1002", "lunch")


def test_a_running_engine_tells_who_waits_and_who_is_there(site: Path) -> None:
    with desk_of(site, waiting):
        heading, row, *_ = lines(ivr("queues"))
        programs = [json.loads(line) for line in lines(ivr("queues --json"))]
    assert heading.split()[-6:] == ["Waiting", "Callbacks", "Longest", "Expected", "There", "Free"]
    assert row.split()[-5:] == ["0", "0", "0:00", "1", "1"]
    support = {row["queue"]: row for row in programs}["support"]
    assert (support["waiting"], support["able"], support["idle"]) == (0, 1, 1)


def test_for_programs_the_bound_is_in_seconds() -> None:
    rows = {row["queue"]: row for row in map(json.loads, lines(ivr("queues --json")))}
    assert rows["support"]["overtaken"][0] == {"priority": 0, "within": 600.0, "by": 100}
    assert rows["support"]["agents"] == ["wang", "li", "zhang", "liu", "chen"]
    assert "waiting" not in rows["support"]
