"""Let somebody at one of our own phones listen to the new messages of a mailbox, the oldest first.

Without a name it is the mailbox that has the name of the phone. `1` plays a message again, `2` goes to the
next, `*` ends; what was heard to its end, or left by `2`, is no longer new. Callers from outside hear that
this is for our phones only. Of a message that was removed before anybody heard it, for it had been kept long
enough, is told from whom and of when it was, once.

```yaml
- mailbox:                  # the phone's own, such as 1001
- mailbox: support          # that of a queue
```

`voicemail` takes the messages; `ivr voicemail` lists them.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from ivr.events import VoicemailHeard
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.ports import KEYS, Message
from ivr.settings import Duration, Name

from .shared.asking import ask_key, listen
from .shared.outliving import attempt
from .shared.texts import words

AGAIN, STOP = "1", "*"
_MOST_REPEATS = 20


class Mailbox(Step):
    verb: ClassVar[str] = "mailbox"
    shorthand: ClassVar[str | None] = "of"
    waits: ClassVar[bool] = True
    stranger: ClassVar[Prompt] = Prompt.of(
        zh="只有内部电话可以收听留言。", en="Messages can be heard from our own phones only."
    )
    unavailable: ClassVar[Prompt] = Prompt.of(
        zh="对不起，现在无法收听留言。", en="We are sorry, messages cannot be heard at the moment."
    )
    so_many: ClassVar[Prompt] = words(
        {"zh": "您有", "en": "You have"},
        {"count": "{{ voicemail.new }}", "unit": "messages"},
        {"zh": "新留言。", "en": "that you have not heard."},
    )
    nothing_new: ClassVar[Prompt] = Prompt.of(zh="没有新留言。", en="There are no new messages.")
    caller: ClassVar[Prompt] = words(
        {"zh": "来自", "en": "From"},
        {"phone": "{{ voicemail.number }}"},
    )
    withheld: ClassVar[Prompt] = Prompt.of(zh="来自未知号码", en="From a number that was withheld")
    when: ClassVar[Prompt] = words(
        {"zh": "，时间是", "en": "on"}, {"date": "{{ voicemail.date }}"}, {"time": "{{ voicemail.time }}"}
    )
    removed: ClassVar[Prompt] = Prompt.of(
        zh="这条留言在收听之前已被删除。", en="This message was removed before anybody heard it."
    )
    choose: ClassVar[Prompt] = Prompt.of(
        zh="重听请按1，下一条请按2，结束请按星号键。",
        en="Press 1 to hear it again, 2 for the next, star to end.",
    )
    no_more: ClassVar[Prompt] = Prompt.of(zh="没有其他新留言。", en="There are no more new messages.")

    of: Name | None = None
    timeout: Duration = 3.0

    async def run(self, session: Session) -> Next:
        phone = session.caller.call.endpoint
        if not session.world.phones.knows(phone):
            await session.play(self.stranger)
            return None
        unheard = session.world.mailboxes.unheard(self.of or phone)
        messages = await attempt(session, self.verb, unheard, None)
        if messages is None:
            await session.play(self.unavailable)
            return None
        new = sum(message.is_new for message in messages)
        session.variables["voicemail"] = {"new": new}
        await listen(session, self.so_many if new else self.nothing_new)
        for message in messages:
            if not await self._hears(session, message):
                return None
        if messages:
            await session.play(self.no_more)
        return None

    async def _hears(self, session: Session, message: Message) -> bool:
        """False when they want no more."""
        left = datetime.fromtimestamp(message.left, ZoneInfo(session.world.timezone))
        date, time = f"{left:%Y-%m-%d}", f"{left:%H:%M}"
        session.variables["voicemail"] = {"number": message.number, "date": date, "time": time}
        number = message.number.isascii() and message.number.isdigit()
        said = (self.caller if number else self.withheld) + self.when
        if not message.is_new:
            await listen(session, said + self.removed)
            self._done_with(session, message)
            return True
        await listen(session, said)
        key = await self._played(session, message)
        return key != STOP

    async def _played(self, session: Session, message: Message) -> str:
        """The key that ended it: next (also by silence), or no more."""
        key = AGAIN
        for _ in range(_MOST_REPEATS):
            heard = await session.caller.replay(message.file, keys=KEYS)
            session.ahead = heard.key
            key = await ask_key(session, self.choose, self.timeout)
            if key != AGAIN:
                break
        if key != STOP or not heard.key:
            self._done_with(session, message)
        return key

    def _done_with(self, session: Session, message: Message) -> None:
        at = session.world.clock.now().timestamp()
        session.world.journal.append(VoicemailHeard(at=at, mailbox=message.mailbox, file=message.file))
