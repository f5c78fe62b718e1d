"""Answers to a form in a file, YAML or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import typer
from pydantic import Field, field_validator

from ivr.cli.options import show_problems
from ivr.cli.quality.shared import Room
from ivr.document.model import Fault, Faults, fill, mark_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem
from ivr.document.reader import read, unreadable
from ivr.quality.form import Form
from ivr.quality.judging import Answers, answered, comment_of
from ivr.settings.types import Section


class AnswerFile(Section):
    """`form`, `call` and `agent` may be left to the command."""

    form: str = ""
    call: str = ""
    agent: str = ""
    comment: str = ""
    answers: Mapping[str, Any] = Field(min_length=1)

    @field_validator("comment")
    @classmethod
    def _can_be_kept(cls, comment: str) -> str:
        return comment_of(comment, ())


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was read, with its places."""

    document: Document
    file: AnswerFile

    def answers(self, form: Form, room: Room) -> Answers:
        """What it answers to this form; faults are told with their places and end the program."""
        try:
            return answered(form, self.file.answers)
        except Faults as faults:
            problems = [self._problem(fault) for fault in faults.faults]
        _told(problems, room)

    def _problem(self, fault: Fault) -> Problem:
        assert self.document.root
        mark = mark_at(self.document.root, ("answers", *fault.path), at_key=fault.at_key)
        return self.document.problem(mark, str(fault), zh=fault.zh)


def given(path: Path, room: Room) -> Given:
    """The file; one that cannot be read, or is no such file, ends the program."""
    try:
        document = read(path.read_bytes().decode("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        text, zh = unreadable(error)
        _told([Problem(str(path), 1, 1, text, zh=zh)], room)
    filled, found = fill(AnswerFile, document.root, document) if document.root else (None, [])
    if filled is None or document.problems:
        _told(sorted([*document.problems, *found]), room)
    assert filled
    return Given(document, filled)


def _told(problems: list[Problem], room: Room) -> NoReturn:
    show_problems(problems, room.language)
    raise typer.Exit(1)
