"""`ivr quality score`, `appeal` and `decide`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from ivr.cli.language import Language, LanguageOption
from ivr.cli.naming import agent_named
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, say, stop_with
from ivr.cli.quality.answering import given
from ivr.cli.quality.shared import ByOption, Room, ScoreArgument, opened, person
from ivr.cli.quality.words import word
from ivr.journal.story import clean
from ivr.journal.tables import calls
from ivr.quality.appeals import Appeals
from ivr.quality.entry import New
from ivr.quality.judging import comment_of
from ivr.quality.sessions import Sessions

FileArgument = Annotated[Path, typer.Argument(help="The answers, in YAML or JSON. 答案文件。")]
FormOption = Annotated[str, typer.Option(help="The form, where there are several. 表单。")]
CallOption = Annotated[str, typer.Option(help="The call; else as the file says. 通话编号。")]
AgentOption = Annotated[str, typer.Option(help="The agent, where several talked. 坐席。")]


def score(
    file: FileArgument,
    call: CallOption = "",
    agent: AgentOption = "",
    form: FormOption = "",
    session: Annotated[str, typer.Option(help="Of calibration. 校准会话。")] = "",
    final: Annotated[bool, typer.Option("--final", help="Nothing is to be changed any more. 定稿。")] = False,
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Score a talk by the answers in a file: a draft until --final. 按答案文件为通话评分。

    The file has `answers`, each `item: answer` or `item: {answer: no, comment: why}`.

        ivr quality score answers.yaml --call 1763776800.12

        ivr quality score answers.yaml --call 1763776800.12 --final
    """
    with opened(config, language) as room:
        read = given(file, room)
        talk = Sessions(room.access).get(session) if session else None
        of = room.form(form or read.file.form or (talk.form if talk else ""))
        answers = read.answers(of, room)
        about = call or read.file.call or (talk.call if talk else "")
        if not about:
            stop_with(word("no_call", language))
        named = agent_named(agent or read.file.agent, room.settings)
        whose = named or (talk.agent if talk else _only_agent(room, about))
        new = New(about, whose, of, answers, read.file.comment, session, final=final)
        kept = room.scores.save(new, person(by), time.time())
        said = "finalised" if final else "saved"
        say(word(said, language, id=kept.id, score=shown_score(kept.score, language)))


def appeal(
    number: ScoreArgument,
    text: Annotated[str, typer.Option(help="What is wrong with it. 申诉内容。")],
    agent: Annotated[str, typer.Option(help="Whose score it is. 坐席。")],
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Appeal against a score, for its agent: once, and as long as `quality.appeal` says. 代坐席申诉。

    ivr quality appeal 12 --agent li --text "solved at 0:20"
    """
    with opened(config, language) as room:
        said = comment_of(text, ("text",))
        whose = agent_named(agent, room.settings)
        kept = _appeals(room).appeal(number, said, person(whose, whose), time.time())
        say(word("appealed", language, id=kept.id))


def decide(
    number: ScoreArgument,
    reason: Annotated[str, typer.Option(help="Why. 理由。")],
    answers: Annotated[
        Path | None, typer.Option(help="The answers that hold instead; else it is upheld. 更正后的答案。")
    ] = None,
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Decide about an appeal: uphold the score, or change it by a file of answers. 裁决申诉。

    Not who gave the score. What was before is kept.

        ivr quality decide 12 --reason "not solved in the recording"

        ivr quality decide 12 --reason "solved at 0:20" --answers answers.yaml
    """
    with opened(config, language) as room:
        me = person(by)
        before = room.scores.get(number, me)
        said = comment_of(reason, ("reason",))
        new = None
        if answers is not None:
            new = given(answers, room).answers(room.scores.form(before.version), room)
        kept = _appeals(room).decide(number, said, new, me, time.time())
        shown = {"before": shown_score(before.score, language), "score": shown_score(kept.score, language)}
        say(word("upheld_now" if new is None else "changed_now", language, id=number, **shown))


def discard(
    number: ScoreArgument,
    by: ByOption = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Drop a draft; a final score stays. 删除草稿。

    ivr quality discard 12
    """
    with opened(config, language) as room:
        room.scores.discard(number, person(by), time.time())
        say(word("discarded", language, id=number))


def shown_score(value: float | None, language: Language | None) -> str:
    """For people."""
    return word("no_score", language) if value is None else f"{value:g}"


def _appeals(room: Room) -> Appeals:
    return Appeals(room.access, room.settings.engine.quality.appeal)


def _only_agent(room: Room, call: str) -> str:
    """Who talked in the call, '' for nobody; several end the program."""
    found = room.access.rows(select(calls.c.handles).where(calls.c.id == call))
    agents = list(dict.fromkeys(handle["agent"] for row in found for handle in row.handles))
    if len(agents) > 1:
        stop_with(word("which_agent", room.language, agents=clean(", ".join(agents))))
    return agents[0] if agents else ""
