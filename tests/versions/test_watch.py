"""Files that change are seen once they stand still."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from ivr.versions.watch import Signature, changes, signature

LIMIT = 20.0


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Callable[[], asyncio.Future[Signature]]]:
    """A function that waits for the next change."""

    def files() -> list[Path]:
        return sorted(folder.glob("*.yaml"))

    seen = changes(files, signature(files), every=0.01, settle=0.05)

    def following() -> asyncio.Future[Signature]:
        return asyncio.ensure_future(asyncio.wait_for(anext(seen), LIMIT))

    yield following
    await seen.aclose()


async def test_a_changed_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one")
    async with watching(tmp_path) as following:
        (tmp_path / "a.yaml").write_text("two")
        await following()


async def test_a_change_before_the_first_look_is_seen(tmp_path: Path) -> None:
    before = signature(lambda: sorted(tmp_path.glob("*")))
    (tmp_path / "a.yaml").write_text("one")
    seen = changes(lambda: sorted(tmp_path.glob("*")), before, every=0.01, settle=0.01)
    await asyncio.wait_for(anext(seen), LIMIT)
    await seen.aclose()


async def test_a_file_put_in_anothers_place_is_seen_though_it_is_as_long_and_as_old(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one")
    old = (tmp_path / "a.yaml").stat()
    async with watching(tmp_path) as following:
        (tmp_path / "new").write_text("two")
        os.utime(tmp_path / "new", ns=(old.st_atime_ns, old.st_mtime_ns))
        (tmp_path / "new").rename(tmp_path / "a.yaml")
        await following()


async def test_what_an_editor_writes_beside_it_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one")
    async with watching(tmp_path) as following:
        for name in ("4913", "a.yaml~", ".a.yaml.swp"):
            (tmp_path / name).write_text("x")
        (tmp_path / "b.yaml").write_text("this is one")
        names = {Path(name).name for name, *_ in await following()}
    assert names == {"a.yaml", "b.yaml"}


async def test_a_folder_put_in_anothers_place_is_seen(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    async with watching(tmp_path / "here") as following:
        (tmp_path / "here").rename(tmp_path / "old")
        (tmp_path / "here").mkdir()
        (tmp_path / "here" / "a.yaml").write_text("one")
        await following()


class Growing:
    """A file that is longer whenever somebody looks, for so many looks."""

    def __init__(self, looks: int) -> None:
        self._sizes = [*range(1, looks), *[looks] * 1000]

    def stat(self) -> SimpleNamespace:
        size = self._sizes.pop(0)
        return SimpleNamespace(st_ino=7, st_size=size, st_mtime_ns=1, st_ctime_ns=1)


async def test_a_file_that_is_still_being_written_is_no_change_yet() -> None:
    file = cast(Path, Growing(50))
    seen = changes(lambda: [file], (), every=0.0, settle=0.0)
    ((_, _, size, _),) = await asyncio.wait_for(anext(seen), LIMIT)
    assert size == 50
    await seen.aclose()
