"""`ivr call`: a telephone in the terminal."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from ivr.cli import app as commands
from ivr.cli.call import call
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from tests.stores import fresh

ROOT = Path(__file__).parent.parent.parent
DIALPLAN = """\
dialplan: little
numbers: ["100"]
start: main
flows:
  main:
    - menu:
        prompt: {zh: 买家请按1。, en: Buyers press 1.}
        keys: {1: wait, 2: english}
        give_up: hangup
  english:
    - set: {call.language: en}
    - play: {zh: 再见。, en: Goodbye.}
  wait:
    - queue: {to: support, skills: {seller: 3}}
    - play: {zh: 谢谢。, en: Thank you.}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one small dialplan, as the working folder."""
    (tmp_path / "config").mkdir()
    for path in (ROOT / "config").glob("*.yaml"):
        shutil.copy(path, tmp_path / "config")
    (tmp_path / "dialplans").mkdir()
    (tmp_path / "dialplans" / "little.yaml").write_text(DIALPLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(call)
    return CliRunner().invoke(app, [*arguments])


def test_shows_what_is_said_and_what_happens(site: Path) -> None:
    output = run("100", "--keys", "2").output
    assert "♪ 买家请按1。" in output
    assert "pressed 2 → english" in output
    assert "♪ Goodbye." in output
    assert output.endswith("The flow ended the call.\n")


def test_an_agent_with_the_skill_answers(site: Path) -> None:
    output = run("100", "--keys", "1").output
    assert "王芳 answered" in output
    assert "♪ 谢谢。" in output


def test_the_lines_beside_the_prompts_may_be_chinese(site: Path) -> None:
    output = run("100", "--keys", "1", "--lang", "zh").output
    assert "拨打 100" in output
    assert output.endswith("流程结束，通话已挂断。\n")


def test_a_number_that_no_dialplan_answers(site: Path) -> None:
    output = run("999", "--keys", "1").output
    assert "not in service" in output
    assert "The engine ended the call." in output


def test_silence_and_a_caller_who_waits_in_vain_end_too(site: Path) -> None:
    assert "The flow ended the call." in run("100", "--keys", "9").output


def test_a_broken_dialplan_is_told_and_nothing_is_called(site: Path) -> None:
    (site / "dialplans" / "little.yaml").write_text(DIALPLAN.replace("wait,", "wiat,"), encoding="utf-8")
    result = run("100", "--keys", "1")
    assert result.exit_code == 1
    assert "no flow named 'wiat'; did you mean 'wait'?" in result.output


PROGRAM = "import typer; from ivr.cli.call import call; a = typer.Typer(); a.command()(call); a()"


def read_until(terminal: int, words: str) -> str:
    """What the terminal shows until the words have come; fails after half a minute."""
    seen, limit = "", time.monotonic() + 300
    while words not in seen:
        assert time.monotonic() < limit, seen
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            seen += os.read(terminal, 1024).decode(errors="replace")
        except OSError:  # the program has ended and closed its side
            break
    assert words in seen, seen
    return seen


@contextmanager
def terminal(*arguments: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The command in a terminal of its own, whose other end is the file given."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "100", *arguments], stdin=theirs, stdout=theirs, stderr=theirs
    ) as program:
        os.close(theirs)
        try:
            yield ours, program
        finally:  # or a test that fails waits for the end of it for ever
            program.kill()
            os.close(ours)


def test_keys_are_taken_from_a_real_terminal_and_ctrl_d_hangs_up(site: Path) -> None:
    with terminal("--real-time") as (ours, program):
        read_until(ours, "买家请按1。")
        os.write(ours, b"x1")
        read_until(ours, "→ wait")
        os.write(ours, b"\x04")
        read_until(ours, "You hung up.")
        assert program.wait(300) == 0


def test_by_hand_time_stands_still_where_a_key_would_count(site: Path) -> None:
    with terminal() as (ours, program):
        read_until(ours, "买家请按1。")
        os.write(ours, b"\n")  # nothing pressed: time goes on to the end of the menu's patience
        read_until(ours, "我们没有收到您的按键。")
        os.write(ours, b":agents none\n:pres 1\n")
        read_until(ours, "did you mean 'press'?")
        os.write(ours, b":help\n")
        read_until(ours, ":agents none")
        os.write(ours, b"1")
        read_until(ours, "Five minutes have passed.")
        os.write(ours, b"\n")
        read_until(ours, "Five minutes have passed.")
        os.write(ours, b":wait 10m\n:agents all\n")
        read_until(ours, "The flow ended the call.")
        assert program.wait(300) == 0


def test_what_comes_through_a_pipe_is_a_script(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "100"], input=b"2\n", capture_output=True, timeout=300, check=True
    )
    assert "▸ 2" in done.stdout.decode()
    assert "♪ Goodbye." in done.stdout.decode()


def test_an_empty_pipe_is_a_caller_who_says_nothing(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "100"], input=b"", capture_output=True, timeout=300, check=True
    )
    assert "pressed nothing (number 3)" in done.stdout.decode()


# The simulator


def scripted(site: Path, script: str, *arguments: str) -> Result:
    (site / "script.txt").write_text(script, encoding="utf-8")
    return run("100", "--script", "script.txt", *arguments)


def test_a_script_presses_waits_and_hangs_up(site: Path) -> None:
    result = scripted(site, "agents none\nhear 请按1\npress 1\nwait 10m\nhang up\n")
    assert "♪ 买家请按1。" in result.output
    assert "gave up in queue Customer service after 600 s" in result.output
    assert result.output.endswith("You hung up.\n")
    assert result.exit_code == 0


def test_an_agent_who_comes_answers_who_waits_already(site: Path) -> None:
    output = scripted(site, "agents none\npress 1\nwait 5m\nagents wang\n").output
    assert "王芳 answered" in output
    assert "queue Customer service was answered after 305 s" in output


def test_a_command_that_is_none_is_answered_with_its_line_and_the_call_goes_on(site: Path) -> None:
    result = scripted(site, "wate 1s\npress 2\n")
    assert "script.txt:1: 'wate' is no command; did you mean 'wait'?" in result.output
    assert "♪ Goodbye." in result.output
    assert result.exit_code == 1


def test_complaints_have_a_chinese_form(site: Path) -> None:
    assert "script.txt:1: 没有命令“wate”" in scripted(site, "wate 1s\npress 2\n", "--lang", "zh").output


HOURS = """\
dialplan: open
numbers: ["200"]
start: main
hours: {office: {timezone: Asia/Shanghai, open: ["mon-fri 09:00-18:00"]}}
flows:
  main:
    - hours: {of: office, open: is_open, closed: is_closed}
  is_open:
    - menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: main}, give_up: hangup}
  is_closed:
    - http: {get: "http://127.0.0.1:9/members", save: member, on_error: down, on_status: {500: broken}}
    - play: "{{ member.name }}"
  down:
    - play: {zh: 查不到。, en: Nothing found.}
  broken:
    - play: {zh: 坏了。, en: It is broken.}
