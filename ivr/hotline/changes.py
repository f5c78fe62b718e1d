"""What can happen to a case, and what it is afterwards. Pure: the moment comes from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Protocol

from ivr.hotline.case import Case, Charge
from ivr.hotline.states import NEXT, Move, NoSuchMove, Status
from ivr.ports.cases import Kind

Reason = str
LARGEST = Decimal("9999999999.99")


class Terms(Protocol):
    """The promises that the settings make about cases."""

    def answer_due(self, kind: Kind, at: float) -> float | None:
        """When a case that came, or came back, at this moment must have an answer."""
        ...

    def close_due(self, kind: Kind, at: float) -> float | None:
        """When it must be closed."""
        ...

    def remind_at(self, case: Case) -> float | None:
        """When somebody must be told next that it is due."""
        ...


class Unfit(ValueError):
    """The change does not fit the case; the message says why, `zh` in Chinese."""

    def __init__(self, text: str, zh: str) -> None:
        super().__init__(text)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens to a case. `what` is its name in the history. A `quiet` one is the engine's own,
    after which the case is as long without news as before."""

    what: ClassVar[str]
    move: ClassVar[Move | None] = None
    quiet: ClassVar[bool] = False

    def on(self, case: Case, at: float) -> Case:
        """The case afterwards, without status and due times. Raises `Unfit`."""
        return case


@dataclass(frozen=True, slots=True)
class Assigned(Change):
    """Somebody, or a department, has to see to it."""

    what: ClassVar[str] = "assigned"
    move: ClassVar[Move | None] = "assign"
    department: str = ""
    owner: str = ""

    def on(self, case: Case, at: float) -> Case:
        if not (self.owner or self.department):
            raise Unfit("name an owner or a department", "请指定负责人或部门")
        return replace(case, owner=self.owner, department=self.department or case.department)


@dataclass(frozen=True, slots=True)
class Begun(Change):
    """The owner works on it."""

    what: ClassVar[str] = "begun"
    move: ClassVar[Move | None] = "begin"
    owner: str

    def on(self, case: Case, at: float) -> Case:
        return replace(case, owner=self.owner)


@dataclass(frozen=True, slots=True)
class Answered(Change):
    """The caller can hear an answer: words that the voice speaks, or a recording."""

    what: ClassVar[str] = "answered"
    move: ClassVar[Move | None] = "answer"
    text: str = ""
    file: str = ""

    def on(self, case: Case, at: float) -> Case:
        if not (self.text.strip() or self.file):
            raise Unfit("an answer has words or a recording", "答复需要文字或录音")
        first = at if case.answered is None else case.answered
        return replace(case, answer=self.text.strip(), answer_file=self.file, answered=first, helped=None)


@dataclass(frozen=True, slots=True)
class Closed(Change):
    """It needs nothing more. `reason`: solved, helped (the caller said so), settled (no word since the
    answer), withdrawn, unfounded."""

    what: ClassVar[str] = "closed"
    move: ClassVar[Move | None] = "close"
    reason: Reason = "solved"

    def on(self, case: Case, at: float) -> Case:
        helped = True if self.reason == "helped" else case.helped
        return replace(case, closed=at, reason=self.reason, helped=helped)


@dataclass(frozen=True, slots=True)
class Reopened(Change):
    """The answer did not help, or there is something new."""

    what: ClassVar[str] = "reopened"
    move: ClassVar[Move | None] = "reopen"
    why: str = ""
    helped: bool | None = None

    def on(self, case: Case, at: float) -> Case:
        if case.merged_into:
            raise Unfit(
                f"it was merged into {case.merged_into}: reopen that one",
                f"该工单已并入 {case.merged_into}：请重新打开那一个",
            )
        helped = case.helped if self.helped is None else self.helped
        return replace(case, closed=None, reason="", reopened=case.reopened + 1, helped=helped)


@dataclass(frozen=True, slots=True)
class Merged(Change):
    """It is the same matter as another case, which goes on."""

    what: ClassVar[str] = "merged"
    move: ClassVar[Move | None] = "merge"
    into: str

    def on(self, case: Case, at: float) -> Case:
        if self.into == case.reference:
            raise Unfit("a case cannot be merged into itself", "工单不能并入自身")
        return replace(case, closed=at, reason="merged", merged_into=self.into)


@dataclass(frozen=True, slots=True)
class Noted(Change):
    """A colleague's remark, which the caller never hears."""

    what: ClassVar[str] = "noted"
    text: str

    def on(self, case: Case, at: float) -> Case:
        if not self.text.strip():
            raise Unfit("a note has words", "备注不能为空")
        return case


