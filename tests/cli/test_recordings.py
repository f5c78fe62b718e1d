"""`ivr recordings` on a folder with two recordings."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.archive.index import Index
from ivr.archive.intake import Intake
from ivr.cli import app
from ivr.journal.codec import encode
from ivr.journal.spool import FOLDER, Entry, Spool
from tests.journal.paths import journey
from tests.recordings.wav import write_wav

CONVERSATION = "2025/11/22/a-conversation.wav"


@pytest.fixture
def archive(site: Path) -> Path:
    """The recordings' folder: a conversation with Li Na and a suggestion whose file is gone."""
    folder = site / "var/recordings"
    write_wav(folder / CONVERSATION, 30.0)
    with Index(f"sqlite:///{site}/var/callwright.db") as index:
        Intake(index, folder).take_in(2e9)
    return folder


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


def lines(command: str, code: int = 0) -> list[str]:
    result = ivr(command)
    assert result.exit_code == code, result.output
    return result.stdout.rstrip().splitlines()


def listed(command: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines(f"recordings list --json {command}")]


def conversation() -> int:
    return int(str(listed("--kind conversation")[0]["id"]))


@pytest.mark.usefixtures("archive")
class TestRecordings:
    def test_the_newest_is_listed_first(self) -> None:
        heading, *rows = lines("recordings list")
        assert heading.split()[:5] == ["Id", "When", "Kind", "Line", "Queue"]
        assert [row.split()[3] for row in rows] == ["suggestion", "conversation"]
        assert "the file is missing" in rows[0]
        assert "95188  buyers  李强   0:30    960 kB" in rows[1]

    def test_in_chinese(self) -> None:
        heading, first, _ = lines("recordings list --lang zh")
        assert heading.split()[:3] == ["编号", "时间", "类型"]
        assert "建议" in first
        assert "文件缺失" in first

    @pytest.mark.parametrize(
        ("wanted", "kinds"),
        [
            ("--kind suggestion", ["suggestion"]),
            ("--agent li", ["conversation"]),
            ("--queue buyers --line 95188", ["conversation"]),
            ("--line 95189", []),
            ("--number 13800000001", ["suggestion", "conversation"]),
            ("--number 13800000002", []),
            ("--from 2025-11-22 --to 2025-11-22", ["suggestion", "conversation"]),
            ("--from 2025-11-23", []),
            ("--held", []),
            ("--limit 1", ["suggestion"]),
        ],
    )
    def test_they_are_found_by(self, wanted: str, kinds: list[str]) -> None:
        assert [entry["kind"] for entry in listed(wanted)] == kinds

    def test_none_says_so(self) -> None:
        told = ivr("recordings list --line 1").stderr
        assert told.split(".")[:1] == ["There are no such recordings"]
        assert "a minute after their call" in told

    def test_they_are_found_by_the_names_that_the_list_shows(self) -> None:
        assert [entry["kind"] for entry in listed("--agent 李强")] == ["conversation"]

    @pytest.mark.parametrize(
        ("wanted", "complaint"),
        [
            ("--agent wong", "did you mean 'wang'?"),
            ("--queue suport", "did you mean 'support'?"),
            ("--kind conversion", "did you mean 'conversation'?"),
        ],
    )
    def test_a_name_that_is_misspelt_is_told(self, wanted: str, complaint: str) -> None:
        result = ivr(f"recordings list {wanted} --lang en")
        assert result.exit_code == 1
        assert complaint in result.stderr

    def test_one_is_shown_with_its_wave(self, archive: Path) -> None:
        told = lines(f"recordings show {conversation()}")
        assert any(str(archive / CONVERSATION) in line for line in told)
        caller, agent = (line.split(maxsplit=1)[1] for line in told if line.strip().startswith("Wave"))
        assert caller.endswith("▆▇▇")
        assert agent.strip()[1:4] == "▃▃▃"

    def test_one_is_shown_to_programs_with_its_peaks(self) -> None:
        (told,) = map(json.loads, lines(f"recordings show {conversation()} --json"))
        assert [len(side) for side in told["peaks"]] == [500, 500]
        assert told["began"].endswith("+08:00")

    def test_an_id_that_is_not_there_is_told(self) -> None:
        result = ivr("recordings show 999")
        assert result.exit_code == 1
        assert "999" in result.stderr

    def test_what_is_not_as_it_was_is_found(self, archive: Path) -> None:
        assert lines("recordings verify", code=1)[-1] == (
            "2 recordings verified: 1 as they were stored, 1 not."
        )
        (archive / CONVERSATION).write_bytes(b"something else")
        told = [json.loads(line) for line in lines("recordings verify --json", code=1)]
        assert {entry["problem"] for entry in told} == {"missing", "changed"}
        assert {entry["problem"] for entry in listed("")} == {"missing", "changed"}

    def test_what_is_as_it_was_is_right(self) -> None:
        assert lines("recordings verify --kind conversation")[-1].startswith("1 recordings verified: 1 as")

    def test_a_copy_is_in_the_trail(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        number = conversation()
        lines(f"recordings get {number} --to out")
        assert (tmp_path / "out/a-conversation.wav").read_bytes() == (archive / CONVERSATION).read_bytes()
        (told,) = map(json.loads, lines("recordings audit --json"))
        assert (told["what"], told["about"]) == ("recording_downloaded", str(number))
        assert told["who"]
        assert " copied " in lines("recordings audit")[1]
        assert "取出录音" in lines("recordings audit --lang zh")[1]

    def test_a_copy_replaces_no_file(self, tmp_path: Path) -> None:
        (tmp_path / "mine.wav").write_bytes(b"mine")
        result = ivr(f"recordings get {conversation()} --to mine.wav")
        assert result.exit_code == 1
        assert "--to" in result.stderr
        assert (tmp_path / "mine.wav").read_bytes() == b"mine"

    @pytest.mark.parametrize(
        ("to", "complaint"), [("song.mp3", "is wav"), ("nowhere/a.wav", "there is no folder nowhere")]
    )
    def test_a_copy_is_what_its_name_says_and_where_there_is_a_folder(self, to: str, complaint: str) -> None:
        result = ivr(f"recordings get {conversation()} --to {to}")
        assert result.exit_code == 1
        assert complaint in result.stderr
        assert lines("recordings audit --json") == []

    def test_a_link_in_the_folder_gives_nothing_away(self, archive: Path, tmp_path: Path) -> None:
        (archive / CONVERSATION).unlink()
        (archive / CONVERSATION).symlink_to("/etc/passwd")
        assert ivr(f"recordings get {conversation()} --to out.wav").exit_code == 1
        assert not (tmp_path / "out.wav").exists()

    def test_a_file_that_is_gone_cannot_be_copied(self) -> None:
        gone = listed("--kind suggestion")[0]["id"]
        result = ivr(f"recordings get {gone} --to out.wav")
        assert result.exit_code == 1
        assert "cannot be read" in result.stderr


KEEP = "  after: 60s\n  keep: {conversation: 1d}"


@pytest.fixture
def kept_a_day(site: Path, archive: Path) -> Path:
    """Conversations are kept for a day; so the one there is to go."""
    file = site / "config/ivr.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  after: 60s", KEEP), encoding="utf-8")
    return archive


