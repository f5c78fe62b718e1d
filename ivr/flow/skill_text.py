"""Skills as a dialplan writes them in a text: `seller >= 3 and (zh or {{ call.language }}) and not trainee`.

What stands in braces takes the place of a skill, of a level, or of a part of the expression; the rest is read
when the dialplan is. So a value that comes from outside can never change more than its own part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ivr.document.model import Fault
from ivr.flow.expressions import Template
from ivr.settings.skills import reserved
from routing.needs import ANYBODY, All, AnyOf, Expression, Has, NeedsError, Not, parse

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_TAIL = re.compile(r"[A-Za-z0-9_-]+$")
_HEAD = re.compile(r"[A-Za-z0-9_-]+")


class Left(Enum):
    """Why a part is left out: it comes to nothing in this call, or is not known before the call."""

    NOTHING = 1
    UNKNOWN = 2


Part = Expression | Left


@dataclass(frozen=True, slots=True)
class Filling:
    """How what stands in braces is worked out. `text` gives None for what is not known before the call;
    `complain` is told what came to something of no use, and why. Both are given a part as it is written."""

    text: Callable[[Template], str | None]
    complain: Callable[[str, str], None] = lambda written, why: None


class _Gap(NamedTuple):
    """A part in braces; `level` is what stands in braces behind its `>=`."""

    skill: Template
    level: Template | None = None


class SkillText(Template):
    """An expression of skills in which `{{ }}` may stand. Raises ValueError for one that cannot be read."""

    __slots__ = ("_gaps", "_skeleton")

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._skeleton, self._gaps = _read(self)

    def filled(self, filling: Filling) -> Expression:
        """The expression in this call. A part that comes to nothing is left out, and so is one of no use,
        which is complained about."""
        found = self._part(self._skeleton, filling)
        return ANYBODY if isinstance(found, Left) else found

    def _part(self, part: Expression, filling: Filling) -> Part:
        match part:
            case Has(name, level):
                gap = self._gaps.get(name)
                return _gap(gap, level, filling) if gap else part
            case Not(inner):
                found = self._part(inner, filling)
                return found if isinstance(found, Left) else Not(found)
            case All(parts):
                return _joined(All, [self._part(each, filling) for each in parts])
            case AnyOf(parts):
                return _joined(AnyOf, [self._part(each, filling) for each in parts])


class SkillName(Template):
    """One skill, or `{{ }}` that stands for one. Raises ValueError for a text that can be none."""

    __slots__ = ()

    def __init__(self, source: str) -> None:
        super().__init__(source)
        if self.is_static and (fault := no_skill(source)):
            raise fault

    def filled(self, filling: Filling) -> str:
        """The skill in this call; '' where it comes to none, which is complained about."""
        name = (filling.text(self) or "").strip()
        fault = no_skill(name) if name else None
        if fault:
            filling.complain(self.source, str(fault))
        return "" if fault else name


def no_skill(written: str) -> Fault | None:
    """Why a text is no name of a skill; None for one that is."""
    name = written.strip()
    if _NAME.fullmatch(name):
        return reserved(name)
    return Fault(
        f"'{written[:60]}' is no skill; a skill is letters, digits, _ and -, a letter first",
        zh=f"“{written[:60]}”不是技能名；技能名由字母、数字、_ 和 - 组成，以字母开头",
    )


def _joined(kind: type[All | AnyOf], parts: list[Part]) -> Part:
    kept = tuple(part for part in parts if not isinstance(part, Left))
    if kind is AnyOf and Left.UNKNOWN in parts:
        return Left.UNKNOWN
    if not kept and parts:
        return Left.UNKNOWN if Left.UNKNOWN in parts else Left.NOTHING
    return kept[0] if len(kept) == 1 else kind(kept)


def _gap(gap: _Gap, least: int, filling: Filling) -> Part:
    found = _skill_of(gap.skill, filling)
    if isinstance(found, Left):
        return found
    level = least if gap.level is None else _level_of(gap.level, filling)
    if isinstance(level, Left):
        return level
    if level == 1:
        return found
    if not isinstance(found, Has) or found.level != 1:
        filling.complain(gap.skill.source, "a level can only be asked of one skill")
        return Left.NOTHING
    return Has(found.skill, level)


def _skill_of(written: Template, filling: Filling) -> Part:
    """What a part in braces comes to: a skill, or an expression."""
    text = filling.text(written)
    if text is None:
        return Left.UNKNOWN
    if not text.strip():
        return Left.NOTHING
    try:
        return parse(text)
    except NeedsError as error:
        filling.complain(written.source, f"'{text[:100]}': {error.text}")
        return Left.NOTHING


def _level_of(written: Template, filling: Filling) -> int | Left:
    text = filling.text(written)
    if text is None:
        return Left.UNKNOWN
    if re.fullmatch(r"\s*[1-5](?:\.0)?\s*", text):
        return int(float(text))
    filling.complain(written.source, f"'{text[:100]}' is no level from 1 to 5")
    return 1


def _read(text: SkillText) -> tuple[Expression, Mapping[str, _Gap]]:
    """The expression with a name for each part in braces, and those parts by their names."""
    prefix = "gap-"
    while prefix in text.source:
        prefix += "-"
    words, parts = _cut(text)
    names = [f"{prefix}{number}" for number in range(len(parts))]
    gaps = {name: _Gap(part) for name, part in zip(names, parts, strict=True)}
    skeleton = "".join(word + name for word, name in zip(words, [*names, ""], strict=True))
    for name in names:
        skeleton = _with_level(skeleton, name, gaps)
    try:
        return parse(skeleton), gaps
    except NeedsError as error:
        raise _fault(text, error, gaps) from None


def _with_level(skeleton: str, name: str, gaps: dict[str, _Gap]) -> str:
    """`seller >= gap-0` becomes one part in braces."""
    found = re.search(rf"([A-Za-z][A-Za-z0-9_-]*)(\s*>=\s*){re.escape(name)}(?![0-9])", skeleton)
    if not found:
        return skeleton
    skill = gaps[found[1]].skill if found[1] in gaps else Template(found[1])
    gaps[name] = _Gap(skill, gaps[name].skill)
    return skeleton[: found.start()] + name + skeleton[found.end() :]


def _cut(text: SkillText) -> tuple[list[str], list[Template]]:
    """What stands before, between and behind the parts in braces; `lang_{{ x }}` is one of these parts."""
    words, parts = [""], list[str]()
    touching = False  # the piece before was in braces, and nothing came behind it yet
    for kind, piece in text.pieces():
        if kind in ("{%", "{#"):
            raise Fault(
                f"'{piece}' cannot stand among skills; only {{{{ }}}} can",
                zh=f"技能表达式中不能写“{piece}”；只能用 {{{{ }}}}",
            )
        if kind == "text":
            head = _HEAD.match(piece) if touching else None
            if head:
                parts[-1] += head[0]
                piece = piece[head.end() :]
            words[-1] += piece
            touching = touching and not piece
        elif touching:
            parts[-1] += piece
        else:
            tail = _TAIL.search(words[-1])
            parts.append((tail[0] if tail else "") + piece)
            words[-1] = words[-1][: tail.start()] if tail else words[-1]
            words.append("")
            touching = True
    return words, [Template(part) for part in parts]


def _fault(text: SkillText, error: NeedsError, gaps: Mapping[str, _Gap]) -> Fault:
    said, zh = error.text, error.zh
    for name, gap in gaps.items():
        said, zh = said.replace(name, gap.skill.source), zh.replace(name, gap.skill.source)
    return Fault(f"'{text.source}': {said}", zh=f"“{text.source}”：{zh}")
