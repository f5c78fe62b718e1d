"""`ivr cases list`, `show` and `similar`."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Annotated

import orjson
import typer
from rich.text import Text

from ivr.cli.cases.shared import ReferenceArgument, Room, digits
from ivr.cli.cases.shown import as_json, entry_as_json, story, table
from ivr.cli.cases.words import word
from ivr.cli.language import LanguageOption
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out, show_table
from ivr.cli.recordings.shared import FromOption, ToOption, since_and_until
from ivr.hotline.case import Case, Entry
from ivr.hotline.cases import CaseStore
from ivr.hotline.similar import similar_to
from ivr.hotline.states import OPEN
from ivr.hotline.wanted import Order, Wanted
from ivr.ports.cases import Kind


class StatusName(StrEnum):
    """Statuses as an option takes them."""

    new = "new"
    assigned = "assigned"
    in_work = "in_work"
    answered = "answered"
    closed = "closed"
    reopened = "reopened"


def list_cases(
    status: Annotated[
        list[StatusName] | None, typer.Option(help="With this status; several may be given. 状态。")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Closed ones as well. 包括已关闭的。")] = False,
    kind: Annotated[Kind | None, typer.Option(help="Of this kind. 类型。")] = None,
    line: Annotated[str, typer.Option(help="Taken on this line. 专线。")] = "",
    category: Annotated[str, typer.Option(help="By its name in the dialplan. 类别。")] = "",
    department: Annotated[str, typer.Option(help="By its name in hotline.yaml. 部门。")] = "",
    owner: Annotated[str, typer.Option(help="By the name in agents.yaml. 负责人。")] = "",
    number: Annotated[str, typer.Option(help="The caller's number. 来电号码。")] = "",
    text: Annotated[str, typer.Option(help="Words in it, or a part of its number. 文字。")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is late. 只列超期的。")] = False,
    since: FromOption = "",
    until: ToOption = "",
    order: Annotated[Order, typer.Option(help="What is due first, or the newest first. 排序。")] = "due",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many. 最多条数。")] = 20,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List cases, those that are due first on top. 列出工单。

    ivr cases list --kind complaint --overdue

    ivr cases list --all --order newest --from 7d
    """
    room = Room.of(config, language)
    begin, end = since_and_until(room.settings, since, until, language)
    wanted = Wanted(
        status=tuple(one.value for one in status or ()) or (() if every else OPEN),
        kind=kind or "",
        line=line,
        category=category,
        department=department,
        owner=owner,
        caller_numbers=(number,) if number else (),
        since=begin,
        until=end,
        overdue_at=time.time() if overdue else None,
        text=text,
        order=order,
        limit=limit,
    )
    _shown(room, list(room.ask(lambda store: store.find(wanted))), as_lines, "no_cases")


def show(
    reference: ReferenceArgument,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell a case, and all that happened to it. 查看一个工单及其经过。

    ivr cases show 40817265
    """
    room = Room.of(config, language)
    case, entries = room.ask(lambda store: _whole(store, digits(reference)))
    if as_lines:
        history = [entry_as_json(room, entry) for entry in entries]
        print(orjson.dumps(as_json(room, case) | {"history": history}).decode())
        return
    for line in story(room, case, entries):
        out.print(Text(line), soft_wrap=True)


def similar(
    reference: ReferenceArgument,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List open cases that may be the same matter: of the same caller, or with like words. 列出相似工单。

    ivr cases similar 40817265
    """
    room = Room.of(config, language)
    found = room.ask(lambda store: similar_to(store, digits(reference)))
    _shown(room, list(found), as_lines, "none_similar")


async def _whole(store: CaseStore, reference: str) -> tuple[Case, list[Entry]]:
    case = await store.known(reference)
    return case, list(await store.history(reference))


def _shown(room: Room, cases: list[Case], as_lines: bool, nothing: str) -> None:
    if as_lines:
        for case in cases:
            print(orjson.dumps(as_json(room, case)).decode())
    elif cases:
        show_table(table(room, cases))
    else:
        err.print(word(nothing, room.language))