@pytest.mark.usefixtures("kept_a_day")
class TestKeeping:
    def test_a_dry_run_lists_what_would_go_and_removes_nothing(self, archive: Path) -> None:
        before = [path.read_bytes() for path in archive.rglob("*.wav")]
        result = ivr("recordings prune --dry-run")
        assert "conversation" in result.stdout
        assert "suggestion" not in result.stdout
        assert "1 recordings would go, 1.0 MB." in result.stderr
        assert [path.read_bytes() for path in archive.rglob("*.wav")] == before
        (told,) = map(json.loads, lines("recordings prune --dry-run --json"))
        assert told["id"] == conversation()

    def test_it_is_asked_before_anything_goes(self, archive: Path) -> None:
        result = CliRunner().invoke(app, ["recordings", "prune"], input="n\n")
        assert "cannot be brought back" in result.stderr
        assert (archive / CONVERSATION).exists()

    def test_what_was_kept_long_enough_goes(self, archive: Path) -> None:
        assert "Removed: 1 recordings, 1.0 MB." in ivr("recordings prune --yes").stderr
        assert not (archive / CONVERSATION).exists()
        assert "erased" in lines("recordings list --kind conversation")[1]
        (told,) = map(json.loads, lines("recordings audit --json"))
        assert (told["what"], told["about"]) == ("recordings_pruned", str(conversation()))
        assert "Nothing is to go." in ivr("recordings prune --yes").stderr

    def test_what_is_held_stays_until_it_is_released(self, archive: Path) -> None:
        assert lines(f"recordings hold {conversation()} --note 'court 7'")[-1] == "Held: 1 recordings."
        assert "Nothing is to go." in ivr("recordings prune --yes").stderr
        assert [entry["note"] for entry in listed("--held")] == ["court 7"]
        assert lines("recordings release --call 1763776800.12")[-1] == "Released: 1 recordings."
        lines("recordings prune --yes")
        assert not (archive / CONVERSATION).exists()

    @pytest.mark.parametrize("number", ["13800000001", "'+86 138 0000 0001'", "0086-13800000001"])
    def test_all_of_a_caller_are_held_however_the_number_is_spelled(self, number: str) -> None:
        assert lines(f"recordings hold --number {number}")[-1] == "Held: 2 recordings."

    def test_a_second_hold_without_a_note_keeps_that_of_the_first(self) -> None:
        lines(f"recordings hold {conversation()} --note 'court 7'")
        (first,) = listed("--held")
        lines("recordings hold --number 13800000001")
        again = {entry["id"]: entry for entry in listed("--held")}
        assert again[first["id"]] == first
        lines(f"recordings hold {conversation()} --note 'court 8'")
        assert "court 8" in [entry["note"] for entry in listed("--held")]

    def test_a_dry_run_holds_and_releases_nothing(self) -> None:
        assert lines("recordings hold --number 13800000001 --dry-run")[-1] == "2 recordings would be held."
        assert listed("--held") == []
        lines(f"recordings hold {conversation()}")
        dry = f"recordings release {conversation()} --dry-run"
        assert lines(dry)[-1] == "1 recordings would be released."
        assert len(listed("--held")) == 1

    @pytest.mark.parametrize("command", ["hold", "release", "hold --call nothing", "hold 999"])
    def test_who_names_none_is_told(self, command: str) -> None:
        assert ivr(f"recordings {command}").exit_code == 1


