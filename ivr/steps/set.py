"""Give variables a value. `call.language` is the language the caller hears from here on: zh or en.

The value is text and may hold `{{ }}`; a value that is one `{{ }}` and nothing else keeps its kind (number,
list).

```yaml
- set: {department: after_sales, call.language: en}
- set: {total: "{{ order.amount * 2 }}"}
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ivr.events import VariableSet
from ivr.flow.expressions import Template
from ivr.flow.prompt import LANGUAGES
from ivr.flow.session import Session
from ivr.flow.step import Next, SecretMark, Step

from .shared.names import Variable
from .shared.values import Value, worked_out


class Set(Step):
    verb: ClassVar[str] = "set"
    shorthand: ClassVar[str | None] = "values"

    values: Annotated[Mapping[Variable | Literal["call.language"], Value], Field(min_length=1), SecretMark()]

    def saves(self) -> tuple[str, ...]:
        return tuple(name for name in self.values if name != "call.language")

    def saved_before(self, label: str) -> Collection[str]:
        names = list(self.values)
        return names[: names.index(label.removeprefix("values "))]

    def languages(self) -> frozenset[str]:
        chosen = self.values.get("call.language")
        if chosen is None:
            return frozenset()
        known = isinstance(chosen, Template) and chosen.is_static
        return frozenset({chosen.source} if known else LANGUAGES)

    async def run(self, session: Session) -> Next:
        for name, written in self.values.items():
            value = worked_out(session, written)
            known = "" if value is None else value
            if name == "call.language":
                session.language = _language(known)
            else:
                session.variables[name] = known
                known = session.variables[name]
            session.log(VariableSet, name=name, value=str(known))
        return None


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"call.language can be {' or '.join(LANGUAGES)}, not '{value}'")
    return str(value)
