"""Fetches Debian packages with a private apt and unpacks them into a folder, as any user.

apt does what it does best (which packages, from where, signed by whom); nothing is installed. The folder is
kept outside the repository, so the next start needs no network and no apt.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ivr.packages.problems import PackagesUnavailable
from ivr.packages.program import leashed
from ivr.packages.system import Source, source

CONFIGURATION = """\
Dir::State "{home}/state";
Dir::State::lists "{home}/state/lists";
Dir::State::status "{home}/state/status";
Dir::Cache "{home}/cache";
Dir::Cache::archives "{home}/cache/archives";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
Acquire::GzipIndexes "false";
Dir::Etc::sourcelist "{home}/sources.list";
Dir::Etc::sourceparts "{home}/none";
Dir::Etc::preferences "{home}/none/preferences";
Dir::Etc::preferencesparts "{home}/none";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "true";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
"""
FRESH = 3600.0
"""Seconds for which a mirror surely still has the packages it listed."""
UNPACKED_RATIO = 4
"""Unpacked files take about three times the room of their packages, which are there at the same time."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fetch is. `stage` is waiting, updating, downloading or unpacking; `done` of `total` bytes.

    `total` is 0 where it cannot be known.
    """

    stage: str
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]


def cache_directory() -> Path:
    """Where fetched programs are kept: $CALLWRIGHT_CACHE, else the user's cache folder."""
    if own := os.environ.get("CALLWRIGHT_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "callwright"


def fetch(
    packages: Sequence[str],
    *,
    suite: str = "sid",
    into: Path | None = None,
    progress: Report = lambda _: None,
) -> Path:
    """The folder with `packages` and all they depend on, unpacked; fetched first if it is not there yet.

    Two processes may fetch at the same time: the second waits. A fetch that was cut short goes on where it
    was. `into` is the cache, by default `cache_directory()`. On Ubuntu the system's own release takes the
    place of `suite` (not tried yet). Raises PackagesUnavailable.
    """
    cache = (into or cache_directory()).resolve()
    root = cache / _key(packages, suite)
    if root.is_dir():
        return root
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / "lock", progress):
        if not root.is_dir():
            apt = _Apt(cache / f"apt-{suite}", source(suite), progress)
            _unpack(apt.download(packages), root, progress)
            apt.forget_archives()
    return root


def _key(packages: Sequence[str], suite: str) -> str:
    names = " ".join(sorted(set(packages)))
    return f"{suite}-{hashlib.sha256(names.encode()).hexdigest()[:12]}"


@contextmanager
def _alone(lock: Path, progress: Report) -> Iterator[None]:
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(Progress("waiting"))
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Apt:
    """apt with a home of its own."""

    def __init__(self, home: Path, origin: Source, progress: Report) -> None:
        self.home, self.origin, self.progress = home, origin, progress
        self.archives = home / "cache/archives"
        for folder in ("state/lists/partial", "cache/archives/partial", "none"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        (home / "state/status").touch()
        (home / "sources.list").write_text(origin.line)
        (home / "apt.conf").write_text(CONFIGURATION.format(home=home))

    def download(self, packages: Sequence[str]) -> list[Path]:
        """The package files of `packages` and all they depend on, checked against the archive's signature."""
        self._update()
        missing = self._missing(packages)
        present = bytes_in(self.archives)
        total = present + sum(missing.values())
        _check_room(self.home, sum(missing.values()) * UNPACKED_RATIO)
        self._run("install", "--yes", "--download-only", *packages, watch=lambda: self._downloading(total))
        return [self.archives / name for name in self._wanted(packages)]

    def forget_archives(self) -> None:
        shutil.rmtree(self.archives)

    def _update(self) -> None:
        """Learn what the mirror has, unless that was done a short while ago."""
        stamp = self.home / "updated"
        if stamp.exists() and time.time() - stamp.stat().st_mtime < FRESH:
            return
        self.progress(Progress("updating"))
        self._run("update", "--error-on=any")
        stamp.touch()

    def _downloading(self, total: int) -> None:
        self.progress(Progress("downloading", min(bytes_in(self.archives), total), total))

    def _missing(self, packages: Sequence[str]) -> dict[str, int]:
        """Name and size in bytes of the files that are not here yet."""
        listing = self._run("install", "--yes", "--print-uris", "--quiet=2", *packages)
        fields = [line.split() for line in listing.splitlines() if line.startswith("'")]
        return {name: int(size) for _, name, size, *_ in fields}

    def _wanted(self, packages: Sequence[str]) -> list[str]:
        """The names of all files, those here as well: asked with an archive folder that holds none."""
        empty = f"Dir::Cache::archives={self.home}/none"
        listing = self._run("install", "--yes", "--print-uris", "--quiet=2", "-o", empty, *packages)
        return [line.split()[1] for line in listing.splitlines() if line.startswith("'")]

    def _run(self, *arguments: str, watch: Callable[[], None] = lambda: None) -> str:
        environment = os.environ | {"LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
        process = subprocess.Popen(
            leashed(["apt-get", "-c", str(self.home / "apt.conf"), *arguments]),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        output, errors = _communicate(process, watch)
        if process.returncode:
            raise PackagesUnavailable(f"apt-get {arguments[0]} failed: {_complaint(errors)}")
        return output


def _communicate(process: subprocess.Popen[str], watch: Callable[[], None]) -> tuple[str, str]:
    try:
        while True:
            try:
                return process.communicate(timeout=0.2)
            except subprocess.TimeoutExpired:
                watch()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _complaint(errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.startswith(("E:", "W:"))]
    return " ".join(lines[:3]) or "it gave no reason; is the network there?"


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise PackagesUnavailable(
            f"{folder} has {free // 1_000_000} MB free, {needed // 1_000_000} MB are needed: "
            "make room, or let CALLWRIGHT_CACHE name another folder"
        )


def bytes_in(folder: Path) -> int:
    """Bytes of the packages that are there, whole or in part, while apt moves them about."""
    size = 0
    for file in (*folder.glob("*.deb"), *folder.glob("partial/*.deb")):
        with suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


def _unpack(archives: Sequence[Path], root: Path, progress: Report) -> None:
    """Unpack beside `root` and rename: a folder of that name is always whole."""
    part = root.with_name(f"{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    total = sum(archive.stat().st_size for archive in archives)
    done = 0
    for archive in archives:
        progress(Progress("unpacking", done, total))
        unpacked = subprocess.run(
            ["dpkg-deb", "--extract", str(archive), str(part)], capture_output=True, text=True, check=False
        )
        if unpacked.returncode:
            archive.unlink()
            raise PackagesUnavailable(f"{archive.name} cannot be unpacked: {unpacked.stderr.strip()}")
        done += archive.stat().st_size
    progress(Progress("unpacking", total, total))
    part.rename(root)
