"""`ivr test`, run on a folder of settings with the shipped dialplans and their stories."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app

DIALPLANS = Path(__file__).parents[2] / "dialplans"


@pytest.fixture
def folder(site: Path) -> Path:
    shutil.copytree(DIALPLANS, site / "dialplans")
    return site


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["test", *arguments, "--lang", "en"])


def change(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_all_stories_pass_and_the_coverage_is_told(folder: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert re.search(r"^dialplans/vip.stories.yaml  \d+ passed$", result.stdout, re.MULTILINE)
    assert re.search(r"^  agents: 100 %, (\d+) of \1 exits$", result.stdout, re.MULTILINE)
    assert re.search(
        r"^    dialplans/main.yaml:\d+:36  welcome: hours closed → closed_now$", result.stdout, re.MULTILINE
    )


def test_a_story_that_fails_is_told_by_its_line_with_the_journey(folder: Path) -> None:
    change(folder / "dialplans/vip.yaml", "欢迎致电贵宾专线。", "您好。")
    result = run("dialplans/vip.yaml")
    assert result.exit_code == 1
    assert "FAILED dialplans/vip.stories.yaml:12:9  A diamond member on the members' line" in result.stdout
    assert "  expected to hear “欢迎致电贵宾专线”" in result.stdout
    assert "  heard “您好。”" in result.stdout
    assert "entered welcome" in result.stdout
    assert re.search(r"^dialplans/vip.stories.yaml  \d+ passed, \d FAILED$", result.stdout, re.MULTILINE)


def test_in_chinese(folder: Path) -> None:
    change(folder / "dialplans/vip.yaml", "欢迎致电贵宾专线。", "您好。")
    told = CliRunner().invoke(app, ["test", "dialplans/vip.yaml", "--lang", "zh"]).stdout
    assert "失败 dialplans/vip.stories.yaml:12:9  会员专线上钻石会员优先" in told
    assert "应听到“欢迎致电贵宾专线”" in told


@pytest.mark.parametrize(("least", "code"), [("90", 0), ("99", 1)])
def test_too_little_coverage_is_a_failure(folder: Path, least: str, code: int) -> None:
    result = run("--min", least)
    assert (result.exit_code, "below the" in result.stderr) == (code, bool(code))


def test_some_stories_by_a_part_of_their_name(folder: Path) -> None:
    assert "stories: 1, failed: 0" in run("dialplans/main.yaml", "-k", "never closes").stdout
    assert "no story has 'xyz' in its name" in run("-k", "xyz").stderr


def test_some_of_the_stories_tell_no_coverage(folder: Path) -> None:
    told = run("dialplans/main.yaml", "-k", "never closes").stdout
    assert told.splitlines()[0] == "dialplans/main.stories.yaml  1 passed"
    assert told.splitlines()[1].startswith("stories: 1, failed: 0")


def test_a_least_coverage_of_some_of_the_stories_is_refused(folder: Path) -> None:
    result = run("-k", "never closes", "--min", "80")
    assert result.exit_code == 1
    assert "--min asks for the coverage of all stories, and -k plays some of them" in result.stderr


def test_results_for_a_build_server(folder: Path) -> None:
    assert run("--junit", "var/out/stories.xml").exit_code == 0
    suites = ElementTree.parse(folder / "var/out/stories.xml").getroot()
    assert [suite.get("failures") for suite in suites] == ["0"] * 4
    assert run("--junit", "config").exit_code == 1


def test_mistakes_in_stories_are_told_with_their_places(folder: Path) -> None:
    change(folder / "dialplans/vip.stories.yaml", "presses:", "press:")
    result = run()
    assert (result.exit_code, "9: error: unknown word 'press'" in result.stderr) == (
        1,
        True,
    )


def test_what_is_not_there_is_told(folder: Path) -> None:
    assert "nowhere.yaml: no such file or folder" in run("dialplans/nowhere.yaml").stderr
    (folder / "dialplans/vip.stories.yaml").unlink()
    result = run("dialplans/vip.yaml")
    assert (result.exit_code, "dialplans/vip.stories.yaml" in result.stderr) == (1, True)


def test_stories_are_written_for_what_nobody_covers(folder: Path) -> None:
    generated = folder / "dialplans/corporate.generated.stories.yaml"
    (folder / "dialplans/corporate.stories.yaml").write_text(
        "stories: [{story: closed, caller: {at: sun 10:00}, happens: [{hears: 服务时间}]}]", encoding="utf-8"
    )
    result = run("dialplans/corporate.yaml", "--generate", "--min", "100")
    assert result.exit_code == 0, result.output
    assert "corporate: every way out has a story" in result.stdout
    assert "corporate: 100 %" in run("dialplans/corporate.yaml").stdout
    before = generated.read_text(encoding="utf-8")
    assert run("dialplans/corporate.yaml", "--generate").exit_code == 0
    assert generated.read_text(encoding="utf-8") == before


def test_what_no_call_takes_is_told_with_the_reason(folder: Path) -> None:
    result = run("dialplans/vip.yaml", "--generate")
    assert (
        "  dialplans/vip.yaml:6:11  a step fails: on_error → connect  (no step ever failed)" in result.stdout
    )
    assert not (folder / "dialplans/vip.generated.stories.yaml").exists()


def test_a_file_of_a_person_is_not_overwritten(folder: Path) -> None:
    own = folder / "dialplans/corporate.generated.stories.yaml"
    own.write_text("stories: [{story: mine, happens: [hangs_up]}]\n")
    result = run("dialplans/corporate.yaml", "--generate")
    assert (result.exit_code, "was not written by --generate" in result.stderr) == (1, True)
    assert own.read_text() == "stories: [{story: mine, happens: [hangs_up]}]\n"
