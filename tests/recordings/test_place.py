"""No name of a recording, and no link on the disk, leads out of the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.place import Outside, found, inside, opened

NAME = "2026/11/25/c-100211-conversation.wav"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "recordings" / "2026/11/25").mkdir(parents=True)
    return tmp_path / "recordings"


@pytest.mark.parametrize(
    "file",
    [
        "",
        ".wav",
        "/etc/passwd",
        "../x.wav",
        "2026/../../x.wav",
        "a/.hidden.wav",
        "a//b.wav",
        "a\n.wav",
        "x.sh",
    ],
)
def test_a_name_that_is_none_of_ours_is_refused(folder: Path, file: str) -> None:
    with pytest.raises(Outside):
        inside(folder, file)


@given(file=st.text(max_size=60) | st.text("./a-\\\0", max_size=12).map(lambda text: text + ".wav"))
def test_whatever_the_name_is_its_path_lies_in_the_folder(file: str) -> None:
    folder = Path("/srv/recordings")
    try:
        path = inside(folder, file)
    except Outside:
        return
    assert os.path.normpath(path).startswith("/srv/recordings/")


def test_a_link_in_place_of_a_file_is_not_followed(folder: Path) -> None:
    (folder / NAME).symlink_to("/etc/passwd")
    with pytest.raises(Outside):
        found(folder, NAME)
    with pytest.raises(OSError, match="symbolic"):
        opened(folder / NAME)


def test_a_link_in_place_of_a_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.wav").write_bytes(b"secret")
    (folder / "2027").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Outside):
        found(folder, "2027/x.wav")


def test_the_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mounted").symlink_to(folder)
    assert inside(tmp_path / "mounted", NAME) == tmp_path / "mounted" / NAME


def test_a_pipe_is_no_recording_and_nobody_waits_for_it(folder: Path) -> None:
    os.mkfifo(folder / NAME)
    assert found(folder, NAME) is None
    with pytest.raises(OSError, match="plain file"):
        opened(folder / NAME)


@pytest.mark.parametrize("form", ["wav", "flac", "opus"])
def test_a_recording_is_found_in_whichever_form_it_is(folder: Path, form: str) -> None:
    path = (folder / NAME).with_suffix(f".{form}")
    path.write_bytes(b"")
    assert found(folder, NAME) == path


def test_without_a_file_nothing_is_found(folder: Path) -> None:
    assert found(folder, NAME) is None
