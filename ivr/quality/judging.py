"""Answers to a form → a score.

100 × Σ(weight × gain) / Σ(weight), over the items that apply; 0 as soon as a fatal item gains nothing; none
where no item that counts applies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

from ivr.document.model import Fault, Faults
from ivr.document.problems import nearest
from ivr.quality.form import NO, NOT_APPLICABLE, YES, Form, Item

LONGEST = 4000
"""Characters of a comment."""
_YES_NO = {"true": YES, "false": NO}


@dataclass(frozen=True, slots=True)
class Answer:
    """`answer`: one of the item's; `comment` '' for none."""

    answer: str
    comment: str = ""


Answers = Mapping[str, Answer]
"""By the items' ids."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`score`: 0 to 100, None where nothing that counts applies. `fatal`: the items that made it 0."""

    score: float | None
    fatal: tuple[str, ...]


def answered(form: Form, given: Mapping[str, object]) -> dict[str, Answer]:
    """What a file or a program says: `{item: answer}` or `{item: {answer: …, comment: …}}`. Items may be left
    out. Raises Faults, all at once, whose paths begin with the item."""
    faults: list[Fault] = []
    found: dict[str, Answer] = {}
    items = {item.id: item for item in form.items}
    for name, value in given.items():
        if name not in items:
            faults.append(_unknown(str(name), form, items))
            continue
        try:
            found[name] = _one(items[name], value)
        except Fault as fault:
            faults.append(fault)
    if faults:
        raise Faults(faults)
    return found


def missing(form: Form, answers: Answers) -> list[Fault]:
    """What keeps the score from being final: items without an answer, comments that have to be."""
    return [fault for item in form.items for fault in _lacks(item, answers.get(item.id))]


def judged(form: Form, answers: Answers) -> Judged:
    """The score of these answers; of a draft, of what is answered so far."""
    gained = whole = 0.0
    fatal: list[str] = []
    for item in form.items:
        gains = item.gains(answers[item.id].answer) if item.id in answers else None
        if gains is None:
            continue
        gained += item.weight * gains
        whole += item.weight
        if item.fatal and not gains:
            fatal.append(item.id)
    if fatal:
        return Judged(0.0, tuple(fatal))
    return Judged(round(100 * gained / whole, 2) if whole else None, ())


def comment_of(text: object, path: Sequence[str]) -> str:
    """A text that a person wrote. Raises Fault."""
    if not isinstance(text, str):
        raise Fault("expected a text", path, zh="应为文本")
    if len(text) > LONGEST:
        raise Fault(
            f"at most {LONGEST} characters, found {len(text)}; shorten it",
            path,
            zh=f"最多{LONGEST}个字符，实际{len(text)}个；请缩短",
        )
    if any(category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
        raise Fault("no control characters; take them out", path, zh="不能有控制字符；请删除")
    return text.strip()


def _one(item: Item, value: object) -> Answer:
    comment = ""
    if isinstance(value, Mapping):
        for name in value:
            if name not in ("answer", "comment"):
                known = ("answer", "comment")
                raise Fault(
                    f"unknown field '{_short(name)}'; {nearest(_short(name), known)}",
                    (item.id, _short(name)),
                    at_key=True,
                    zh=f"未知字段“{_short(name)}”；{nearest(_short(name), known, 'zh')}",
                )
        comment = comment_of(value.get("comment", ""), (item.id, "comment"))
        value = value.get("answer", "")
    return Answer(_fitting(item, value), comment)


def _fitting(item: Item, value: object) -> str:
    written = str(value).lower() if isinstance(value, bool) else str(value).strip()
    if item.kind == "yes_no":
        written = _YES_NO.get(written, written)
    if not isinstance(value, str | int) or written not in item.answers:
        raise Fault(
            f"found '{_short(value)}'; allowed: {', '.join(item.answers)}",
            (item.id,),
            zh=f"实际为“{_short(value)}”；可用：{'、'.join(item.answers)}",
        )
    return written


def _unknown(name: str, form: Form, items: Mapping[str, Item]) -> Fault:
    name = _short(name)
    return Fault(
        f"the form '{form.form}' has no item '{name}'; {nearest(name, items)}",
        (name,),
        at_key=True,
        zh=f"表单“{form.form}”没有项目“{name}”；{nearest(name, items, 'zh')}",
    )


def _lacks(item: Item, answer: Answer | None) -> Iterator[Fault]:
    if answer is None:
        known = ", ".join(item.answers), "、".join(item.answers)
        yield Fault(f"not answered; allowed: {known[0]}", (item.id,), zh=f"尚未回答；可用：{known[1]}")
        return
    gains = item.gains(answer.answer)
    lost = answer.answer != NOT_APPLICABLE and gains is not None and gains < 1
    wanted = item.comment == "always" or (item.comment == "where_lost" and lost)
    if wanted and not answer.comment:
        yield Fault("a comment has to say why", (item.id, "comment"), zh="必须写明原因")


def _short(value: object) -> str:
    return str(value)[:60]
