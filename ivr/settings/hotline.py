"""What `config/hotline.yaml` says: what is promised about voice cases, and who sees to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ivr.document.model import Fault, Faults
from ivr.document.problems import nearest
from ivr.ports.cases import Kind
from ivr.settings.hours import Hours
from ivr.settings.mail import Address
from ivr.settings.types import Duration, Name, Section, Texts

Longest = Annotated[Duration, Field(gt=0, le=366 * 86400)]


class Department(Section):
    """Who sees to cases; `mail`: its mailboxes."""

    name: Texts
    mail: tuple[Address, ...] = ()


class Reminder(Section):
    """Who is told, `before` or `after` a case is due: its owner (or the department, where it has none) or a
    department."""

    before: Longest | None = None
    after: Duration | None = None
    to: Name | Literal["owner"] = "owner"

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise Fault("write either 'before' or 'after'", zh="请只写 before 或 after 其中之一")
        return self

    @property
    def offset(self) -> float:
        """Seconds of working time after the moment when the case is due; negative before it."""
        return -self.before if self.before is not None else self.after or 0.0


class Promise(Section):
    """What is promised for cases of one kind, in working time of `hours` (all time without): an answer within
    `answer`, the end within `close`. `remind`: who is told of it, and when. An answered case of which the
    caller says nothing more is closed after `settle`."""

    answer: Longest | None = None
    close: Longest | None = None
    hours: Name | Literal[""] = ""
    remind: tuple[Reminder, ...] = ()
    settle: Longest = 7 * 86400.0


class Hotline(Section):
    """`config/hotline.yaml`; all of it may be left out."""

    hours: Mapping[Name, Hours] = {}
    departments: Mapping[Name, Department] = {}
    kinds: Mapping[Kind, Promise] = {}

    @model_validator(mode="after")
    def _names_are_there(self) -> Self:
        faults = [*self._unknown_hours(), *self._unknown_departments(), *self._never_open()]
        if faults:
            raise Faults(faults)
        return self

    def _unknown_hours(self) -> Iterator[Fault]:
        for kind, promise in self.kinds.items():
            if promise.hours and promise.hours not in self.hours:
                yield Fault(
                    f"no hours '{promise.hours}' in this file; {nearest(promise.hours, self.hours)}",
                    ("kinds", kind, "hours"),
                    zh=f"本文件中没有时间表“{promise.hours}”；{nearest(promise.hours, self.hours, 'zh')}",
                )

    def _unknown_departments(self) -> Iterator[Fault]:
        for kind, promise in self.kinds.items():
            for number, reminder in enumerate(promise.remind):
                to, known = reminder.to, self.departments
                if to != "owner" and to not in known:
                    yield Fault(
                        f"no department '{to}' in this file; {nearest(to, known)}",
                        ("kinds", kind, "remind", number, "to"),
                        zh=f"本文件中没有部门“{to}”；{nearest(to, known, 'zh')}",
                    )

    def _never_open(self) -> Iterator[Fault]:
        for name, hours in self.hours.items():
            if not hours.open:
                yield Fault(
                    'these hours never open, so nothing would be due; write open: ["mon-fri 09:00-18:00"]',
                    ("hours", name),
                    zh='该时间表没有开放时间，工单将永远不会到期；请写 open: ["mon-fri 09:00-18:00"]',
                )
