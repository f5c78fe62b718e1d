"""The dialplans of a folder: found by number, all problems told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.document.problems import InvalidFiles
from ivr.flow.library import Library, files_in

from .trial import CATALOGUE, whole


def write(folder: Path, name: str, numbers: str, flows: str = "main: [stop]") -> None:
    text = whole(flows).replace("trial", name).replace('["100", "1xx"]', numbers)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def name_of(library: Library, dialled: str) -> str:
    plan = library.find(dialled)
    return plan.name if plan else ""


def test_an_exact_number_comes_before_a_pattern_and_a_narrow_pattern_before_a_wide_one(
    tmp_path: Path,
) -> None:
    write(tmp_path, "wide", '["1xxx", "*4x"]')
    write(tmp_path, "narrow", '["10xx"]')
    write(tmp_path, "exact", '["1001", "*41"]')
    library = Library.load(tmp_path, CATALOGUE)
    numbers = ["1001", "1002", "1102", "*41", "*42", "100", "10011", "1٣٣٣", ""]
    assert [name_of(library, number) for number in numbers] == [
        "exact", "narrow", "wide", "exact", "wide", "", "", "", "",
    ]  # fmt: skip


def test_all_problems_of_all_files_are_told(tmp_path: Path) -> None:
    write(tmp_path, "a", '["1"]', "main: [{paly: x}]")
    write(tmp_path, "b", '["2"]', "main: [{go: x}]")
    with pytest.raises(InvalidFiles) as refused:
        Library.load(tmp_path, CATALOGUE)
    assert [Path(problem.file).name for problem in refused.value.problems] == ["a.yaml", "b.yaml"]


def test_files_that_begin_with_a_dot_are_an_editors_and_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a", '["1"]')
    (tmp_path / ".#a.yaml").symlink_to("zhang@desk.4711")
    (tmp_path / ".b.yaml").write_text("half a tex")
    assert [path.name for path in files_in([tmp_path])] == ["a.yaml"]


def test_warnings_do_not_keep_a_dialplan_from_use(tmp_path: Path) -> None:
    write(tmp_path, "a", '["1"]', "main: [stop]\nalone: [stop]")
    library = Library.load(tmp_path, CATALOGUE)
    assert [warning.check for warning in library.warnings] == ["unreachable_flows"]
