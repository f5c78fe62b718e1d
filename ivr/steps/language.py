"""Choose the language by key, and remember it for the caller's next calls.

Only who is not remembered is asked; who presses nothing hears the dialplan's language and is asked again next
time. A key of `keys` that is pressed in the prompt before this step counts at once: so a remembered caller
changes the language too. The number is what a caller is known by, on all lines; a withheld number is never
remembered. Without `prompt` the offers are built in, each in its own language. Without `keys` nobody is
asked: who chose once, by whatever step, is served in that language. `to` gives it in the flow, as for a
menu's key: `zh`, `en`, or `other` for the one that is not spoken now.

```yaml
- language: {keys: {1: zh, 2: en}, remember: 180d}
- language: {remember: 180d}               # nobody is asked
- language: {to: other, remember: 180d}    # in the flow of a menu's key
- language: en                             # for this call only
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ivr.document.model import Fault
from ivr.events import LanguageChosen
from ivr.flow.prompt import LANGUAGES, Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Taking
from ivr.settings import Duration

from .shared.asking import ask_key
from .shared.names import Key
from .shared.outliving import attempt, number_of

KIND = "language"
OFFERS: Mapping[str, str] = {"zh": "中文服务请按{key}。", "en": "For English, press {key}."}


class Language(Step):
    verb: ClassVar[str] = "language"
    shorthand: ClassVar[str | None] = "to"

    to: Literal["zh", "en", "other"] | None = None
    keys: Mapping[Key, Literal["zh", "en"]] = {}
    prompt: Prompt = Prompt()
    remember: Annotated[Duration, Field(gt=0)] | None = None
    timeout: Duration = 5.0
    tries: Annotated[int, Field(ge=1, le=20)] = 2

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if self.to and (self.keys or self.prompt):
            raise Fault(
                "'to' asks nobody; leave out 'keys' and 'prompt'", zh="有'to'就不询问，请去掉'keys'和'prompt'"
            )
        if self.prompt and not self.keys:
            raise Fault("'prompt' asks for a key; 'keys' is missing", zh="'prompt'要求按键，但缺少'keys'")
        if not (self.to or self.keys or self.remember):
            raise Fault(
                "nothing to do: give 'keys' to ask, 'to' to choose, or 'remember' to recall",
                zh="无事可做：用'keys'询问，用'to'指定，或用'remember'沿用",
            )
        return self

    def languages(self) -> frozenset[str]:
        return frozenset(LANGUAGES)

    def takes(self) -> Iterator[Taking]:
        yield Taking(("prompt",), frozenset(self.keys))

    async def run(self, session: Session) -> Next:
        if self.to:
            other = next(language for language in LANGUAGES if language != session.language)
            await self._choose(session, other if self.to == "other" else self.to, "flow")
        elif session.ahead in self.keys:
            key, session.ahead = session.ahead, ""
            await self._choose(session, self.keys[key], "key")
        elif known := await self._known(session):
            self._speak(session, known, "remembered")
        elif self.keys:
            await self._ask(session)
        return None

    def said(self) -> Iterator[Prompt]:
        yield from super().said()
        yield self._offers()

    def _offers(self) -> Prompt:
        offers = (Prompt.of(**{spoken: OFFERS[spoken].format(key=key)}) for key, spoken in self.keys.items())
        return self.prompt or sum(offers, Prompt())

    async def _known(self, session: Session) -> str:
        number = number_of(session)
        if not number or not self.remember:
            return ""
        recalled = session.world.memory.recall(KIND, number)
        found = await attempt(session, self.verb, recalled, None)
        return found if found in LANGUAGES else ""

    async def _ask(self, session: Session) -> None:
        for _ in range(self.tries):
            key = await ask_key(session, self._offers(), self.timeout)
            if key in self.keys:
                await self._choose(session, self.keys[key], "key")
                return
        self._speak(session, session.language, "default")

    async def _choose(self, session: Session, language: str, how: str) -> None:
        self._speak(session, language, how)
        number = number_of(session)
        if number and self.remember:
            keeping = session.world.memory.keep(KIND, number, language, self.remember)
            await attempt(session, self.verb, keeping, None)

    def _speak(self, session: Session, language: str, how: str) -> None:
        session.language = language
        session.log(LanguageChosen, language=language, how=how)
