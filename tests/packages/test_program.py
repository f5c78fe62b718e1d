"""The command line of an unpacked program."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from ivr.packages import PackagesUnavailable, Unpacked


@pytest.mark.parametrize(
    ("machine", "triplet", "loader"),
    [
        ("x86_64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
        ("aarch64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
    ],
)
def test_a_program_runs_with_the_loader_and_the_libraries_of_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str, triplet: str, loader: str
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    libraries = tmp_path / "usr/lib" / triplet
    libraries.mkdir(parents=True)
    (libraries / loader).touch()

    command = Unpacked(tmp_path).command("usr/sbin/asterisk", libraries=["asterisk"])

    assert command == [
        f"{libraries}/{loader}",
        "--library-path",
        f"{libraries}:{tmp_path}/lib/{triplet}:{libraries}/asterisk",
        f"{tmp_path}/usr/sbin/asterisk",
    ]


def test_a_loader_in_the_old_place_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    old = tmp_path / "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"
    old.parent.mkdir(parents=True)
    old.touch()

    assert Unpacked(tmp_path).command("usr/bin/sipp")[0] == str(old)


def test_a_folder_without_a_loader_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")

    with pytest.raises(PackagesUnavailable, match="delete this folder"):
        Unpacked(tmp_path).command("usr/bin/sipp")


def test_an_unknown_processor_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(PackagesUnavailable, match="riscv64"):
        Unpacked(tmp_path).command("usr/bin/sipp")