"""


@pytest.fixture
def office(site: Path) -> Path:
    (site / "dialplans" / "open.yaml").write_text(HOURS, encoding="utf-8")
    return site


@pytest.mark.parametrize(
    ("at", "told"),
    [("sun 10:00", "office: closed"), ("2026-11-25 10:00", "office: open"), ("周三 20:00", "office: closed")],
)
def test_the_call_is_made_when_you_like(office: Path, at: str, told: str) -> None:
    assert told in run("200", "--at", at, "--keys", "9").output


def test_the_clock_jumps_in_the_middle_of_a_call(office: Path) -> None:
    (office / "script.txt").write_text(
        "hear 请按1\nclock sun 10:00\npress 1\nhear 查不到\n", encoding="utf-8"
    )
    output = run("200", "--at", "wed 10:00", "--script", "script.txt", "--http", "down").output
    assert output.index("office: open") < output.index("office: closed")


@pytest.mark.parametrize("moments", [("sun 10:00",), ("2026-10-01 10:00", "2026-11-25 10:00")])
def test_seconds_count_from_the_first_ring_however_the_clock_jumps(
    office: Path, moments: tuple[str, ...]
) -> None:
    jumps = "wait 2s\n".join(f"clock {moment}\n" for moment in moments)
    (office / "script.txt").write_text(f"{jumps}wait 3s\nhang up\n", encoding="utf-8")
    output = run("200", "--at", "wed 12:00", "--script", "script.txt", "--http", "down").output
    seconds = [float(found) for found in re.findall(r" ([+-]\d+\.\d)s  ", output)]
    assert seconds[0] == 0.0
    assert seconds == sorted(seconds)
    assert seconds[-1] < 60


@pytest.mark.parametrize(
    ("how", "heard"),
    [("down", "查不到。"), ("slow", "查不到。"), ("nonsense", "查不到。"), ("*/members=500", "坏了。")],
)
def test_the_service_fails_as_you_like(office: Path, how: str, heard: str) -> None:
    assert f"♪ {heard}" in run("200", "--at", "sun 10:00", "--http", how, "--keys", "9").output


def test_the_service_answers_from_a_file(office: Path) -> None:
    (office / "member.json").write_text('{"name": "王芳"}', encoding="utf-8")
    output = run("200", "--at", "sun 10:00", "--http", "*/members=member.json", "--keys", "9").output
    assert "♪ 王芳" in output


def test_events_are_shown_as_they_would_be_logged(site: Path) -> None:
    output = run("100", "--keys", "2", "--events").output
    assert (
        'menu_answered {"flow":"main","key":"2","outcome":"match","target":"english","attempt":1}' in output
    )
    assert 'call_ended {"by":"flow"' in output


def test_events_are_json_lines_and_nothing_else(site: Path) -> None:
    lines = [json.loads(line) for line in run("100", "--keys", "2", "--json").output.splitlines()]
    kinds = [line["kind"] for line in lines]
    assert (kinds[0], kinds[-1]) == ("call_began", "call_ended")
    assert {line["call"] for line in lines} == {lines[0]["call"]}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--at", "tomorow", "--at: 'tomorow' is no time"),
        ("--http", "dwn", "--http: 'dwn' is none of down"),
        ("--agents", "wong", "--agents: no agent named 'wong'; did you mean 'wang'?"),
        ("--script", "none.txt", "none.txt: cannot be read"),
    ],
)
def test_an_option_that_means_nothing_is_told_and_nothing_is_called(
    site: Path, option: str, value: str, said: str
) -> None:
    result = run("100", option, value)
    assert result.exit_code == 1
    assert said in result.output
    assert "calls 100" not in result.output


SECRET = """\
dialplan: secret
numbers: ["300"]
start: main
flows:
  main:
    - secure:
        - collect: {save: card, prompt: 卡号。, length: 4}
