"""The scoring forms of a folder, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.document.model import fill, node_at
from ivr.document.problems import Problem
from ivr.document.reader import read, unreadable
from ivr.quality.form import Form

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Forms:
    """The sound ones by name, and the problems of all files."""

    forms: Mapping[str, Form]
    problems: tuple[Problem, ...]


def read_forms(folder: Path, shown: Path | None = None) -> Forms:
    """All forms of a folder; none where there is no folder. `shown` is how problems name it."""
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for path in sorted(path for path in folder.glob("*") if path.suffix in ENDINGS):
        form, found = _read(path, str((shown or folder) / path.name), forms)
        problems += found
        if form and not any(problem.severity == "error" for problem in found):
            forms[form.form] = form
    return Forms(forms, tuple(sorted(problems)))


def _read(path: Path, name: str, others: Mapping[str, Form]) -> tuple[Form | None, list[Problem]]:
    try:
        document = read(path.read_bytes().decode("utf-8"), name)
    except (OSError, UnicodeDecodeError) as error:
        text, zh = unreadable(error)
        return None, [Problem(name, 1, 1, text, zh=zh)]
    if document.root is None:
        return None, list(document.problems)
    form, found = fill(Form, document.root, document)
    found += document.problems
    if form and form.form in others:
        found.append(
            document.problem(
                node_at(document.root, ("form",)).mark,
                f"another file has a form '{form.form}'; give this one another name",
                zh=f"另一个文件已有表单“{form.form}”；请换一个名称",
            )
        )
    return form, found