@dataclass(frozen=True, slots=True)
class Added(Change):
    """More was said: a recording, in `words` where there are some. `about`: the case that was merged into
    this one and from which it comes, '' for the caller's own."""

    what: ClassVar[str] = "added"
    file: str = ""
    seconds: float = 0.0
    words: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sorted(Change):
    """It is of another kind or category than was thought."""

    what: ClassVar[str] = "sorted"
    kind: Kind
    category: str
    category_name: str
    subcategory: str = ""
    subcategory_name: str = ""

    def on(self, case: Case, at: float) -> Case:
        return replace(
            case,
            kind=self.kind,
            category=self.category,
            category_name=self.category_name,
            subcategory=self.subcategory,
            subcategory_name=self.subcategory_name,
        )


@dataclass(frozen=True, slots=True)
class Attributed(Change):
    """Who caused the complaint, '' to take that back."""

    what: ClassVar[str] = "attributed"
    party: str

    def on(self, case: Case, at: float) -> Case:
        return replace(case, responsible=self.party.strip())


@dataclass(frozen=True, slots=True)
class Charged(Change):
    """What a party has to pay for it; a negative amount takes a part back."""

    what: ClassVar[str] = "charged"
    party: str
    amount: str
    note: str = ""

    def on(self, case: Case, at: float) -> Case:
        if case.kind != "complaint":
            raise Unfit("only a complaint has a charge sheet", "只有投诉才有扣款单")
        if not self.party.strip():
            raise Unfit("name the party that is charged", "请注明责任方")
        amount = _amount(self.amount)
        return replace(case, charges=(*case.charges, Charge(self.party.strip(), amount, self.note)))


@dataclass(frozen=True, slots=True)
class Wished(Change):
    """The caller wants to be called at this number with the answer; '' for no longer."""

    what: ClassVar[str] = "wished"
    call_back: str

    def on(self, case: Case, at: float) -> Case:
        return replace(case, call_back=self.call_back)


@dataclass(frozen=True, slots=True)
class Transcribed(Change):
    """What was said, in words, by a program: `engine`."""

    what: ClassVar[str] = "transcribed"
    quiet: ClassVar[bool] = True
    text: str
    engine: str

    def on(self, case: Case, at: float) -> Case:
        return replace(case, text=self.text.strip())


@dataclass(frozen=True, slots=True)
class Reminded(Change):
    """It will be due, or has been due for so long; `to` is whom that was told: owner, or a department. `due`
    is the moment it is about, `step` which of the settings' reminders this is, from 1."""

    what: ClassVar[str] = "reminded"
    quiet: ClassVar[bool] = True
    to: str
    due: float
    step: int

    def on(self, case: Case, at: float) -> Case:
        return replace(case, told=self.step)


CHANGES: Mapping[str, type[Change]] = {
    change.what: change
    for change in (
        Assigned,
        Begun,
        Answered,
        Closed,
        Reopened,
        Merged,
        Noted,
        Added,
        Sorted,
        Attributed,
        Charged,
        Wished,
        Transcribed,
        Reminded,
    )
}
"""By their names in the history."""


def changed(case: Case, change: Change, at: float, terms: Terms) -> Case:
    """The case after the change. Raises `NoSuchMove` and `Unfit`."""
    after = replace(change.on(case, at), status=_status(case.status, change.move))
    if not change.quiet:
        after = replace(after, changed=at)
    if change.move == "reopen" or isinstance(change, Sorted):
        since = at if change.move == "reopen" else case.opened
        after = replace(
            after,
            answer_due=terms.answer_due(after.kind, since),
            close_due=terms.close_due(after.kind, since),
        )
    if after.due != case.due:
        after = replace(after, told=0)
    return replace(after, version=case.version + 1, remind_at=terms.remind_at(after))


def _status(status: Status, move: Move | None) -> Status:
    if move is None:
        return status
    after = NEXT.get((status, move))
    if after is None:
        raise NoSuchMove(status, move)
    return after


def _amount(text: str) -> str:
    try:
        amount = Decimal(text)
        fits = amount.is_finite() and abs(amount) <= LARGEST and amount == amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        fits = False
    if not fits or amount == 0:
        raise Unfit(
            f"'{text[:40]}' is no amount: write it like 12.50, at most {LARGEST}",
            f"“{text[:40]}”不是金额：请写成 12.50 的形式，最多 {LARGEST}",
        )
    return f"{amount:.2f}"
