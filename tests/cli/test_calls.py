"""`ivr calls` and `ivr agents` on a log with four calls."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.acd import Acd
from ivr.cli import app
from ivr.cli.journal import warn_of_waiting
from ivr.events import DispositionSet
from ivr.journal.spool import FOLDER
from ivr.journal.writer import JournalWriter
from ivr.settings import load
from tests.cli.engine import desk_of
from tests.cli.site import HOSTILE, add_hostile_call
from tests.journal.paths import journey
from tests.journal.test_fold import BUYER
from tests.journal.test_spool import entries, spooled

MANUAL = Path(__file__).parents[2] / "docs" / "call-log.md"
EXAMPLES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", MANUAL.read_text(), re.DOTALL)
    for line in block.strip().splitlines()
]


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.stdout.rstrip().splitlines()


@pytest.mark.usefixtures("site")
class TestList:
    def test_the_newest_call_comes_first_with_its_outcome(self) -> None:
        heading, *rows = lines(ivr("calls"))
        assert heading.split() == [
            "When",
            "Caller",
            "Keys",
            "Queue",
            "Waited",
            "Agent",
            "Talked",
            "Outcome",
            "Id",
        ]
        assert [row.split()[-1] for row in rows] == [f"176377680{n}.1{n + 2}" for n in (3, 2, 1, 0)]
        assert "2025-11-22 10:00:00  13800000001  1" in rows[-1]
        assert "0:07    李强" in rows[-1]
        assert "0:30" in rows[-1]
        assert "answered" in rows[-1]

    def test_chinese_is_one_option_away(self) -> None:
        heading, *rows = lines(ivr("calls --lang zh"))
        assert heading.split()[:3] == ["时间", "主叫", "按键"]
        assert "坐席接听" in rows[-1]

    def test_a_chinese_terminal_gets_chinese(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")
        assert "时间" in lines(ivr("calls"))[0]

    @pytest.mark.parametrize(
        ("options", "found"),
        [
            ("--from '2025-11-22 10:02' --to 2025-11-22", ["15", "14"]),
            ("--to '2025-11-22 10:01'", ["12"]),
            ("--from 2025-11-23", []),
            ("--queue operator", ["13"]),
            ("--agent li", ["12"]),
            ("--agent 李强", ["12"]),
            ("--number '+86 138-0000-0001'", ["15", "14", "13", "12"]),
            ("--outcome self_service", ["14"]),
            ("--number '138*' --limit 1", ["15"]),
        ],
    )
    def test_filters(self, options: str, found: list[str]) -> None:
        rows = [json.loads(line) for line in lines(ivr(f"calls --json {options}"))]
        assert [row["id"].partition(".")[2] for row in rows] == found

    def test_json_has_times_with_their_zone(self) -> None:
        row = json.loads(lines(ivr("calls --json"))[-1])
        assert row["began"] == "2025-11-22T10:00:00.000+08:00"
        assert row["duration"] == pytest.approx(40.8)

    def test_no_calls_is_said_and_is_no_fault(self) -> None:
        result = ivr("calls --agent zhang --outcome abandoned")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "No calls fit" in result.stderr

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            ("--agent wong", "there is no agent 'wong', and no call of one; did you mean 'wang'?"),
            ("--queue suport", "there is no queue 'suport', and no call of one; did you mean 'support'?"),
        ],
    )
    def test_a_name_that_neither_the_log_nor_the_settings_have_is_told(
        self, options: str, complaint: str
    ) -> None:
        result = ivr(f"calls {options} --lang en")
        assert result.exit_code == 1
        assert complaint in " ".join(result.stderr.split())

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            ("--from soon", "'soon' is no time"),
            ("--from 2025-02-30", "'2025-02-30' is no time"),
            ("--from today --to yesterday", "ends before it begins"),
            ("--outcome answerd", "not one of in_progress"),
            ("--limit 0", "--limit"),
        ],
    )
    def test_bad_options_are_told_with_the_remedy(self, options: str, complaint: str) -> None:
        result = ivr(f"calls {options}")
        assert result.exit_code == 2
        assert complaint in " ".join(result.output.split())

    def test_a_range_of_centuries_is_a_range(self) -> None:
        assert len(lines(ivr("calls --from 99999d --json"))) == 4


@pytest.mark.usefixtures("site")
class TestShow:
    def test_the_journey_is_told_under_the_facts(self) -> None:
        shown = lines(ivr("calls show 1763776800"))
        assert "    caller  13800000001 王芳" in shown
        assert "     agent  李强  0:30" in shown
        assert "10:00:08     +8.7s  陈静 did not answer in 5.0 s" in shown
        assert shown[-1] == "10:00:40    +40.8s  the agent hung up: normal"

    def test_the_newest_call_by_name_in_chinese(self) -> None:
        assert lines(ivr("calls show last --lang zh"))[-1].endswith("流程结束通话：正常")

    def test_json_gives_the_events(self) -> None:
        kinds = [json.loads(line)["kind"] for line in lines(ivr("calls show 1763776801.13 --json"))]
        assert (kinds[0], kinds[-1]) == ("call_began", "call_ended")

    def test_an_unknown_id_says_where_to_find_one(self) -> None:
        result = ivr("calls show nothing")
        assert result.exit_code == 1
        assert "'ivr calls' lists the ids" in result.stderr

    def test_too_little_of_an_id_names_the_calls_that_fit(self) -> None:
        result = ivr("calls show 176377680")
        assert result.exit_code == 1
        assert "1763776801.13" in result.stderr


def test_a_hostile_caller_neither_clears_the_screen_nor_breaks_the_table(site: Path) -> None:
    asyncio.run(add_hostile_call(site))
    for command in ("calls", "calls show last"):
        shown = "\n".join(lines(ivr(command)))
        assert "\x1b" not in shown
        assert "[/]" in shown


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("command", ["calls", "calls show last", "calls show last --lang zh"])
def test_a_hostile_name_takes_up_no_more_than_its_place(site: Path, name: str, command: str) -> None:
    count = len(lines(ivr(command)))
    asyncio.run(add_hostile_call(site, name))
    shown = ivr(command).stdout.rstrip("\n").split("\n")
    assert all(line.isprintable() for line in shown)
    assert sum("[/] [31m" in line for line in shown) == (1 if command == "calls" else 2)
    assert len(shown) == count + 1 if command == "calls" else len(shown) < 10
    assert max(map(len, shown)) < 500


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_programs_are_given_a_hostile_name_whole_and_on_one_line(site: Path, name: str) -> None:
    asyncio.run(add_hostile_call(site, name))
    for command in ("calls --json --limit 1", "calls show last --json"):
        result = ivr(command)
        (line,) = result.stdout.rstrip("\n").split("\n")
        assert json.loads(line)["caller_name"] == name


def test_following_tells_a_call_as_it_happens(site: Path) -> None:
    command = [sys.executable, "-c", "from ivr.cli import main; main()", "calls", "tail"]
    follower = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert follower.stdout is not None

    async def call() -> None:
        """Until the follower is there, one call after the other."""
        journal = JournalWriter(f"sqlite:///{site}/var/callwright.db")
        first = asyncio.create_task(asyncio.to_thread(follower.stdout.readline))  # type: ignore[union-attr]
        number = 0
        while not first.done():
            number += 1
            for event in journey(
                "0 call_began\n1.5 menu_answered key=1 outcome=match target=buyer", f"t.{number}"
            ):
                journal.append(event)
            await asyncio.wait([first], timeout=0.3)
        await journal.close()
        assert re.fullmatch(
            r"10:00:00  t\.\d+ +\+0\.0s  13800000001 王芳 calls 95188 \(main\)\n", await first
        )

    try:
        asyncio.run(asyncio.wait_for(call(), 300))
        assert re.fullmatch(r"10:00:01  t\.\d+ +\+1\.5s  pressed 1 → buyer\n", follower.stdout.readline())
        follower.send_signal(signal.SIGINT)
        _, errors = follower.communicate(timeout=300)
        assert (follower.returncode, errors) == (0, "")
    finally:
        follower.kill()


@pytest.mark.usefixtures("site")
def test_agents_are_listed_with_phone_skills_and_state() -> None:
    rows = {row.split()[0]: row for row in lines(ivr("agents"))}
    assert "1002" in rows["li"]
    assert "buyer 4" in rows["li"]
    assert "paused (lunch)" in rows["li"]
    assert "logged out" in rows["wang"]
    assert "未签入" in "\n".join(lines(ivr("agents --lang zh")))


@pytest.mark.usefixtures("site")
def test_agents_for_programs() -> None:
    rows = {row["agent"]: row for row in map(json.loads, lines(ivr("agents --json")))}
    assert (rows["li"]["state"], rows["li"]["reason"]) == ("paused", "lunch")
    assert rows["li"]["since"] == "1970-01-01T08:00:01.000+08:00"
    assert (rows["wang"]["state"], rows["wang"]["since"]) == ("logged_out", None)


def test_a_classified_call_is_shown_so_in_both_languages(site: Path) -> None:
    async def classified() -> None:
        journal = JournalWriter(f"sqlite:///{site}/var/callwright.db")
        journal.append(DispositionSet(at=1763777000.0, call="1763776800.12", agent="li", code="follow_up"))
        await journal.close()

    asyncio.run(classified())
    english = "\n".join(lines(ivr("calls show 1763776800.12 --lang en")))
    chinese = "\n".join(lines(ivr("calls show 1763776800.12 --lang zh")))
    assert "disposition  Follow-up" in english
    assert "李强 classified the call: Follow-up" in english
    assert "处理结果  需跟进" in chinese
    assert "坐席 李强 登记通话结果：需跟进" in chinese


def a_morning(acd: Acd) -> None:
    """Wang's phone is unreachable; li is paused for what rang in vain; zhang is at lunch; liu talks."""
    acd.log_in("1001")
    acd.phone_changed("1001", "idle")
    acd.phone_corrected("1001", "idle", "unreachable")
    acd.phone_changed("1001", "unreachable")
    acd.log_in("1002")
    acd.pause("1002", "no_answer")
    acd.phone_changed("1002", "engaged")
    acd.log_in("1003")
    acd.pause("1003", "lunch")
    acd.log_in("1004")
    acd.took("1004", "1764038400.12")


