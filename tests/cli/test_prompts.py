"""`ivr prompts`, run on a folder of settings: list, export, import, make."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from ivr.audio.faults import prompt_faults
from ivr.cli import app
from tests.audio.sounds import silence, speech, write

PLAN = """\
dialplan: shop
numbers: ["1"]
start: main
flows:
  main:
    - play: {zh: 您好。, en: Hello.}
    - play: {file: welcome, zh: 欢迎致电客户服务中心。}
"""
OTHER = """\
dialplan: other
numbers: ["2"]
start: main
flows:
  main:
    - play: {zh: 再见。, en: Goodbye.}
"""


@pytest.fixture
def folder(site: Path) -> Path:
    """The settings, and two dialplans."""
    (site / "dialplans").mkdir()
    (site / "dialplans/shop.yaml").write_text(PLAN, encoding="utf-8")
    (site / "dialplans/other.yaml").write_text(OTHER, encoding="utf-8")
    return site


def run(*arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(app, ["prompts", *arguments, "--lang", lang])


def listed(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*arguments, "--json").stdout.splitlines()]


def texts(*arguments: str) -> set[object]:
    return {entry["text"] for entry in listed(*arguments)}


def id_of(text: str) -> str:
    return next(str(entry["id"]) for entry in listed() if entry["text"] == text)


def record(path: Path, loud: float = 0.3, seconds: float = 1.0) -> None:
    quiet = silence(0.1, 44100)
    write(path, np.concatenate([quiet, speech(seconds, 44100, loud), quiet]), 44100)


# The list


def test_every_phrase_is_listed_with_its_audio_and_its_place(folder: Path) -> None:
    hello = next(entry for entry in listed() if entry["text"] == "Hello.")
    assert hello["state"] == "missing"
    assert hello["where"] == ["dialplans/shop.yaml:6"]
    output = run().output
    assert "Hello." in output
    assert "dialplans/shop.yaml:6" in output
    assert "said by the engine" in output


def test_it_can_be_read_in_chinese(folder: Path) -> None:
    output = run(lang="zh").output
    assert "缺失" in output
    assert "引擎自带" in output


def test_the_list_can_be_cut_down(folder: Path) -> None:
    assert texts("--dialplan", "other") == {"再见。", "Goodbye."}
    assert texts("--dialplan", "shop", "--spoken", "en") == {"Hello.", ""}
    assert texts("--state", "recorded") == set()
    assert "twenty-two" not in texts()
    assert "twenty-two" in texts("--words")


def test_what_is_counted_is_everything(folder: Path) -> None:
    summary = run("--dialplan", "other").output.splitlines()[-2:]
    assert summary[0].startswith("zh: ")
    assert "0 recorded, 0 synthesised" in summary[1]


def test_missing_audio_is_an_exit_code(folder: Path) -> None:
    assert run("--missing", "--dialplan", "other").exit_code == 1
    for name in ("再见。", "Goodbye."):
        record(folder / "studio" / f"{id_of(name)}.wav")
    assert run("import", "studio").exit_code == 0
    done = run("--missing", "--dialplan", "other")
    assert (done.exit_code, "Goodbye" in done.output) == (0, False)


def test_a_dialplan_that_is_not_there_is_told_with_those_there_are(folder: Path) -> None:
    result = run("--dialplan", "shp")
    assert (result.exit_code, "there are: other, shop" in result.stderr) == (1, True)


def test_a_dialplan_with_errors_is_told(folder: Path) -> None:
    (folder / "dialplans/shop.yaml").write_text("dialplan: shop\nflows: {}\n")
    result = run()
    assert (result.exit_code, "dialplans/shop.yaml:" in result.stderr) == (1, True)


def test_a_recording_that_cannot_be_played_is_told(folder: Path) -> None:
    record(folder / "var/prompts/recorded/zh/welcome.wav")
    assert "welcome.wav: 44100 Hz" in run().stderr.replace("\n", "")


# The script


@pytest.mark.parametrize("name", ["script.csv", "script.xlsx", "out/script.csv"])
def test_the_script_is_written(folder: Path, name: str) -> None:
    result = run("export", name)
    assert result.exit_code == 0
    assert f"written: {name} with " in result.stdout
    assert (folder / name).stat().st_size > 1000


def test_a_script_may_be_for_one_artist(folder: Path) -> None:
    run("export", "script.csv", "--spoken", "zh", "--dialplan", "shop")
    rows = list(csv.reader((folder / "script.csv").read_text("utf-8-sig").splitlines()))
    assert [row[2] for row in rows[1:]] == ["您好。", "欢迎致电客户服务中心。"]
    assert rows[2][5] == "zh-welcome.wav"


@pytest.mark.parametrize("name", ["script.pdf", "script"])
def test_another_form_is_refused(folder: Path, name: str) -> None:
    result = run("export", name)
    assert (result.exit_code, "ends in .csv or .xlsx" in result.stderr) == (1, True)


def test_a_place_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / "file").touch()
    result = run("export", "file/script.csv")
    assert (result.exit_code, "file/script.csv: " in result.stderr) == (1, True)


# The way back


def test_recordings_are_taken_in_and_heard(folder: Path) -> None:
    record(folder / "studio/zh-welcome.wav", loud=0.05, seconds=2)
    record(folder / "studio" / f"{id_of('Hello.')}.wav")
    result = run("import", "studio")
    assert result.exit_code == 0
    assert "2 recordings: 2 good, 0 with faults." in result.stdout
    assert "dBFS" in result.stdout
    assert "phrases have no recording yet" in result.stdout
    assert texts("--state", "recorded") == {"Hello.", "欢迎致电客户服务中心。"}
    assert prompt_faults(folder / "var/prompts/recorded/zh/welcome.wav") == ()


def test_with_one_fault_nothing_is_taken_in(folder: Path) -> None:
    record(folder / "studio/zh-welcome.wav", seconds=2)
    record(folder / "studio/zh-welcme.wav")
    result = run("import", "studio")
    assert result.exit_code == 1
    assert "zh-welcme.wav: error: no phrase is called so; did you mean zh-welcome?" in result.stderr
    assert "Nothing was taken in" in result.stderr
    assert texts("--state", "recorded") == set()


def test_faults_are_told_in_chinese_too(folder: Path) -> None:
    record(folder / "studio/zh-welcome.wav", loud=8.0, seconds=2)
    result = run("import", "studio", lang="zh")
    assert "zh-welcome.wav: 错误: 有" in result.stderr
    assert "未导入任何录音" in result.stderr


def test_what_can_be_used_is_taken_in_with_force(folder: Path) -> None:
    record(folder / "studio/zh-welcome.wav", seconds=9)
    record(folder / "studio/zh-unknown.wav")
    result = run("import", "studio", "--force")
    assert (result.exit_code, "1 recordings are in" in result.stdout) == (0, True)
    assert texts("--state", "recorded") == {"欢迎致电客户服务中心。"}


@pytest.mark.parametrize(("name", "code"), [("zh-welcome", 0), ("zh-welcme", 1)])
def test_a_dry_run_checks_and_writes_nothing(folder: Path, name: str, code: int) -> None:
    record(folder / f"studio/{name}.wav", seconds=2)
    assert run("import", "studio", "--dry-run").exit_code == code
    assert not (folder / "var/prompts").exists()


@pytest.mark.parametrize("studio", ["nowhere", "empty"])
def test_a_folder_without_recordings_is_told(folder: Path, studio: str) -> None:
    (folder / "empty").mkdir()
    result = run("import", studio)
    assert (result.exit_code, studio in result.stderr) == (1, True)
    assert "Traceback" not in result.output


def test_a_full_disk_leaves_all_as_it_was(folder: Path) -> None:
    record(folder / "studio/zh-welcome.wav", seconds=2)
    (folder / "var/prompts").write_text("a file where the folder should be")
    result = run("import", "studio")
    assert (result.exit_code, "all is as it was" in result.stderr) == (1, True)


def test_without_the_resampler_the_remedy_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(folder / "studio/zh-welcome.wav", seconds=2)
    monkeypatch.setitem(sys.modules, "soxr", None)
    result = run("import", "studio")
    assert (result.exit_code, "pip install callwright[voice]" in result.stderr) == (1, True)


# The voice


def test_the_voice_says_what_is_missing(folder: Path) -> None:
    result = run("make")
    assert result.exit_code == 0
    assert "phrases were given audio" in result.stdout
    assert run("--missing", "--dialplan", "other").exit_code == 0
    assert {entry["state"] for entry in listed("--dialplan", "other")} == {"synthesised"}
    assert "0 phrases were given audio" in run("make").stdout


def test_a_voice_that_is_not_there_is_told(folder: Path) -> None:
    with (folder / "config/ivr.yaml").open("a") as settings:
        settings.write("\nvoice: {zh: {kind: command, run: [/no/such/program]}}\n")
    result = run("make")
    assert (result.exit_code, "/no/such/program cannot be started" in result.stderr) == (1, True)
    assert "无法启动 /no/such/program" in run("make", lang="zh").stderr
