"""What the routes below `/quality` share: who asks, how they ask, and what they are told that cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from ivr.document.model import Fault, Faults
from ivr.document.problems import nearest
from ivr.quality.access import Access
from ivr.quality.entry import CannotBe, Person
from ivr.quality.form import Form
from ivr.settings.web import Right
from ivr.web.access import Client
from ivr.web.answers import Complaint, Conflict, Invalid, NotAllowed, NotFound, plainly, printable, said
from ivr.web.routes import Fields, Handler, Nothing, Route

T = TypeVar("T")

QUALITY: frozenset[Right] = frozenset(("quality",))


def getting(
    path: str,
    name: str,
    summary: str,
    handler: Handler,
    gives: Any,
    fields: type[Fields] = Nothing,
    refuses: Mapping[int, str] | None = None,
) -> Route:
    """A route that reads, below `/quality`."""
    return Route(
        "GET",
        f"/quality/{path}",
        f"quality.{name}",
        summary,
        handler,
        gives,
        fields,
        QUALITY,
        lasting=True,
        refuses=refuses or {},
    )


def posting(
    path: str,
    name: str,
    summary: str,
    handler: Handler,
    gives: Any,
    fields: type[Fields],
    refuses: Mapping[int, str],
) -> Route:
    """A route that changes something, below `/quality`."""
    return Route(
        "POST",
        f"/quality/{path}",
        f"quality.{name}",
        summary,
        handler,
        gives,
        fields,
        QUALITY,
        refuses=refuses,
    )


async def ask(database: str, question: Callable[[Access], T]) -> T:
    """In a thread of its own. Raises Refused, DatabaseUnusable."""

    def run() -> T:
        with _told(), Access(database) as access:
            return question(access)

    return await asyncio.to_thread(run)


def lead(client: Client, name: str = "") -> Person:
    """Who is named, or the token itself, as one who may see and do everything."""
    return Person(name or client.name, lead=True, trail=trail(client))


def trail(client: Client) -> str:
    """What the trail calls it."""
    return f"token {client.name}"


def not_an_agent(client: Client) -> None:
    """Raises NotAllowed."""
    if client.agent:
        raise plainly(
            NotAllowed,
            "this token is an agent's: it sees their scores and appeals, no more",
            "此令牌属于坐席：只能查看自己的得分并申诉",
        )


def named(name: str, forms: Mapping[str, Form]) -> Form:
    """The form with this name. Raises CannotBe."""
    if name not in forms:
        shown = name[:60]
        raise CannotBe(
            f"no form '{shown}'; {nearest(shown, forms)}",
            f"没有表单“{shown}”；{nearest(shown, forms, 'zh')}",
            "invalid",
            "form",
        )
    return forms[name]


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be done, as the interface says it."""
    try:
        yield
    except Fault as fault:
        raise Invalid(_complaint(fault)) from None
    except Faults as faults:
        raise Invalid(*map(_complaint, faults.faults)) from None
    except CannotBe as fault:
        if fault.kind == "conflict":
            raise Conflict(str(fault), fault.zh) from None
        missing = fault.kind == "missing" and not fault.field
        raise plainly(NotFound if missing else Invalid, str(fault), fault.zh, fault.field) from None


def _complaint(fault: Fault) -> Complaint:
    """Faults of answers begin with the item."""
    field = ".".join(("answers", *(printable(str(part)[:60]) for part in fault.path)))
    return Complaint(field, said(str(fault), fault.zh))
