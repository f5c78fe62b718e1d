"""`ivr call`: a telephone in the terminal."""

from __future__ import annotations

import asyncio
import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from ivr.cli import app as commands
from ivr.cli.call import call
from ivr.journal.database import migrate
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore

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
    seen, limit = "", time.monotonic() + 30
    while words not in seen:
        assert time.monotonic() < limit, seen
        try:
            seen += os.read(terminal, 1024).decode(errors="replace")
        except OSError:  # the program has ended and closed its side
            break
    assert words in seen, seen
    return seen


def test_keys_are_taken_from_a_real_terminal_and_ctrl_d_hangs_up(site: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "100"], stdin=theirs, stdout=theirs, stderr=theirs
    ) as program:
        os.close(theirs)
        read_until(ours, "买家请按1。")
        os.write(ours, b"x1")
        read_until(ours, "→ wait")
        os.write(ours, b"\x04")
        read_until(ours, "You hung up.")
        assert program.wait(20) == 0
    os.close(ours)


def test_the_end_of_piped_input_hangs_up(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "100"], input=b"", capture_output=True, timeout=30, check=True
    )
    assert "You hung up." in done.stdout.decode()


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
    migrate("sqlite:///var/callwright.db")
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
