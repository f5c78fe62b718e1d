"""`ivr quality forms`, `scores`, `show` and `audit`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.calls_table import View
from ivr.cli.journal import iso, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.naming import agent_named, queue_named
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out, show_table
from ivr.cli.quality.scoring import shown_score
from ivr.cli.quality.shared import Room, ScoreArgument, opened, person
from ivr.cli.quality.words import WORDS, word
from ivr.cli.recordings.shared import FromOption, ToOption, since_and_until
from ivr.cli.trail_words import done
from ivr.journal.story import clean
from ivr.quality.entry import Score, Wanted
from ivr.quality.form import NOT_APPLICABLE, Form

_COLUMNS = ("id", "began", "agent", "queue", "form", "scorer", "state", "score", "appeal", "call")


def forms(
    as_lines: JsonOption = False, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """List the scoring forms. 列出评分表单。

    ivr quality forms
    """
    with opened(config, language) as room:
        found, words = room.forms().forms.values(), chosen(language)
        if as_lines:
            for form in found:
                print(json_line({"fingerprint": form.fingerprint, **form.content}))
        elif found:
            table = Table(*(WORDS[name][words] for name in ("form", "title", "items", "version")), box=None)
            for form in found:
                row = (form.form, form.title.said(words), str(len(form.items)), form.fingerprint)
                table.add_row(*map(Text, map(clean, row)))
            show_table(table)
        else:
            err.print(word("no_forms", language, folder=room.folder))


def scores(
    agent: Annotated[str, typer.Option(help="By the name in agents.yaml. 坐席。")] = "",
    queue: Annotated[str, typer.Option(help="By the name in queues.yaml. 队列。")] = "",
    form: Annotated[str, typer.Option(help="Of this form. 表单。")] = "",
    scorer: Annotated[str, typer.Option(help="Who gave them. 评分人。")] = "",
    call: Annotated[str, typer.Option(help="The id of a call. 通话编号。")] = "",
    appeals: Annotated[bool, typer.Option("--appeals", help="Only open appeals. 只列待裁决的申诉。")] = False,
    since: FromOption = "",
    until: ToOption = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many. 最多条数。")] = 20,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List scores, those of the newest calls first. 列出得分。

    ivr quality scores --agent li --from 30d

    ivr quality scores --appeals
    """
    with opened(config, language) as room:
        begin, end = since_and_until(room.settings, since, until, language)
        about = (agent_named(agent, room.settings), queue_named(queue, room.settings), form, scorer)
        wanted = Wanted(begin, end, *about, call=call, appeals=appeals, limit=limit)
        found, words = room.scores.find(wanted, person()), chosen(language)
        if as_lines:
            for score in found:
                print(json_line(as_json(room, score)))
        elif found:
            table = Table(*(WORDS[name][words] for name in _COLUMNS), box=None, pad_edge=False)
            for score in found:
                table.add_row(*map(Text, _row(room, score)))
            show_table(table)
        hidden = _hidden(room, wanted)
        for line in [hidden] if hidden else [] if found else _nothing(room, wanted):
            err.print(line, soft_wrap=True)


def _nothing(room: Room, wanted: Wanted) -> list[str]:
    return room.unknown(wanted) or [word("no_scores", room.language)]


def _hidden(room: Room, wanted: Wanted) -> str:
    """Why final scores do not show, '' where all do."""
    drafts = [
        word("draft_by", room.language, id=number, scorer=clean(scorer))
        for number, scorer in room.scores.hiding(wanted, person())
    ]
    return word("hidden", room.language, drafts=", ".join(drafts)) if drafts else ""


def show(
    number: ScoreArgument,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell a score with all its answers, on the form as it was. 查看一个得分。

    ivr quality show 12
    """
    with opened(config, language) as room:
        score = room.scores.get(number, person())
        if as_lines:
            print(json_line(as_json(room, score)))
            return
        for line in _told(room, score, room.scores.form(score.version)):
            out.print(Text(line), soft_wrap=True)


def audit(
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many. 最多条数。")] = 50,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell who scored, appealed and decided what, the newest first. 操作记录。

    ivr quality audit
    """
    with opened(config, language) as room:
        found, view = room.access.trail(limit), _view(room)
        if as_lines:
            for trace in found:
                print(json_line(asdict(trace) | {"at": iso(trace.at, view.zone)}))
        elif found:
            heads = ("began", "who", "what", "about")
            table = Table(*(WORDS[name][view.language] for name in heads), box=None)
            for trace in found:
                row = (
                    view.when(trace.at),
                    clean(trace.who),
                    done(trace.what, view.language),
                    clean(trace.about),
                )
                table.add_row(*map(Text, row))
            show_table(table)
        else:
            err.print(word("no_trail", language))


def as_json(room: Room, score: Score) -> dict[str, Any]:
    """A score for programs: times are ISO 8601."""
    zone = zone_of(room.settings)
    found = asdict(score) | {name: iso(getattr(score, name), zone) for name in ("began", "made", "final")}
    if score.appeal:
        times = {name: iso(getattr(score.appeal, name), zone) for name in ("at", "decided")}
        found["appeal"] = asdict(score.appeal) | times
    return found


def _view(room: Room) -> View:
    words = chosen(room.language)
    return View(words, zone_of(room.settings), names_of(room.settings, words))


def _row(room: Room, score: Score) -> tuple[str, ...]:
    view = _view(room)
    appeal = (score.appeal.outcome or "open") if score.appeal else ""
    return (
        str(score.id),
        view.when(score.began),
        view.named(score.agent),
        view.named(score.queue),
        clean(score.form),
        clean(score.scorer),
        WORDS[score.state][view.language],
        _score(room, score),
        WORDS[appeal][view.language] if appeal else "",
        clean(score.call),
    )


def _score(room: Room, score: Score) -> str:
    fatal = f" ({word('fatal', room.language)})" if score.fatal else ""
    return shown_score(score.score, room.language) + fatal


def _told(room: Room, score: Score, form: Form) -> Iterator[str]:
    words = chosen(room.language)
    for name, value in zip(_COLUMNS, _row(room, score), strict=True):
        if value:
            yield f"{WORDS[name][words]:>9}  {value}"
    for part in form.sections:
        yield ""
        yield part.title.said(words)
        for item in part.items:
            given = score.answers.get(item.id)
            answer = given.answer if given else ""
            if answer in item.choices:
                answer = item.choices[answer].name.said(words)
            shown = word("na", room.language) if answer == NOT_APPLICABLE else answer
            mark = f" ({word('fatal', room.language)})" if item.id in score.fatal else ""
            yield clean(f"  {item.text.said(words)}: {shown}{mark}")
            if given and given.comment:
                yield f"      {clean(given.comment)}"
    yield from _words_about(room, score)


def _words_about(room: Room, score: Score) -> Iterator[str]:
    texts = {"comment": score.comment}
    if score.appeal:
        texts |= {"appeal": score.appeal.text, "reason": score.appeal.reason}
    for name, text in texts.items():
        if text:
            yield ""
            yield f"{word(name, room.language)}: {clean(text)}"
