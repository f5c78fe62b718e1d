"""A file that can be had in parts, for whoever has some of it already."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest
from multidict import CIMultiDict

from ivr.web.answers import Changed, OutOfRange, plainly


class _Whole(web.FileResponse):
    """The file, whichever range of it was asked for."""

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        headers = CIMultiDict(request.headers)
        headers.popall("Range", None)
        return await super().prepare(request.clone(headers=headers))


def sound(request: web.Request, path: Path, headers: Mapping[str, str]) -> web.StreamResponse:
    """The file, or the range of it that was asked for; whole where If-Range has the tag of another one.

    Raises OutOfRange, Changed, OSError.
    """
    found = path.stat()
    tag = f"{found.st_mtime_ns:x}-{found.st_size:x}"  # as aiohttp makes it
    _check_unchanged(request, tag, found.st_mtime)
    known = request.headers.get("If-Range", "").strip()
    if known.endswith('"') and known != f'"{tag}"':
        return _Whole(path, headers=headers)
    if not known:
        _check_range(request, found.st_size)
    return web.FileResponse(path, headers=headers)


def _check_unchanged(request: web.Request, tag: str, changed: float) -> None:
    wanted, since = request.if_match, request.if_unmodified_since
    if wanted is not None:
        same = any(each.value == "*" or (each.value == tag and not each.is_weak) for each in wanted)
    else:
        same = since is None or changed <= since.timestamp() + 1.0
    if not same:
        raise plainly(
            Changed,
            "the sound is no longer as If-Match has it: ask for all of it again",
            "声音已不是 If-Match 所指的版本：请重新获取全部",
        )


def _check_range(request: web.Request, size: int) -> None:
    try:
        first = request.http_range.start
    except ValueError:
        first = size
    if first is not None and first >= max(size, 1):
        refused = plainly(
            OutOfRange,
            f"give one range of bytes within its {size}, such as bytes=0-1023",
            f"请给出{size}字节之内的一个范围，例如 bytes=0-1023",
            "Range",
        )
        refused.headers["Content-Range"] = f"bytes */{size}"
        raise refused
