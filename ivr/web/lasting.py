"""Answers that stay as they are: whoever has one asks by its ETag whether it is still the same."""

from __future__ import annotations

from hashlib import sha256

from aiohttp import ETag, web


def lasting(request: web.Request, response: web.Response) -> web.Response:
    """The answer with its ETag, or 304 without a body where If-None-Match has that."""
    tag = sha256(response.body if isinstance(response.body, bytes) else b"").hexdigest()[:32]
    return tagged(web.Response(status=304) if known(request, tag) else response, tag)


def meaning(value: object) -> str:
    """A tag for all that is told like this, such as a list without the seconds that run in it."""
    return sha256(repr(value).encode(errors="replace")).hexdigest()[:32]


def known(request: web.Request, tag: str) -> bool:
    """Whether If-None-Match has it."""
    return any(each.value in ("*", tag) for each in request.if_none_match or ())


def tagged(response: web.Response, tag: str, *, weak: bool = False) -> web.Response:
    """With this ETag; a weak one stands for what means the same."""
    response.etag = ETag(tag, weak)
    language = ", Accept-Language" if "Content-Language" in response.headers else ""
    response.headers.update({"Cache-Control": "private, no-cache", "Vary": f"Authorization{language}"})
    return response