def test_the_engine_that_runs_tells_of_phones_and_what_it_put_right(site: Path) -> None:
    with desk_of(site, a_morning):
        rows = {row.split()[0]: row for row in lines(ivr("agents"))}
        for_programs = {row["agent"]: row for row in map(json.loads, lines(ivr("agents --json")))}
        chinese = "\n".join(lines(ivr("agents --lang zh")))
    assert "unreachable" in rows["wang"]
    assert re.search(r"\d\d:\d\d:\d\d idle → unreachable", rows["wang"])
    assert "paused (no answer)" in rows["li"]
    assert "in another call" in rows["li"]
    assert "paused (lunch)" in rows["zhang"]
    assert for_programs["wang"]["phone_state"] == "unreachable"
    assert (for_programs["wang"]["repair"]["was"], for_programs["li"]["repair"]) == ("idle", None)
    assert "无人接听" in chinese
    assert "暂停（用餐）" in chinese
    assert "1764038400.12" in rows["liu"]
    assert for_programs["liu"]["call"] == "1764038400.12"


@pytest.mark.parametrize("command", ["calls", "calls show last", "agents"])
def test_without_a_log_it_is_said_how_to_get_one(site: Path, command: str) -> None:
    for file in (site / "var").iterdir():
        file.unlink()
    result = ivr(command)
    assert result.exit_code == 1
    assert "ivr run" in result.stderr