ERASE = "recordings erase --number '+86 138-0000-0001'"


@pytest.mark.usefixtures("archive")
class TestErasing:
    def test_a_dry_run_lists_what_would_go_and_changes_nothing(self) -> None:
        before = lines("calls --json")
        told = lines(f"{ERASE} --dry-run")
        assert "     2  recordings, removed" in told
        assert any("calls, without number, name and texts" in line for line in told)
        assert any("1763776800.12" in line for line in told)
        assert lines("calls --json") == before

    def test_for_programs_each_part_is_a_line(self) -> None:
        told = [json.loads(line) for line in lines(f"{ERASE} --dry-run --json")]
        assert {(each["what"], each["of"]) for each in told} == {("goes", "recordings"), ("goes", "calls")}
        assert {"1763776800.12"} <= {each["id"] for each in told}

    def test_it_is_asked_before_anything_goes(self, archive: Path) -> None:
        result = CliRunner().invoke(app, shlex.split(ERASE), input="n\n")
        assert "Erase all this of 13800000001?" in result.stderr
        assert (archive / CONVERSATION).exists()

    def test_the_caller_goes_and_the_calls_stay(self, archive: Path) -> None:
        outcomes = [json.loads(line)["outcome"] for line in lines("calls --json")]
        assert "every count stays" in lines(f"{ERASE} --yes --note 'request 12'")[-1]
        assert not (archive / CONVERSATION).exists()
        after = [json.loads(line) for line in lines("calls --json")]
        assert [call["outcome"] for call in after] == outcomes
        assert "13800000001" not in "".join(lines("calls --json"))
        assert "王芳" not in "".join(lines("calls show 1763776800.12"))
        (told,) = map(json.loads, lines("recordings audit --json"))
        assert told["what"] == "caller_erased"
        assert told["about"].endswith("request 12")
        assert "13800000001" not in told["about"]

    def test_a_legal_hold_wins_and_is_told(self, archive: Path) -> None:
        lines(f"recordings hold {conversation()} --note court")
        told = lines(f"{ERASE} --yes --lang zh")
        assert any("法律保全的通话，保持不变" in line for line in told)
        assert (archive / CONVERSATION).exists()
        assert any("13800000001" in line for line in lines("calls"))

    def test_lists_stay_unless_they_are_asked_for(self) -> None:
        lines("list vip add 13800000001")
        assert any("lists keep the number" in line for line in lines(f"{ERASE} --dry-run"))
        told = lines(f"{ERASE} --lists --dry-run --lang zh")
        assert any("所在名单（移出）" in line for line in told)
        lines(f"{ERASE} --lists --yes")
        assert "13800000001" not in "".join(lines("list vip"))

    def test_a_call_that_waits_on_disk_is_told_and_followed(self, site: Path) -> None:
        began = journey("0 call_began caller_number=13700000000", "1763776900.13")
        left = Spool(site / "var/state" / FOLDER)
        left.append([Entry(1, encode(began[0]), began[0])])
        left.close()
        told = lines("recordings erase --number 13700000000 --yes")
        assert any("wait on disk" in line for line in told)
        assert any("1763776900.13" in line for line in told)
        assert told[-1] == "The rest is erased by the engine as soon as it can be."

    def test_who_was_erased_before_is_told_when(self) -> None:
        lines(f"{ERASE} --yes")
        assert "asked to be erased before, at 20" in ivr(f"{ERASE} --dry-run").stderr

    def test_a_number_in_the_note_is_not_in_the_trail(self) -> None:
        lines(f"{ERASE} --yes --note 'asked by 13800000001'")
        (told,) = map(json.loads, lines("recordings audit --json"))
        assert told["about"].endswith("asked by *")

    def test_of_nobody_there_is_nothing(self) -> None:
        result = ivr("recordings erase --number 13700000000 --yes")
        assert result.stderr.strip() == "There is nothing of 13700000000 to erase."

    def test_what_is_no_number_is_told(self) -> None:
        result = ivr("recordings erase --number everybody --yes")
        assert result.exit_code == 1
        assert "no telephone number" in result.stderr


@pytest.mark.usefixtures("archive")
def test_without_a_time_to_keep_the_remedy_is_told() -> None:
    assert "has no `keep`" in ivr("recordings prune").stderr


@pytest.mark.usefixtures("site")
def test_without_a_trail_that_is_said() -> None:
    assert ivr("recordings audit").stderr.strip() == "Nothing was done with a recording yet."