"""


def test_keys_of_a_secure_block_are_not_shown(site: Path) -> None:
    (site / "dialplans" / "secret.yaml").write_text(SECRET, encoding="utf-8")
    output = run("300", "--keys", "4711").output
    assert output.count("▸ •") == 4
    assert "4711" not in output
    assert "▸ 4" not in output


def test_a_key_that_no_telephone_has_is_told(site: Path) -> None:
    result = CliRunner().invoke(commands, ["call", "95188", "--keys", "1,x"])
    assert result.exit_code == 1
    assert "--keys has 'x', which is no key" in result.output


KNOWN = """\
dialplan: known
numbers: ["200"]
start: main
flows:
  main:
    - list: {name: blocked, found: hangup}
    - throttle: {calls: 2, within: 1h}
    - broadcast:
    - language: {to: other, remember: 180d}
    - play: {zh: 好。, en: Good.}
"""


def keep(kind: str, key: str, value: str) -> None:
    """What the engine would have kept."""

    async def run() -> None:
        access = Access("sqlite:///var/callwright.db", patience=10.0)
        await MemoryStore(access).keep(kind, key, value)
        await access.close()

    asyncio.run(run())


@pytest.fixture
def known(site: Path) -> Path:
    """A site with a database, and a dialplan that uses what outlives a call."""
    (site / "dialplans" / "known.yaml").write_text(KNOWN, encoding="utf-8")
    fresh("sqlite:///var/callwright.db")
    return site


def test_an_announcement_that_is_on_is_heard(known: Path) -> None:
    keep("broadcast", "", '{"zh": "今天停电。", "since": 1}')
    assert "♪ 今天停电。" in run("200", "--keys", "1").output


def test_a_blocked_number_is_refused(known: Path) -> None:
    CliRunner().invoke(commands, ["list", "blocked", "add", "138xxxxxxxx"])
    output = run("200", "--keys", "1").output
    assert "is on the list blocked: 138xxxxxxxx" in output
    assert "♪" not in output


def test_a_call_in_the_terminal_is_remembered_nowhere(known: Path) -> None:
    for _ in range(4):
        output = run("200", "--keys", "1").output
        assert "♪ Good." in output
        assert "throttle known: call 1 of 2" in output


def test_where_no_engine_has_run_nobody_is_known_and_no_database_is_made(site: Path) -> None:
    (site / "dialplans" / "known.yaml").write_text(KNOWN, encoding="utf-8")
    assert "♪ Good." in run("200", "--keys", "1").output
    assert not (site / "var").exists()


SECURE = """\
dialplan: pay
numbers: ["200"]
start: main
flows:
  main:
    - secure: [{collect: {save: card, prompt: {zh: 卡号。, en: Card.}, length: 8}}]
    - play: {zh: "卡号{{ card }}。", en: "Card {{ card }}."}
"""


def test_a_secure_value_is_not_shown(site: Path) -> None:
    (site / "dialplans" / "pay.yaml").write_text(SECURE, encoding="utf-8")
    result = run("200", "--keys", "41112222")
    assert "卡号••••。" in result.output
    assert "41112222" not in result.output
