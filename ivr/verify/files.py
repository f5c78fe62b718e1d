"""Where Asterisk's records lie: `callwright.csv` and what a rotation made of older ones, in two folders."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from ivr.verify.records import Cdr, Cel, begins, rows

NAME = "callwright.csv"
_ROTATED = re.compile(r"callwright\.csv(\.(?!gz$)[0-9A-Za-z_-]+|-[0-9]+)?(\.gz)?")
_NEAR = 65_536
"""Bytes that are read through rather than halved once more."""
_STEP = 5_000

Progress = Callable[[int, int], None]
"""Told how many bytes are read, and of how many."""


class RecordsMissing(Exception):
    """Asterisk has written no records that we can read; `zh` says so in Chinese. `yet`: it has only had no
    call, as far as one can see."""

    def __init__(self, folder: Path, why: str, zh: str) -> None:
        self.yet = folder.is_dir()
        self.zh = (
            f"无法核对：{folder} 中没有可读的 Asterisk 记录（{zh}）。自备 Asterisk 时，"
            "请用 ivr asterisk config 输出 cel.conf、cel_custom.conf 和 cdr_custom.conf 的配置行，"
            "并让 config/ivr.yaml 的 asterisk_log 指向 Asterisk 的日志目录"
        )
        super().__init__(
            f"cannot tell: {folder} has no records of Asterisk that can be read ({why}). For an Asterisk of"
            " your own, add the lines that 'ivr asterisk config' prints for cel.conf, cel_custom.conf and"
            " cdr_custom.conf, and let 'asterisk_log' in config/ivr.yaml be Asterisk's log folder"
        )


class AsteriskFiles:
    """The records below Asterisk's log folder, the oldest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.damaged = 0
        """How many records could not be read so far."""

    def began(self) -> float:
        """When the oldest record was written. Raises `RecordsMissing`."""
        return next((first for file in self._files("cel-custom") if (first := _first(file)) is not None), 0.0)

    def cel(self, since: float = 0.0, progress: Progress = lambda _done, _total: None) -> Iterator[Cel]:
        """What happened from that time on. Raises `RecordsMissing`."""
        for fields in self._rows("cel-custom", since, progress):
            event = Cel.of(fields)
            if event is None:
                self.damaged += 1
            elif event.at >= since:
                yield event

    def cdr(self, since: float = 0.0) -> Iterator[Cdr]:
        """The legs of calls that ended from that time on, nothing where Asterisk writes none."""
        try:
            for fields in self._rows("cdr-custom", since, lambda _done, _total: None):
                leg = Cdr.of(fields)
                if leg is None:
                    self.damaged += 1
                elif leg.ended >= since:
                    yield leg
        except RecordsMissing:
            return

    def _rows(self, kind: str, since: float, progress: Progress) -> Iterator[list[str]]:
        files = _needed(self._files(kind), since)
        total, done = sum(file.stat().st_size for file in files), 0
        for file in files:
            with _opened(file) as source:
                if file.suffix != ".gz":
                    _seek(source, since)
                for number, fields in enumerate(rows(source)):
                    if number % _STEP == 0:
                        progress(min(total, done + source.tell()), total)
                    yield fields
            done += file.stat().st_size
            progress(done, total)

    def _files(self, kind: str) -> Sequence[Path]:
        folder = self._folder / kind
        try:
            names = {file.name for file in folder.iterdir() if _ROTATED.fullmatch(file.name)}
            # While a rotation packs a file, both are there.
            found = [
                folder / name for name in names if name.removesuffix(".gz") == name or name[:-3] not in names
            ]
            dated = [(_first(file) or 0.0, file) for file in found if file.stat().st_size]
        except OSError as fault:
            raise RecordsMissing(
                folder, fault.strerror or str(fault), os.strerror(fault.errno or 0)
            ) from fault
        if not dated:
            raise RecordsMissing(folder, f"there is no {NAME}, or it is empty", f"没有 {NAME} 或为空")
        return [file for _, file in sorted(dated)]


def _needed(files: Sequence[Path], since: float) -> list[Path]:
    """Without those that are over before that time: the next one begins no later."""
    later = [index for index, file in enumerate(files) if (_first(file) or 0.0) <= since]
    return list(files[later[-1] if later else 0 :])


def _first(file: Path) -> float | None:
    with _opened(file) as source:
        return next((at for line in source if (at := begins(line)) is not None), None)


def _opened(file: Path) -> BinaryIO:
    return gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb")  # type: ignore[return-value]


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
