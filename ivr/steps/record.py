"""Record a message of the caller after a beep. It ends with `end_key`, with silence, or at `max`.

`save` keeps the name of the file (relative to the recordings folder; empty when under a second was said).
What a caller said before hanging up is kept.

```yaml
- record:
    prompt: {zh: 请在提示音后留言。, en: Please leave a message after the tone.}
    max: 1m
    save: message
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.events import RecordingStored
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Taking
from ivr.settings import Duration
from recordings import names

from .shared.names import Key, Variable
from .shared.recording import Limits, take


class Record(Step):
    verb: ClassVar[str] = "record"
    waits: ClassVar[bool] = True
    records: ClassVar[bool] = True

    prompt: Prompt = Prompt()
    max: Annotated[Duration, Field(gt=0)] = 120.0
    silence: Duration = 5.0
    end_key: Key = "#"
    save: Variable | None = None

    def takes(self) -> Iterator[Taking]:
        yield Taking(("prompt",), frozenset({self.end_key}), offered=False)

    async def run(self, session: Session) -> Next:
        await session.answer()
        await session.play(self.prompt, keys=self.end_key)
        file = names.message(session.caller.call.id, session.world.clock.now())

        async def keep(seconds: float) -> None:
            session.log(RecordingStored, kind="message", file=file, seconds=seconds, channels=1)

        kept = await take(session, file, Limits(self.max, self.silence, self.end_key), keep)
        if self.save:
            session.variables[self.save] = file if kept else ""
        return None
