"""Take a message for a mailbox: greeting, recording after the beep, and the caller may hear or replace it.

`mailbox` is the name of a queue, an agent or a department. After the recording `1` plays it, `2` records it
anew, `3` keeps it; so do silence and hanging up, in the middle of a word as well. Nothing is kept of under a
second: the caller is asked once more. With `review: no` it is kept at once.

```yaml
- transfer: {to: "{{ call.dialled }}", ring: 20s}
- voicemail:
    mailbox: "{{ call.dialled }}"
    greeting: {zh: 您好，现在无人接听，请留言。, en: Nobody can answer now. Please leave a message.}
    max: 2m
```

`ivr voicemail` lists the mailboxes and their messages.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.events import RecordingStored, VoicemailLeft
from ivr.flow.expressions import ExpressionFailed, Template
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.ports import KEYS
from ivr.settings import Duration
from recordings import names

from .shared.asking import NOT_ON_OFFER, ask_key, listen
from .shared.names import Key
from .shared.recording import Limits, take

LISTEN, AGAIN, KEEP = "1", "2", "3"
_MAILBOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(slots=True)
class Draft:
    """The message as it is so far; `file` is '' while there is none."""

    file: str = ""
    seconds: float = 0.0


class Voicemail(Step):
    verb: ClassVar[str] = "voicemail"
    waits: ClassVar[bool] = True
    records: ClassVar[bool] = True
    speak_now: ClassVar[Prompt] = Prompt.of(
        zh="请在提示音后留言，说完请按井号键。",
        en="Please speak after the tone, and press the hash key when you have finished.",
    )
    empty: ClassVar[Prompt] = Prompt.of(
        zh="对不起，我们没有听到您的声音。请再说一次。",
        en="I am sorry, we could not hear you. Please say it again.",
    )
    nothing_kept: ClassVar[Prompt] = Prompt.of(
        zh="很抱歉，还是没有听到您的声音。", en="I am sorry, we still could not hear you."
    )
    choose: ClassVar[Prompt] = Prompt.of(
        zh="收听留言请按1，重新留言请按2，保存请按3或直接挂机。",
        en="To hear your message press 1, to record it again press 2. To keep it press 3, or just hang up.",
    )
    not_on_offer: ClassVar[Prompt] = NOT_ON_OFFER
    kept: ClassVar[Prompt] = Prompt.of(zh="您的留言已保存。", en="Your message has been kept.")

    mailbox: Template
    greeting: Prompt = Prompt.of(zh="现在无人接听您的电话。", en="Nobody can answer your call now.")
    max: Annotated[Duration, Field(gt=0)] = 120.0
    silence: Duration = 5.0
    end_key: Key = "#"
    review: bool = True
    tries: Annotated[int, Field(ge=1, le=20)] = 3
    timeout: Duration = 5.0

    async def run(self, session: Session) -> Next:
        mailbox, draft = self._mailbox(session), Draft()
        try:
            await self._take(session, draft)
            if self.review and draft.file:
                await self._review(session, draft)
        finally:  # also for a caller who hangs up
            _keep(session, mailbox, draft)
        await session.play(self.kept if draft.file else self.nothing_kept)
        return None

    def _mailbox(self, session: Session) -> str:
        name = session.render(self.mailbox).strip()
        if not _MAILBOX.fullmatch(name):
            raise ExpressionFailed(
                f"'{self.mailbox.source}' gives no name of a mailbox: letters, digits, - and _, at most 40"
            )
        return name

    async def _take(self, session: Session, draft: Draft) -> None:
        await session.answer()
        await session.play(self.greeting + self.speak_now, keys=self.end_key)
        if not await self._record(session, draft):
            await session.play(self.empty, keys=self.end_key)
            await self._record(session, draft)

    async def _record(self, session: Session, draft: Draft) -> bool:
        """False when nothing was said; then the draft stays as it was."""
        file = names.voicemail(session.caller.call.id, session.world.clock.now())
        before = draft.file

        async def keep(seconds: float) -> None:
            draft.file, draft.seconds = file, seconds
            if before:
                await asyncio.to_thread((session.world.recordings / before).unlink, missing_ok=True)

        return await take(session, file, Limits(self.max, self.silence, self.end_key), keep)

    async def _review(self, session: Session, draft: Draft) -> None:
        failures = 0
        while failures < self.tries:
            key = await ask_key(session, self.choose, self.timeout)
            if key in (KEEP, ""):
                return
            if key == LISTEN:
                session.ahead = (await session.caller.replay(draft.file, keys=KEYS)).key
            elif key == AGAIN:
                await session.play(self.speak_now, keys=self.end_key)
                if not await self._record(session, draft):
                    await listen(session, self.empty)
            else:
                failures += 1
                await listen(session, self.not_on_offer)


def _keep(session: Session, mailbox: str, draft: Draft) -> None:
    if draft.file:
        kept = {"file": draft.file, "seconds": draft.seconds}
        session.log(RecordingStored, kind="voicemail", channels=1, **kept)
        session.log(VoicemailLeft, mailbox=mailbox, **kept)
