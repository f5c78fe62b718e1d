"""Ask a source of config/ivr.yaml, a database, a list or a web service, and keep what it has in a variable.

`of` names the source, `with` gives it what its `:parameters`, its key or its `{{ }}` want. Values are bound,
never put into a query. `timeout` is the limit for all of it; without an answer in that time the call goes to
`on_error`. With `cache` an answer that is not older may be used again, also for another caller who gives the
same values; failures and lists in files are never kept. The variable is the first row, by its columns, or
with `all_rows` the list of all. It is empty when there is nothing (`not_found`). Sources: see the manual's
page on [look-ups](../lookups.md).

```yaml
- lookup:
    of: customers
    with: {number: "{{ caller.number }}"}
    timeout: 2s
    cache: 10m
    save: member
    not_found: stranger
    on_error: continue
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.events import SourceAsked
from ivr.flow.expressions import Template
from ivr.flow.secrets import Secret, revealed
from ivr.flow.session import Session
from ivr.flow.step import Next, SecretMark, SourceName, Step, Target, towards
from ivr.ports import Answer, LookupFailed
from ivr.ports import Lookup as Question
from ivr.settings import Duration

from .shared.names import Variable


class Lookup(Step):
    verb: ClassVar[str] = "lookup"

    of: SourceName
    with_: Annotated[Mapping[str, Template], SecretMark()] = Field(default={}, alias="with")
    timeout: Annotated[Duration, Field(gt=0, le=60)] = 3.0
    cache: Duration = 0.0
    save: Variable
    all_rows: bool = False
    not_found: Target = "continue"
    on_error: Target = "continue"

    def saved_before(self, label: str) -> Collection[str]:
        return ()

    async def run(self, session: Session) -> Next:
        began = session.world.clock.monotonic()
        answer, outcome = await self._asked(session)
        took = session.world.clock.monotonic() - began
        rows = list(answer.rows)
        session.log(
            SourceAsked, source=self.of, outcome=outcome, rows=len(rows), took=took, cached=answer.cached
        )
        session.variables[self.save] = rows if self.all_rows else rows[0] if rows else {}
        if outcome == "found":
            return None
        return towards(self.not_found if outcome == "not_found" else self.on_error)

    async def _asked(self, session: Session) -> tuple[Answer, str]:
        try:
            answer = await session.meanwhile(session.world.sources.ask(self._question(session)))
        except LookupFailed as failed:
            return Answer(), failed.outcome
        return answer, "found" if answer.rows else "not_found"

    def _question(self, session: Session) -> Question:
        given = {name: session.text(value) for name, value in self.with_.items()}
        secret = any(isinstance(value, Secret) for value in given.values())
        return Question(
            source=self.of,
            values={name: revealed(value) for name, value in given.items()},
            timeout=self.timeout,
            cache=0.0 if secret else self.cache,
        )
