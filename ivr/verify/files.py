"""Where Asterisk's records lie: `callwright.csv` and what a rotation made of older ones, in two folders."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from ivr.verify.records import Cdr, Cel, begins, rows

NAME = "callwright.csv"
_ROTATED = re.compile(r"callwright\.csv(\.(?!(?:gz|bz2|xz)$)[0-9A-Za-z_-]+|-[0-9]+)?(\.(?:gz|bz2|xz))?")
_PACKED: Mapping[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_NEAR = 65_536
"""Bytes that are read through rather than halved once more."""
_STEP = 5_000

Progress = Callable[[int, int], None]
"""Told how many bytes are read, and of how many."""


_SETTINGS = (
    "For an Asterisk of your own, add the lines that 'ivr asterisk config' prints for cel.conf,"
    " cel_custom.conf and cdr_custom.conf, and let 'asterisk_log' in config/ivr.yaml be its log folder",
    "自备 Asterisk 时，请用 ivr asterisk config 输出 cel.conf、cel_custom.conf 和 cdr_custom.conf 的配置行，"
    "并让 config/ivr.yaml 的 asterisk_log 指向 Asterisk 的日志目录",
)
_RIGHTS = (
    "Let the user that runs ivr read it, for example as a member of Asterisk's group",
    "请让运行 ivr 的用户有权读取，例如加入 Asterisk 的用户组",
)
_LINES = (
    "Take over the lines that 'ivr asterisk config' prints for cel_custom.conf and cdr_custom.conf as they"
    " are, and set no 'dateformat' in cel.conf",
    "请原样采用 ivr asterisk config 输出的 cel_custom.conf 和 cdr_custom.conf 配置行，"
    "且不要在 cel.conf 中设置 dateformat",
)


class RecordsMissing(Exception):
    """Asterisk has written no records that we can read; `zh` says so in Chinese. `yet`: it has only had no
    call, as far as one can see."""

    def __init__(
        self, place: Path, why: tuple[str, str], remedy: tuple[str, str], *, yet: bool = False
    ) -> None:
        self.yet = yet
        self.zh = f"无法核对：{place} 中没有可读的 Asterisk 记录（{why[1]}）。{remedy[1]}"
        super().__init__(
            f"cannot tell: {place} has no records of Asterisk that can be read ({why[0]}). {remedy[0]}"
        )


class AsteriskFiles:
    """The records below Asterisk's log folder, the oldest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.damaged = 0
        """How many records could not be read so far."""

    @property
    def folder(self) -> Path:
        """Asterisk's log folder."""
        return self._folder

    def began(self, since: float = 0.0) -> float:
        """When the oldest record of CEL was written, of files not over before that time. Raises
        `RecordsMissing`, and, as all here, OSError for a file that cannot be read or unpacked."""
        return self._began("cel-custom", since)

    def cdr_began(self, since: float = 0.0) -> float:
        """When the oldest CDR was written, as `began`."""
        return self._began("cdr-custom", since)

    def _began(self, kind: str, since: float) -> float:
        files = self._files(kind, since)
        began = next((first for file in files if (first := _first(file)) is not None), None)
        if began is None:
            why = ("no line of it is a record", "没有一行是记录")
            raise RecordsMissing(files[0], why, _LINES)
        return began

    def cel(self, since: float = 0.0, progress: Progress = lambda _done, _total: None) -> Iterator[Cel]:
        """What happened from that time on. Raises `RecordsMissing`."""
        for fields in self._rows("cel-custom", since, progress):
            event = Cel.of(fields)
            if event is None:
                self.damaged += 1
            elif event.at >= since:
                yield event

    def cdr(self, since: float = 0.0, progress: Progress = lambda _done, _total: None) -> Iterator[Cdr]:
        """The legs of calls that ended from that time on. Raises `RecordsMissing` where Asterisk writes
        none."""
        for fields in self._rows("cdr-custom", since, progress):
            leg = Cdr.of(fields)
            if leg is None:
                self.damaged += 1
            elif leg.ended >= since:
                yield leg

    def _rows(self, kind: str, since: float, progress: Progress) -> Iterator[list[str]]:
        files = _needed(self._files(kind, since), since)
        total, done = sum(file.stat().st_size for file in files), 0
        for file in files:
            with _opened(file) as source:
                if file.suffix not in _PACKED:
                    _seek(source, since)
                for number, fields in enumerate(rows(source)):
                    if number % _STEP == 0:
                        progress(min(total, done + source.tell()), total)
                    yield fields
            done += file.stat().st_size
            progress(done, total)

    def _files(self, kind: str, since: float) -> Sequence[Path]:
        """Those with something in them, the oldest first."""
        folder = self._folder / kind
        try:
            names = {file.name for file in folder.iterdir() if _ROTATED.fullmatch(file.name)}
            # While a rotation packs a file, both are there.
            found = [
                folder / name for name in names if _unpacked(name) == name or _unpacked(name) not in names
            ]
            filled = [file for file in found if file.stat().st_size]
            dated = [(_first(file) or 0.0, file) for file in filled if not _is_spoilt(file, since)]
        except PermissionError as fault:
            raise RecordsMissing(Path(fault.filename), _said(fault), _RIGHTS) from fault
        except FileNotFoundError as fault:
            if folder.is_dir():
                raise  # just rotated: it has another name now
            raise RecordsMissing(folder, _said(fault), _SETTINGS) from fault
        if not dated:
            why = (f"there is no {NAME}, or it is empty", f"没有 {NAME} 或为空")
            raise RecordsMissing(folder, why, _SETTINGS, yet=True)
        return [file for _, file in sorted(dated)]


def _is_spoilt(file: Path, before: float) -> bool:
    """Whether it cannot be unpacked, and was over before that time, so that it does not matter. Raises
    OSError for one that matters."""
    try:
        _first(file)
    except PermissionError:
        raise
    except OSError:
        if file.stat().st_mtime < before:
            return True
        raise
    return False


def _said(fault: OSError) -> tuple[str, str]:
    words = os.strerror(fault.errno or 0)
    return words, words


def _unpacked(name: str) -> str:
    return name[: -len(packed)] if (packed := Path(name).suffix) in _PACKED else name


def _needed(files: Sequence[Path], since: float) -> list[Path]:
    """Without those that are over before that time: the next one begins no later."""
    later = [index for index, file in enumerate(files) if (_first(file) or 0.0) <= since]
    return list(files[later[-1] if later else 0 :])


def _first(file: Path) -> float | None:
    with _opened(file) as source:
        return next((at for line in source if (at := begins(line)) is not None), None)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """The unpacked bytes. Raises OSError, also where what was packed is damaged."""
    try:
        with _PACKED.get(file.suffix, open)(file, "rb") as source:
            yield source
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as fault:
        raise OSError(errno.EIO, f"it cannot be unpacked: {fault}", str(file)) from fault


def _seek(source: BinaryIO, since: float) -> None:
    """To a place before the first record at or after that time: they are written in the order of their
    times, give or take a moment."""
    low, high = 0, source.seek(0, os.SEEK_END)
    while high - low > _NEAR:
        middle = (low + high) // 2
        source.seek(middle)
        source.readline()
        at = next((at for line in source if (at := begins(line)) is not None), None)
        if at is None or at >= since - 1.0:
            high = middle
        else:
            low = middle
    source.seek(low)
    if low:
        source.readline()