def test_bad_settings_are_shown_with_their_place(site: Path) -> None:
    (site / "config" / "queues.yaml").write_text("queues: {Bad Name: {}}\n")
    result = ivr("calls")
    assert result.exit_code == 1
    assert "queues.yaml:1:" in result.stderr


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    # `tail` never ends; the exit codes of the others tell of an Asterisk or an engine, and are tested apart.
    "example",
    [line for line in EXAMPLES if line.split()[1] not in ("verify", "status") and "tail" not in line],
)
def test_the_manual_s_commands_work(example: str) -> None:
    program, _, rest = example.partition(" ")
    assert program == "ivr"
    result = ivr(rest)
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("site")
class TestServer:
    """The log on a server: what is wrong is told in the terminal's language, what is there is read."""

    @pytest.mark.parametrize("command", ["calls", "list vip", "recordings list", "callbacks", "work"])
    @pytest.mark.parametrize(
        ("language", "said"),
        [("en_US", "no PostgreSQL server answers at 127.0.0.1:1"), ("zh_CN", "没有 PostgreSQL 服务器应答")],
    )
    def test_a_server_that_is_not_there_is_told_with_the_remedy(
        self, monkeypatch: pytest.MonkeyPatch, command: str, language: str, said: str
    ) -> None:
        monkeypatch.setenv("CALLWRIGHT_DATABASE", "postgresql://li:geheim@127.0.0.1:1/calls")
        monkeypatch.setenv("LANG", language)
        result = ivr(command)
        assert result.exit_code == 1
        assert said in result.output.replace("\n", " ")
        assert "geheim" not in result.output
        assert "Traceback" not in result.output

    def test_the_calls_of_a_server_are_listed(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        asyncio.run(_logged(url))
        monkeypatch.setenv("CALLWRIGHT_DATABASE", url)
        _, row = lines(ivr("calls --number '138*'"))
        assert row.endswith("there.1")
        assert lines(ivr("calls show there.1"))


async def _logged(url: str) -> None:
    journal = JournalWriter(url)
    for event in journey(BUYER, "there.1"):
        journal.append(event)
    await journal.close()


@pytest.mark.usefixtures("site")
class TestEventsThatWait:
    def test_who_lists_calls_is_told_how_many_events_are_missing_and_since_when(self, site: Path) -> None:
        settings = load(site / "config")
        told = entries(journey("0 call_began\n1 call_answered", "1763777000.1"))
        spooled(settings.path(settings.engine.state) / FOLDER, told)
        result = ivr("calls --json")
        assert result.stderr.startswith("warning: events since 2025-11-22 10:00:00 wait in")
        assert all(json.loads(line)["id"] for line in lines(result))

    def test_what_the_log_has_already_is_not_missing(
        self, site: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        settings = load(site / "config")
        told = entries(journey("0 call_began\n1 call_answered", "1763777000.1"))
        file = spooled(settings.path(settings.engine.state) / FOLDER, told)
        warn_of_waiting(settings, {file.stem: 2})
        assert capsys.readouterr().err == ""
        warn_of_waiting(settings, {file.stem: 1})
        assert "(1 so far)" in capsys.readouterr().err
