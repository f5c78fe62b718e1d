"""The process that makes one report beside the engine, at a low priority:

    python -m ivr.reports.worker < order

The order is an `Order`, pickled; it comes from the engine and from nobody else. On standard output there is a
line of JSON for each percent that was read, and one at the end: what was made, or why nothing was. It ends
with its input, and so with the engine.

Its priority is low and not the lowest: somebody waits for it, but no call does.
"""

from __future__ import annotations

import asyncio
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from ivr.archive.beside import end_with_the_engine, plan_object, tell
from ivr.files.log import log_to_standard_error
from ivr.journal.reader import JournalReader
from ivr.journal.unusable import DatabaseUnusable
from ivr.reports.asked import Asked
from ivr.reports.report import TooMany, report_of
from ivr.reports.sheet import Sheet
from ivr.reports.words import word
from ivr.reports.written.forms import FORMS
from ivr.reports.written.parquet import ParquetMissing
from ivr.reports.written.pdf import BrowserFailed, BrowserMissing

MOST_BYTES = 100_000_000
"""Of the file."""
_LOW = 10
_FIRST_TO_GO = "1000"  # of what the kernel ends where memory is short


@dataclass(frozen=True, slots=True)
class Order:
    """The report, from the database at this address, in this form, into this file."""

    url: str
    asked: Asked
    form: str
    file: Path

    def packed(self) -> bytes:
        """For the process."""
        return pickle.dumps(self)


@dataclass(frozen=True, slots=True)
class Made:
    """The report is in the file. `tag` is the same for the same figures, whenever they were reckoned."""

    tag: str


@dataclass(frozen=True, slots=True)
class Failed:
    """There is none, and the `field` of the question that could be another. `again`: asking again later may
    help."""

    en: str
    zh: str
    field: str = ""
    again: bool = False


async def made(order: Order, progress: Callable[[int, int], None]) -> Made | Failed:
    """Make the report."""
    try:
        async with JournalReader(order.url) as reader:
            sheet = await report_of(reader, order.asked, progress)
        return _written(sheet, order)
    except TooMany as fault:
        return Failed(
            f"the range has {fault.calls:,} calls, this report takes at most {fault.most:,}:"
            " give a shorter range",
            f"此范围有 {fault.calls:,} 个通话，这份报表最多 {fault.most:,} 个；请缩短时间范围",
            "from",
        )
    except DatabaseUnusable as fault:
        return Failed(str(fault), fault.zh, again=True)
    except MemoryError:
        return Failed("it does not fit into memory: give a shorter range", "内存不足；请缩短时间范围", "from")


def _written(sheet: Sheet, order: Order) -> Made | Failed:
    try:
        data = FORMS[order.form].write(sheet)
    except ParquetMissing:
        return Failed(
            "Parquet needs pyarrow where the engine runs: pip install 'callwright[parquet]'",
            "写 Parquet 需要在引擎所在机器上安装 pyarrow：pip install 'callwright[parquet]'",
            "format",
        )
    except BrowserMissing:
        return Failed(
            "there is no Chromium or Chrome where the engine runs: ask for html, and print that page to PDF",
            "引擎所在的机器上没有 Chromium 或 Chrome；请改用 html，再打印为 PDF",
            "format",
        )
    except BrowserFailed as fault:
        return Failed(f"the browser did not print: {fault}", f"浏览器未能打印：{fault}", "format")
    if len(data) > MOST_BYTES:
        return Failed(
            f"the file would have {len(data):,} bytes, at most {MOST_BYTES:,} are possible: give a shorter"
            " range, longer intervals or fewer dimensions",
            f"文件将有 {len(data):,} 字节，最多 {MOST_BYTES:,}；请缩短时间范围、加长时段或减少分组",
            "by",
        )
    order.file.write_bytes(data)
    return Made(_tag(sheet, order.form))


def _tag(sheet: Sheet, form: str) -> str:
    """Without the time at which it was made."""
    heading = word("made", sheet.language)
    facts = tuple(fact for fact in sheet.facts if fact[0] != heading)
    told = {name: value for name, value in sheet.told.items() if name != "made"}
    same = replace(sheet, facts=facts, told=told)
    return sha256(repr((form, same)).encode("utf-8", "surrogateescape")).hexdigest()[:32]


class _Percent:
    """Tells each percent once."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        percent = min(99, 100 * done // total) if total else 0
        if percent > self._told:
            self._told = percent
            tell({"percent": percent})


def main() -> None:
    """Make the report of the order that comes in."""
    log_to_standard_error()
    os.nice(_LOW)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
    order: Order | None = plan_object()
    if order is None:
        return
    end_with_the_engine(lambda: None, grace=0.0)
    result = asyncio.run(made(order, _Percent()))
    tell({type(result).__name__.lower(): asdict(result)})


if __name__ == "__main__":
    main()
