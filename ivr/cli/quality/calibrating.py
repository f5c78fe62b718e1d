"""`ivr quality calibrate`, `agree` and `calibration`."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated

import typer

from ivr.cli.journal import iso, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption
from ivr.cli.naming import agent_named
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, say, show_table
from ivr.cli.quality.answering import given
from ivr.cli.quality.comparing import number, table
from ivr.cli.quality.comparing_words import word
from ivr.cli.quality.scoring import FileArgument, shown_score
from ivr.cli.quality.shared import ByOption, Room, opened, person
from ivr.quality.entry import New, Wanted
from ivr.quality.sessions import Bias, Deviation, Session, Sessions, biases, deviations

_SESSIONS = ("session", "when", "form", "agent", "agreed", "call")
_BIASES = ("scorer", "sessions", "bias", "off")
_DEVIATIONS = ("scorer", "score", "agreed", "points", "items")


def calibrate(
    call: Annotated[str, typer.Option(help="Its id. 通话编号。")],
    agent: Annotated[str, typer.Option(help="Whose talk. 坐席。")],
    form: Annotated[str, typer.Option(help="The form, where there are several. 表单。")] = "",
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Open a calibration: several scorers score one talk, unseen by each other. 发起校准会话。

    ivr quality calibrate --call 1763776800.12 --agent li
    """
    with opened(config, language) as room:
        of = room.form(form)
        session = Sessions(room.access).open(
            (call, agent_named(agent, room.settings)), of, person(by), time.time()
        )
        say(word("opened", language, id=session.id))


def agree(
    file: FileArgument,
    session: Annotated[str, typer.Option(help="Of calibration. 校准会话。")],
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say by a file of answers what a calibration agreed on; it ends with that. 写入校准结论。

    ivr quality agree answers.yaml --session 5f0c11d2
    """
    with opened(config, language) as room:
        about = Sessions(room.access).get(session)
        read = given(file, room)
        form = room.form(about.form)
        answers = read.answers(form, room)
        new = New(
            about.call, about.agent, form, answers, read.file.comment, about.id, master=True, final=True
        )
        kept = room.scores.save(new, person(by), time.time())
        say(word("agreed_now", language, id=about.id, score=shown_score(kept.score, language)))


def calibration(
    session: Annotated[
        str, typer.Argument(metavar="[SESSION]", help="One of them; else all. 校准会话。")
    ] = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell how far each scorer was from what was agreed on, in one calibration or over all. 校准偏差。

    ivr quality calibration

    ivr quality calibration 5f0c11d2 --json
    """
    with opened(config, language) as room:
        sessions = Sessions(room.access)
        if session:
            _one(room, sessions.get(session), as_lines)
        else:
            _all(room, sessions.newest(), as_lines)


def _one(room: Room, session: Session, as_lines: bool) -> None:
    found = _deviations(room, session)
    if as_lines:
        for each in found:
            print(json_line(asdict(each)))
    elif found:
        show_table(table(_DEVIATIONS, [_deviation(each, room) for each in found], room))
    else:
        agreed = _agreed(room, session) is not None
        err.print(word("no_scores_in_it" if agreed else "not_agreed", room.language))


def _all(room: Room, sessions: list[Session], as_lines: bool) -> None:
    found = biases([each for session in sessions for each in _deviations(room, session)])
    if as_lines:
        for each in found:
            print(json_line(asdict(each)))
        return
    if not sessions:
        err.print(word("no_sessions", room.language))
        return
    show_table(table(_SESSIONS, [_session(each, room) for each in sessions], room))
    if found:
        show_table(table(_BIASES, [_bias(each, room) for each in found], room))


def _deviations(room: Room, session: Session) -> list[Deviation]:
    return deviations(room.scores.find(Wanted(session=session.id), person()))


def _agreed(room: Room, session: Session) -> float | None:
    scores = room.scores.find(Wanted(session=session.id), person())
    return next((each.score for each in scores if each.master and each.final), None)


def _session(each: Session, room: Room) -> tuple[str, ...]:
    agreed = number(_agreed(room, each), room, "g")
    when = str(iso(each.made, zone_of(room.settings)))
    return each.id, when, each.form, each.agent, agreed, each.call


def _bias(each: Bias, room: Room) -> tuple[str, ...]:
    return each.scorer, str(each.sessions), number(each.bias, room), number(each.off, room, ".2f")


def _deviation(each: Deviation, room: Room) -> tuple[str, ...]:
    items = word("no_data", room.language) if each.items is None else ", ".join(each.items)
    score, agreed = (number(value, room, "g") for value in (each.score, each.agreed))
    return each.scorer, score, agreed, number(each.points, room), items
