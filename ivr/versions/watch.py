"""Sees that files have changed, once whoever writes them has finished.

A look at the folder twice a second, not the kernel's notices: it also sees network drives, folders that are
put in another's place, and links that are turned (docs/decisions/0020-live-change.md has the figures).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from pathlib import Path

EVERY = 0.5
SETTLE = 0.25

Files = Callable[[], Iterable[Path]]
Signature = tuple[tuple[str, int, int, int], ...]


async def changes(
    files: Files, since: Signature, *, every: float = EVERY, settle: float = SETTLE
) -> AsyncGenerator[Signature, None]:
    """The signature of these files whenever they have changed since the last one and stood still for `settle`
    seconds; `since` is the first that counts.

    An editor writes in several steps, a copy over a network in many: a file that is still being written
    stands still for none of them.
    """
    last = since
    while True:
        await asyncio.sleep(every)
        now = await asyncio.to_thread(signature, files)
        if now == last:
            continue
        while (again := await _after(settle, files)) != now:
            now = again
        if now != last:
            last = now
            yield now


async def _after(seconds: float, files: Files) -> Signature:
    await asyncio.sleep(seconds)
    return await asyncio.to_thread(signature, files)


def signature(files: Files) -> Signature:
    """Something else whenever one of the files is another, longer, shorter or written anew."""
    try:
        return tuple(_one(path) for path in files())
    except OSError:  # the folder is being put in another's place
        return ()


def _one(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), found.st_ino, found.st_size, max(found.st_mtime_ns, found.st_ctime_ns)
