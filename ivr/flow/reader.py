"""YAML text → `Dialplan`, with every problem at its place.

dialplan: main
numbers: ["95188", "1xxx", "*41"]
language: zh
hours: {office: {timezone: Asia/Shanghai, open: ["mon-fri 09:00-18:00"], holidays: CN}}
start: welcome
on_error: apology          # may be left out
titles: {seller: {zh: 卖家服务, en: sellers}}     # may be left out
flows:
  welcome: [...]
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ivr.document.model import fill
from ivr.document.nodes import Document, Node, Pairs, Text, places
from ivr.document.problems import Problem
from ivr.document.reader import plain_lines, read, unreadable
from ivr.flow.dialplan import Dialplan, Flow, Hours
from ivr.flow.step import RESERVED, Place
from ivr.flow.step_reader import Catalogue, StepReader
from ivr.settings.types import Texts

__all__ = ["Catalogue", "Draft", "Head", "read_dialplan", "read_draft", "version_of"]

_Name = Annotated[str, Field(pattern=r"^[^\W\d_][\w-]{0,59}$")]
_Number = Annotated[str, Field(pattern=r"^\+?[0-9x*#]{1,20}$")]


class Head(BaseModel):
    """All of a dialplan but its flows, which `StepReader` reads.

    `dialplan` is its name, as the call log shows it; `numbers` are the dialled numbers it answers, each x any
    digit. `language` is what callers hear until they choose. A call begins with the flow `start`; it goes to
    the flow `on_error` when a step fails. `hours` are opening hours by name, for the step `hours`. `titles`
    say in a few words what a flow is about, for the agent who is told what a caller chose.
    """

    model_config = ConfigDict(extra="forbid")

    dialplan: _Name
    numbers: Annotated[tuple[_Number, ...], Field(min_length=1)]
    language: Literal["zh", "en"] = "zh"
    hours: Mapping[_Name, Hours] = {}
    start: str
    on_error: str = ""
    titles: Mapping[str, Texts] = {}
    flows: object


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as far as it could be read: what has problems may be missing, but all names are declared."""

    dialplan: Dialplan | None
    problems: tuple[Problem, ...]


def read_dialplan(
    source: Path | str, catalogue: Catalogue, file: str = ""
) -> tuple[Dialplan | None, list[Problem]]:
    """The dialplan in a file (a Path) or in a text; None when it has errors. Warnings leave it usable."""
    draft = read_draft(source, catalogue, file)
    broken = any(problem.severity == "error" for problem in draft.problems)
    return None if broken else draft.dialplan, list(draft.problems)


def read_draft(source: Path | str, catalogue: Catalogue, file: str = "") -> Draft:
    """What can be read of a dialplan, for checks that look at it beside its problems."""
    if isinstance(source, str):
        return _draft(read(source, file or "dialplan.yaml"), catalogue)
    name = file or str(source)
    try:
        text = source.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        text_en, zh = unreadable(error)
        return Draft(None, (Problem(name, 1, 1, text_en, zh=zh),))
    return _draft(read(text, name), catalogue)


def _draft(document: Document, catalogue: Catalogue) -> Draft:
    root = document.root
    if not isinstance(root, Pairs):
        complaint = (
            ()
            if root is None
            else (
                document.problem(
                    root.mark, "expected a mapping with 'dialplan:', …", zh="应为映射，包含“dialplan:”等"
                ),
            )
        )
        return Draft(None, (*document.problems, *complaint))
    steps = StepReader(document, catalogue)
    flows = dict(_flows(root.get("flows"), steps, document))
    ready = {"flows": flows} if root.get("flows") is not None else {}
    head, problems = fill(Head, root, document, ready)
    plan = replace(
        _declared(root, document, flows) if head is None else _read_well(head, document, flows),
        places=_places(root, document),
        ignores=document.ignores,
    )
    found = {*document.problems, *steps.problems, *problems, *_bad_names(root, document)}
    return Draft(plan, tuple(sorted(found)))


def _flows(node: Node | None, steps: StepReader, document: Document) -> Iterator[tuple[str, Flow]]:
    if node is None:
        return
    if not isinstance(node, Pairs):
        steps.problems.append(
            document.problem(
                node.mark,
                "expected flows: a name with a list of steps each",
                zh="应为流程：每个名称对应一个步骤列表",
            )
        )
        return
    for key, value in node.pairs:
        yield key.value, steps.steps(value)


def _bad_names(root: Pairs, document: Document) -> Iterator[Problem]:
    flows = root.get("flows")
    for key in (key for key, _ in flows.pairs) if isinstance(flows, Pairs) else ():
        if key.value in RESERVED:
            yield document.problem(
                key.mark,
                f"'{key.value}' is a word of the language; name the flow otherwise",
                zh=f"“{key.value}”是语言的保留字；请给流程换个名称",
            )


def _read_well(head: Head, document: Document, flows: Mapping[str, Flow]) -> Dialplan:
    return Dialplan(
        name=head.dialplan,
        file=document.file,
        version=version_of(document.text),
        numbers=head.numbers,
        language=head.language,
        start=head.start,
        flows=flows,
        hours=head.hours,
        on_error=head.on_error,
        titles=head.titles,
    )


def _declared(root: Pairs, document: Document, flows: Mapping[str, Flow]) -> Dialplan:
    """The names that a file with problems in its head declares."""
    hours = root.get("hours")
    names = hours.names() if isinstance(hours, Pairs) else []
    return Dialplan(
        name=_text(root, "dialplan"),
        file=document.file,
        version=version_of(document.text),
        numbers=(),
        language="zh",
        start=_text(root, "start"),
        flows=flows,
        hours=dict.fromkeys(names, Hours()),
        on_error=_text(root, "on_error"),
    )


def _text(root: Pairs, key: str) -> str:
    node = root.get(key)
    return node.value if isinstance(node, Text) else ""


def version_of(text: str) -> str:
    """The name of a text: the same for the same words, however their lines end."""
    return hashlib.sha256(plain_lines(text).encode()).hexdigest()[:12]


def _places(root: Pairs, document: Document) -> dict[str, Place]:
    flows = root.get("flows")
    found = dict(places(root.without(["flows"])))
    if isinstance(flows, Pairs):
        found |= {f"flows {key.value}": key.mark for key, _ in flows.pairs}
    return {label: Place(document.file, mark.line, mark.column) for label, mark in found.items()}
