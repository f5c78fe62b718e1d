"""Fetching packages: the real apt, the mirror of this machine, a small package, a folder of our own."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from ivr.packages import PackagesUnavailable, Progress, Unpacked, fetch
from ivr.packages.apt import bytes_in

SMALL = ["hello"]
FETCH = """
import os, signal, sys
from pathlib import Path
from ivr.packages import fetch

def progress(now):
    print(now.stage, flush=True)
    if now.stage == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

fetch(["hello"], into=Path(sys.argv[1]), progress=progress)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def fetched(cache: Path) -> tuple[Path, list[Progress]]:
    """Fetched after one that was killed while it unpacked, and beside another that wants the same."""
    killed = subprocess.run([sys.executable, "-c", FETCH, str(cache), "unpacking"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not list(cache.glob("sid-*[!t]")), "a folder that is not whole must not look like one"
    other = subprocess.Popen(
        [sys.executable, "-c", FETCH, str(cache), "never"], stdout=subprocess.PIPE, text=True
    )
    seen: list[Progress] = []
    root = fetch(SMALL, into=cache, progress=seen.append)
    output, _ = other.communicate(timeout=300)
    assert other.returncode == 0, output
    return root, seen


def test_an_unpacked_program_runs(fetched: tuple[Path, list[Progress]]) -> None:
    root, _ = fetched
    said = subprocess.run(
        Unpacked(root).command("usr/bin/hello"), capture_output=True, text=True, check=True
    ).stdout
    assert said == "Hello, world!\n"


def test_of_two_at_once_one_does_the_work(cache: Path, fetched: tuple[Path, list[Progress]]) -> None:
    root, _ = fetched
    assert [folder for folder in cache.iterdir() if folder.name.startswith("sid-")] == [root]


def test_what_is_there_needs_no_apt(
    cache: Path, fetched: tuple[Path, list[Progress]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert fetch(SMALL, into=cache) == fetched[0]


def test_progress_goes_from_nothing_to_all_of_it(fetched: tuple[Path, list[Progress]]) -> None:
    _, seen = fetched
    unpacking = [now for now in seen if now.stage == "unpacking"]
    assert unpacking[0].done == 0
    assert unpacking[-1].done == unpacking[-1].total > 0
    assert all(now.done <= now.total for now in seen)


class Way(NamedTuple):
    variable: str
    value: str
    complaint: str


@pytest.mark.parametrize(
    "way",
    [
        Way("PATH", "/nowhere", "apt-get is missing"),
        Way("http_proxy", "http://127.0.0.1:9", "apt-get update failed"),
    ],
    ids=["no apt", "no network"],
)
def test_where_nothing_can_be_fetched_the_error_says_why_and_names_the_other_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    monkeypatch.setenv(way.variable, way.value)
    with pytest.raises(PackagesUnavailable, match=way.complaint) as problem:
        fetch(SMALL, into=tmp_path)
    assert "`asterisk: existing` in config/ivr.yaml" in str(problem.value)


def test_a_full_disk_is_noticed_before_the_download(
    cache: Path, fetched: tuple[Path, list[Progress]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(cache / "apt-sid", tmp_path / "apt-sid")  # its lists are fresh
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(PackagesUnavailable, match=r"MB are needed.*CALLWRIGHT_CACHE"):
        fetch(SMALL, into=tmp_path)


def test_a_file_that_apt_has_just_moved_away_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "partial").mkdir()
    (tmp_path / "here.deb").write_bytes(b"12345")
    (tmp_path / "partial/gone.deb").symlink_to(tmp_path / "moved")
    assert bytes_in(tmp_path) == 5
