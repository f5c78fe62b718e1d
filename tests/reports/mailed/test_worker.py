"""From schedules to a real server, over outages, restarts and kills, on both stores."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from ivr.app import _processes
from ivr.archive.alarms import Alarm
from ivr.archive.keeper import Beside, kept_running
from ivr.mail.letter import Letter
from ivr.mail.outbox import HOLD, Entry, Outbox
from ivr.reports.mailed import worker
from ivr.reports.mailed.making import Nothing, Order
from ivr.reports.mailed.worker import Plan, Rounds
from ivr.settings import Settings, load
from tests.cli.site import SHIPPED
from tests.mail.servers import Post, post_office
from tests.stores import fresh

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 7, tzinfo=ZONE).timestamp()
HOUR, DAY = 3600.0, 86_400.0
LI = "li@b.example"


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office(Post()) as post:
        yield post


def settings_of(folder: Path, post: Post) -> Settings:
    config = folder / "config"
    shutil.copytree(SHIPPED, config)
    with (config / "ivr.yaml").open("a", encoding="utf-8") as file:
        server = f"mail: {{host: 127.0.0.1, port: {post.port}, security: none, from: a@b.example}}"
        file.write(f"\n{server}\nreports:\n  daily: {{report: inbound, to: {LI}}}\n")
    return load(config)


@pytest.fixture
def plan(url: str, tmp_path: Path, post: Post) -> Plan:
    return Plan(url, settings_of(tmp_path, post))


class Maker:
    """Makes letters that say for which day they are; `fails` first so many times."""

    def __init__(self, fails: int = 0) -> None:
        self.orders: list[Order] = []
        self.fails = fails

    def __call__(self, order: Order) -> Letter | Nothing:
        self.orders.append(order)
        if self.fails:
            self.fails -= 1
            return Nothing("away", again=True)
        return Letter("a@b.example", order.scheduled.to, f"{order.name} {order.day}", "text")


@contextmanager
def engine(plan: Plan, post: Post, maker: Maker) -> Iterator[Rounds]:
    """As much of a process as goes its rounds; ending it is a kill."""
    with Outbox(plan.url) as outbox:
        yield Rounds(plan, outbox, post.server, maker)


def rounds(going: Rounds, *times: float) -> list[Alarm]:
    return [alarm for at in times for alarms in going.go_round(at) for alarm in alarms]


def subjects(post: Post) -> list[str]:
    return [str(each["Subject"]) for each in post.messages]


def test_each_day_one_mail_from_the_day_on_that_the_schedule_is_known(plan: Plan, post: Post) -> None:
    with engine(plan, post, Maker()) as going:
        rounds(going, *(MONDAY + HOUR * n / 2 for n in range(2 * 60)))
    assert subjects(post) == ["daily 2026-11-23", "daily 2026-11-24", "daily 2026-11-25"]


def test_a_new_schedule_sends_nothing_of_before(plan: Plan, post: Post) -> None:
    with engine(plan, post, Maker()) as going:
        rounds(going, MONDAY + 9 * HOUR)
    assert post.taken == []


def test_a_restart_sends_nothing_again(plan: Plan, post: Post) -> None:
    for at in (MONDAY, MONDAY + 2 * HOUR, MONDAY + 3 * HOUR):
        with engine(plan, post, Maker()) as going:
            rounds(going, at, at + 10)
    assert subjects(post) == ["daily 2026-11-23"]


def test_of_what_was_due_while_nobody_was_there_the_latest_is_sent(plan: Plan, post: Post) -> None:
    with engine(plan, post, Maker()) as going:
        rounds(going, MONDAY)
    with engine(plan, post, Maker()) as going:
        rounds(going, MONDAY + 6 * DAY + 3 * HOUR)
    assert subjects(post) == ["daily 2026-11-29"]


def test_two_engines_on_one_log_send_one_mail(plan: Plan, post: Post) -> None:
    with engine(plan, post, Maker()) as one, engine(plan, post, Maker()) as other:
        for at in (MONDAY, MONDAY + 2 * HOUR):
            rounds(one, at)
            rounds(other, at)
    assert subjects(post) == ["daily 2026-11-23"]


def test_a_clock_that_goes_back_sends_nothing_again(plan: Plan, post: Post) -> None:
    with engine(plan, post, Maker()) as going:
        tuesday = MONDAY + DAY
        rounds(going, MONDAY, tuesday, tuesday + 2 * HOUR, MONDAY + 3 * HOUR, tuesday + 3 * HOUR)
    assert subjects(post) == ["daily 2026-11-23", "daily 2026-11-24"]


def test_an_outage_of_an_hour_delays_the_mail_and_loses_none(plan: Plan, tmp_path: Path) -> None:
    with post_office(Post()) as gone:
        pass
    begin = MONDAY + 2 * HOUR
    with engine(plan, gone, Maker()) as going:
        rounds(going, MONDAY)
        alarms = rounds(going, *(begin + 30 * n for n in range(120)))
    assert [alarm.what for alarm in alarms] == ["mail_waits"]
    with post_office(Post()) as post, engine(plan, post, Maker()) as going:
        rounds(going, *(begin + HOUR + 30 * n for n in range(31)))
        assert subjects(post) == ["daily 2026-11-23"]


def test_a_mail_is_the_same_however_often_it_is_tried(plan: Plan, post: Post) -> None:
    ids = []
    post.answers = ["451 later"]
    with engine(plan, post, Maker()) as going:
        rounds(going, MONDAY, MONDAY + 2 * HOUR)
        with Outbox(plan.url) as outbox:
            taken = outbox.take(MONDAY + 3 * HOUR)
            assert taken is not None
            ids.append(taken.message)
        rounds(going, MONDAY + 3 * HOUR + HOLD)
    ids.append(post.taken[0][1])
    assert ids[0] == ids[1]


def test_killed_between_taking_and_sending_it_is_sent_later(plan: Plan, post: Post) -> None:
    with engine(plan, post, Maker()) as going:
        rounds(going, MONDAY)
    with Outbox(plan.url) as outbox:
        letter = Letter("a@b.example", (LI,), "x", "y")
        outbox.put(worker.entry(letter, "report daily", "2026-11-23", MONDAY + HOUR), MONDAY + HOUR)
        assert outbox.take(MONDAY + HOUR) is not None
    with engine(plan, post, Maker()) as going:
        rounds(going, MONDAY + HOUR + 60)
        assert post.taken == []
        rounds(going, MONDAY + HOUR + HOLD)
    assert subjects(post) == ["x"]


def test_a_refused_address_is_an_alarm_for_a_day(plan: Plan, post: Post) -> None:
    post.to = {LI: "550 no such user"}
    with engine(plan, post, Maker()) as going:
        told = rounds(going, MONDAY, MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)
        assert told == [Alarm("mail_lost", f"{LI}: 550 no such user")]
        post.to = {}
        assert rounds(going, MONDAY + DAY + 3 * HOUR) == [Alarm("mail_lost")]


def test_a_report_that_cannot_be_made_is_made_again_and_told_after_a_while(plan: Plan, post: Post) -> None:
    maker, due = Maker(fails=12), MONDAY + 2 * HOUR
    with engine(plan, post, maker) as going:
        told = rounds(going, MONDAY, *(due + 60 * n for n in range(15)))
    assert told == [Alarm("report_not_made", "daily: away"), Alarm("report_not_made")]
    assert len(maker.orders) == 13
    assert subjects(post) == ["daily 2026-11-23"]


def test_nothing_to_send_is_settled_for_that_day(plan: Plan, post: Post) -> None:
    def nothing(order: Order) -> Nothing:
        return Nothing("Nothing is unusual.")

    with Outbox(plan.url) as outbox:
        going = Rounds(plan, outbox, post.server, nothing)
        rounds(going, MONDAY, MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)
        assert outbox.latest("report daily")[0].note == "Nothing is unusual."
    assert post.taken == []


def test_a_database_that_fails_is_an_alarm_until_it_is_back(plan: Plan, post: Post, tmp_path: Path) -> None:
    with Outbox(f"sqlite:///{tmp_path}/nowhere/log.db") as outbox:
        going = Rounds(plan, outbox, post.server, Maker())
        assert [alarm.what for alarm in rounds(going, MONDAY, MONDAY + 5)] == ["mail_database"]


def test_mail_of_others_is_sent_as_well(plan: Plan, post: Post) -> None:
    letter = Letter("a@b.example", (LI,), "建议 17", "text")
    with Outbox(plan.url) as outbox:
        outbox.put(worker.entry(letter, "suggestion product", "17", MONDAY), MONDAY)
    with engine(plan, post, Maker()) as going:
        rounds(going, MONDAY)
    assert subjects(post) == ["建议 17"]


def test_the_engine_has_the_process_where_there_is_a_server(plan: Plan) -> None:
    assert worker.MODULE in [each.module for each in _processes(plan.settings, plan.url)]
    engine = plan.settings.engine.model_copy(update={"mail": type(plan.settings.engine.mail)()})
    without = plan.settings.model_copy(update={"engine": engine})
    assert worker.MODULE not in [each.module for each in _processes(without, plan.url)]


async def test_the_process_beside_the_engine_sends_and_is_started_again_when_it_is_killed(
    tmp_path: Path, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(f"sqlite:///{tmp_path}/log.db", settings_of(tmp_path, post))
    fresh(plan.url)
    monkeypatch.setattr("ivr.archive.keeper.AGAIN", 0.05)
    now, pids = datetime.now(ZONE), set[str]()
    at = f"{now - timedelta(minutes=1):%H:%M}" if now.hour or now.minute else "00:00"
    (daily,) = plan.settings.engine.reports.values()
    own = type(daily).model_validate({**daily.model_dump(), "at": at})
    of_now = plan.settings.model_copy(
        update={"engine": plan.settings.engine.model_copy(update={"reports": {"daily": own}})}
    )
    with Outbox(plan.url) as outbox:
        outbox.put(Entry("report daily", "2026-01-01", note=worker.NEW), 1.0)
    state = of_now.path(of_now.engine.state) / worker.FOLDER / "in_use"
    packed = replace(plan, settings=of_now).packed()
    beside = Beside(worker.MODULE, packed, worker.STOPPED)
    async with kept_running(beside, lambda alarm: None), asyncio.timeout(90):
        while not state.exists() or not state.read_text():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        pids.add(state.read_text())
        os.kill(int(state.read_text()), signal.SIGKILL)
        while not post.taken:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        pids.add(state.read_text())
    assert len(pids) == 2
    (found,) = post.messages
    assert str(found["Subject"]).startswith("呼入报表 · ")


def test_no_text_of_a_plan_has_the_password(plan: Plan) -> None:
    mail = plan.settings.engine.mail.model_copy(update={"password": SecretStr("open sesame")})
    engine = plan.settings.engine.model_copy(update={"mail": mail})
    found = replace(plan, settings=plan.settings.model_copy(update={"engine": engine}))
    assert "sesame" not in f"{found!r} {found.settings!r} {found.server!r}"
