"""`ivr report schedules`: when which report is sent, what became of it, and one now."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.mail.outbox import Entry, Outbox
from ivr.mail.server import Outcome
from ivr.reports.mailed.worker import NEW
from tests.mail.servers import Post, post_office

NOW = time.time()
SCHEDULES = """
mail: {{host: 127.0.0.1, port: {port}, security: none, from: a@b.example}}
reports:
  daily: {{report: queue, to: [li@b.example, wang@b.example], at: 8:00}}
  odd: {{report: anomaly, to: li@b.example, at: 8:00, only_if: unusual}}
"""


@pytest.fixture
def post(site: Path) -> Iterator[Post]:
    with post_office(Post()) as post, (site / "config/ivr.yaml").open("a", encoding="utf-8") as file:
        file.write(SCHEDULES.format(port=post.port))
        file.flush()
        yield post


@pytest.fixture
def outbox(site: Path) -> Iterator[Outbox]:
    with Outbox(f"sqlite:///{site}/var/callwright.db") as outbox:
        yield outbox


def schedules(options: str = "", code: int = 0) -> Result:
    arguments = ["report", "schedules", "--lang", "en", *shlex.split(options)]
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "250"})
    assert result.exit_code == code, result.output
    return result


@pytest.mark.usefixtures("site")
def test_without_any_it_is_told_where_they_are_written() -> None:
    assert "give them under reports in config/ivr.yaml" in schedules().stdout


@pytest.mark.usefixtures("post")
def test_each_has_when_it_is_due_next_and_to_whom(site: Path) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime.now(zone)
    days = {f"{now + timedelta(days=number):%Y-%m-%d} 08:00" for number in (0, 1)}
    daily, odd = schedules().stdout.splitlines()[1:]
    assert any(day in daily for day in days)
    assert daily.endswith("not yet  li@b.example, wang@b.example")
    assert "What is unusual" in odd
    assert "定时报表" not in daily


@pytest.mark.usefixtures("post")
def test_whom_it_did_not_reach_is_told_with_the_answer_of_the_server(outbox: Outbox) -> None:
    outbox.put(Entry("report daily", "2026-11-24", note=NEW), NOW)
    outbox.put(Entry("report daily", "2026-11-25", "x", b"m", ("li@b.example", "wang@b.example")), NOW)
    taken = outbox.take(NOW)
    assert taken is not None
    told = {"li@b.example": Outcome("refused", "550 no"), "wang@b.example": Outcome("later", "451 busy")}
    outbox.note(taken.id, told, NOW)
    outbox.put(Entry("report odd", "2026-11-25", note="Nothing is unusual."), NOW)
    shown = schedules().stdout
    assert "accepted 0 of 2, waiting 1, refused 1" in shown
    assert "2026-11-25 nothing sent: Nothing is unusual." in shown
    assert "daily: li@b.example not reached in 1 tries, not tried again: 550 no" in shown
    assert "daily: wang@b.example not reached in 1 tries, will be tried again: 451 busy" in shown


def test_one_is_sent_now_to_another_address_and_to_no_other(post: Post, outbox: Outbox) -> None:
    assert "me@b.example: the server has it" in schedules("--try daily --mail me@b.example").output
    (found,) = post.messages
    assert [each.addr_spec for each in found["To"].addresses] == ["me@b.example"]
    assert found["Subject"].startswith("队列报表 · ")
    assert not outbox.knows("report daily")


@pytest.mark.usefixtures("post")
def test_one_that_has_nothing_to_tell_says_so() -> None:
    assert "There is nothing to send: " in schedules("--try odd --mail me@b.example").stdout


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--try dayly --mail me@b.example", "did you mean 'daily'?"),
        ("--try daily", "give the address to send it to by --mail"),
        ("--try daily --mail me", "is no mail address"),
    ],
)
def test_what_cannot_be_meant_is_told(options: str, said: str) -> None:
    assert said in " ".join(schedules(options, code=2).output.replace("│", " ").split())
