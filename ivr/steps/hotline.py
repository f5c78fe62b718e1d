"""Take a suggestion: consent, a category by key, a recording after the beep, a reference number, read twice.

A category has a `name` for the records and its words in both languages; `1: goods` alone is spoken as
written. A caller who chooses none is heard all the same, under `other`. An empty recording is asked for
once more. What a caller said before hanging up is stored. Afterwards `case.reference` holds the number.

```yaml
- hotline:
    line: product
    category:
      1: {name: goods, zh: 商品质量, en: the goods}
      2: {name: delivery, zh: 物流配送, en: the delivery}
    max: 2m
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ivr.events import CaseOpened, RecordingStored
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.ports import NewCase
from ivr.settings import Duration, Name
from recordings import names

from .shared.asking import ask_key, listen
from .shared.names import Digit, Key
from .shared.recording import Limits, take
from .shared.texts import words


class Category(BaseModel):
    """What a suggestion is about: `name` in the records, `zh` and `en` for the caller."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    zh: str
    en: str

    def offered(self, key: str) -> Mapping[str, str]:
        return {"zh": f"{self.zh}请按{key}。", "en": f"For {self.en}, press {key}."}


def _by_name(written: Any) -> Any:
    return {"name": written, "zh": written, "en": written} if isinstance(written, str) else written


Offered = Annotated[Category, BeforeValidator(_by_name, json_schema_input_type=Category | Name)]
OTHER = Category(name="other", zh="其他", en="other matters")


class Hotline(Step):
    verb: ClassVar[str] = "hotline"
    waits: ClassVar[bool] = True
    records: ClassVar[bool] = True
    speak_now: ClassVar[Prompt] = Prompt.of(
        zh="请在提示音后说出您的建议，说完请按井号键。",
        en="Please speak after the tone, and press the hash key when you have finished.",
    )
    empty: ClassVar[Prompt] = Prompt.of(
        zh="对不起，我们没有听到您的声音。请再说一次。",
        en="I am sorry, we could not hear you. Please say it again.",
    )
    nothing_kept: ClassVar[Prompt] = Prompt.of(
        zh="很抱歉，还是没有听到您的声音。欢迎您再次来电。",
        en="I am sorry, we still could not hear you. Please call us again.",
    )
    thanks: ClassVar[Prompt] = words(
        {"zh": "感谢您的建议。您的受理编号是", "en": "Thank you. Your reference number is"},
        {"digits": "{{ case.reference }}"},
        {"zh": "再重复一遍，", "en": "Once more:"},
        {"digits": "{{ case.reference }}"},
    )

    line: Name
    prompt: Prompt = Prompt.of(
        zh="您的建议会被录音，并转交给相关部门。",
        en="Your suggestion is recorded and passed on to our people.",
    )
    category: Mapping[Digit, Offered] = {}
    tries: Annotated[int, Field(ge=1, le=20)] = 2
    timeout: Duration = 5.0
    max: Annotated[Duration, Field(gt=0)] = 120.0
    silence: Duration = 5.0
    end_key: Key = "#"

    async def run(self, session: Session) -> Next:
        await session.answer()
        await listen(session, self.prompt)
        category = await self._choose(session)
        if await self._take(session, category, self.speak_now) or await self._take(
            session, category, self.empty
        ):
            await listen(session, self.thanks)
        else:
            await session.play(self.nothing_kept)
        return None

    def said(self) -> Iterator[Prompt]:
        yield from super().said()
        yield self._offers()

    def _offers(self) -> Prompt:
        return words(*(category.offered(key) for key, category in self.category.items()))

    async def _choose(self, session: Session) -> Category:
        for _ in range(self.tries if self.category else 0):
            key = await ask_key(session, self._offers(), self.timeout)
            if key in self.category:
                return self.category[key]
        return OTHER

    async def _take(self, session: Session, category: Category, prompt: Prompt) -> bool:
        await session.play(prompt, keys=self.end_key)
        file = names.suggestion(session.caller.call.id, session.world.clock.now())

        async def keep(seconds: float) -> None:
            await self._store(session, category, file, seconds)

        return await take(session, file, Limits(self.max, self.silence, self.end_key), keep)

    async def _store(self, session: Session, category: Category, file: str, seconds: float) -> None:
        session.log(RecordingStored, kind="suggestion", file=file, seconds=seconds, channels=1)
        reference = await session.world.cases.open(
            NewCase(
                call=session.caller.call.id,
                line=self.line,
                category=category.name,
                category_name=category.zh if session.language == "zh" else category.en,
                caller_number=session.caller.call.number,
                language=session.language,
                file=file,
                seconds=seconds,
            )
        )
        session.log(
            CaseOpened,
            reference=reference,
            line=self.line,
            category=category.name,
            file=file,
            seconds=seconds,
        )
        session.variables["case"] = {"reference": reference, "category": category.name}
