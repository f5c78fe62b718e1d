"""The commands that let something happen to a case."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from ivr.cli.audit import who
from ivr.cli.cases.shared import ByOption, ReferenceArgument, Room, digits
from ivr.cli.cases.shown import due
from ivr.cli.cases.words import status_word, word
from ivr.cli.journal import zone_of
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, say, shown, stop_with
from ivr.document.problems import nearest
from ivr.hotline.case import Case
from ivr.hotline.cases import CaseStore
from ivr.hotline.changes import (
    Answered,
    Assigned,
    Attributed,
    Begun,
    Charged,
    Closed,
    Noted,
    Reopened,
    Sorted,
    Wished,
)
from ivr.journal.story import clean
from ivr.ports.cases import Kind
from ivr.speech.received import receive
from ivr.speech.voice import SpeechFailed
from recordings import names

Why = Literal["solved", "withdrawn", "unfounded"]
TextArgument = Annotated[str, typer.Argument(help="What is to be said. 内容。")]


def assign(
    reference: ReferenceArgument,
    department: Annotated[str, typer.Option(help="By its name in hotline.yaml. 部门。")] = "",
    owner: Annotated[str, typer.Option(help="By the name in agents.yaml. 负责人。")] = "",
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say who has to see to it. 分派给部门或负责人。

    ivr cases assign 40817265 --department goods --owner li
    """
    room = Room.of(config, language)
    _known(room, "no_department", department, room.settings.hotline.departments)
    _known(room, "no_agent", owner, room.settings.agents.agents)
    _done(room, room.change(reference, Assigned(department, owner), by))


def begin(
    reference: ReferenceArgument,
    owner: Annotated[str, typer.Option(help="By the name in agents.yaml; else who does it. 负责人。")] = "",
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Begin to work on it, or take it over. 开始处理。

    ivr cases begin 40817265 --owner li
    """
    room = Room.of(config, language)
    _known(room, "no_agent", owner, room.settings.agents.agents)
    _done(room, room.change(reference, Begun(owner or by or who()), by))


def answer(
    reference: ReferenceArgument,
    text: Annotated[str, typer.Argument(help="In words. 答复文字。")] = "",
    recording: Annotated[
        Path | None, typer.Option(help="A file with the spoken answer: WAV, FLAC, OGG or MP3. 录音答复。")
    ] = None,
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Answer: in words, or by a recording. 答复来电者。

    ivr cases answer 40817265 "We have sent a new one today."

    ivr cases answer 40817265 --recording answer.wav
    """
    room = Room.of(config, language)
    if not text.strip() and recording is None:
        stop_with(word("words_or_recording", language))
    room.ask(lambda store: store.known(digits(reference)))
    file = _taken(room, digits(reference), recording) if recording else ""
    _done(room, room.change(reference, Answered(text, file), by))


def note(
    reference: ReferenceArgument,
    text: TextArgument,
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Leave a remark for colleagues, which the caller never hears. 内部备注。

    ivr cases note 40817265 "The carrier has lost it."
    """
    room = Room.of(config, language)
    _done(room, room.change(reference, Noted(text), by))


def sort(
    reference: ReferenceArgument,
    kind: Annotated[Kind | None, typer.Option(help="Of this kind it is. 类型。")] = None,
    category: Annotated[str, typer.Option(help="By its name. 类别。")] = "",
    subcategory: Annotated[str, typer.Option(help="By its name. 子类别。")] = "",
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say that it is of another kind or category. 更改类型或类别。

    ivr cases sort 40817265 --kind complaint --category delivery
    """
    room = Room.of(config, language)

    async def sorted_anew(store: CaseStore) -> Case:
        case = await store.known(digits(reference))
        same = category in ("", case.category)
        change = Sorted(
            kind or case.kind,
            category or case.category,
            case.category_name if same else category,
            subcategory or (case.subcategory if same else ""),
            subcategory or (case.subcategory_name if same else ""),
        )
        return await store.change(case.reference, change, by or who(), seen=case.version)

    _done(room, room.ask(sorted_anew))


def attribute(
    reference: ReferenceArgument,
    party: Annotated[str, typer.Argument(help="Who caused it; '' takes that back. 责任方。")],
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say who caused a complaint. 认定责任方。

    ivr cases attribute 40817265 "Swift Carriers"
    """
    room = Room.of(config, language)
    _done(room, room.change(reference, Attributed(party), by))


def charge(
    reference: ReferenceArgument,
    party: Annotated[str, typer.Option(help="Who pays. 责任方。")],
    amount: Annotated[str, typer.Option(help="Such as 12.50; with a minus, a part is taken back. 金额。")],
    note: Annotated[str, typer.Option(help="What for. 说明。")] = "",
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write on the charge sheet of a complaint what a party pays for it. 投诉扣款。

    ivr cases charge 40817265 --party "Swift Carriers" --amount 12.50 --note "broken glass"
    """
    room = Room.of(config, language)
    _done(room, room.change(reference, Charged(party, amount, note), by))


def wish(
    reference: ReferenceArgument,
    number: Annotated[str, typer.Argument(help="To be called with the answer; '' for no longer. 回电号码。")],
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Note that the caller wants to be called with the answer. 记录来电者希望回电。

    ivr cases wish 40817265 13800138000
    """
    room = Room.of(config, language)
    _done(room, room.change(reference, Wished(number.strip()), by))


def merge(
    reference: ReferenceArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The case that goes on. 保留的工单。")],
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Close a case that is the same matter as another, which gets its recording. 合并重复工单。

    ivr cases merge 40817265 51938273
    """
    room = Room.of(config, language)
    _done(room, room.ask(lambda store: store.merge(digits(reference), digits(into), by or who())))


def close(
    reference: ReferenceArgument,
    reason: Annotated[Why, typer.Option(help="Why. 原因。")] = "solved",
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say that nothing more is to be done. 关闭工单。

    ivr cases close 40817265 --reason unfounded
    """
    room = Room.of(config, language)
    _done(room, room.change(reference, Closed(reason), by))


def reopen(
    reference: ReferenceArgument,
    why: Annotated[str, typer.Option(help="In words. 原因。")] = "",
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Take up a case again that was answered or closed. 重新打开工单。

    ivr cases reopen 40817265 --why "It broke again."
    """
    room = Room.of(config, language)
    _done(room, room.change(reference, Reopened(why), by))


def _known(room: Room, complaint: str, name: str, known: Collection[str]) -> None:
    if name and name not in known:
        hint = nearest(name, known, chosen(room.language))
        stop_with(word(complaint, room.language, unknown=clean(name[:60]), nearest=hint))


def _taken(room: Room, reference: str, recording: Path) -> str:
    """The file among the recordings that it has become, as the telephone plays it."""
    settings = room.settings
    file = names.answer(reference, datetime.now(zone_of(settings)))
    into = settings.path(settings.engine.recordings) / file
    try:
        if not recording.is_file():
            raise OSError(2, "there is no such file")
        into.parent.mkdir(parents=True, exist_ok=True)
        asyncio.run(receive(b"", recording, into))
    except OSError as fault:
        stop_with(word("no_file", room.language, file=shown(recording), error=fault.strerror))
    except SpeechFailed as fault:
        stop_with(
            word("no_file", room.language, file=shown(recording), error=fault.said(chosen(room.language)))
        )
    return file


def _done(room: Room, case: Case) -> None:
    status = status_word(case.status, room.language)
    until = due(room, case)
    said = word(
        "done_due" if until else "done", room.language, reference=case.reference, status=status, due=until
    )
    say(said)
