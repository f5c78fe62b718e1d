"""Take a suggestion, praise, complaint or question: consent, kind and category by key, a recording after the
beep, a reference number, read twice.

A category has a `name` for the records and its words in both languages, and may have a second level in `sub`;
`1: goods` alone is spoken as written. A caller who chooses none is heard all the same, under `other`. An
empty recording is asked for once more. What a caller said before hanging up is stored, and so is what they
said before the engine died. Afterwards `case.reference` holds the number.

While they speak `*` pauses (`pause`) and `#` ends. With `review` they may then hear it (1), say it anew (2),
add to it (3), take it back (`*`), or send it (`#`, silence, or hanging up).

```yaml
- hotline:
    line: product
    consent: yes                       # asks for the key 1 before anything is recorded
    kind: {1: suggestion, 2: praise, 3: complaint, 4: question}
    category:
      1: {name: goods, zh: 商品质量, en: the goods}
      2:
        name: delivery
        zh: 物流配送
        en: the delivery
        sub:
          1: {name: late, zh: 送货延迟, en: late delivery}
          2: {name: broken, zh: 包裹破损, en: a broken parcel}
    anonymous: yes                     # offers to leave the number out
    call_back: yes                     # asks whether somebody may call with the answer
    pin: yes                           # a PIN, read with the number
    details: {order: "{{ order }}"}    # what is known already
    max: 2m
```

`docs/cases.md` tells what becomes of it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ivr.document.model import Fault
from ivr.events import CaseOpened, RecordingStored
from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.secrets import Secret
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.ports import CallerHungUp, NewCase
from ivr.ports.cases import Draft, Kind
from ivr.settings import Duration, Name
from recordings import names

from .shared.asking import NOT_ON_OFFER, ask_key, listen
from .shared.dictation import Dictated, Dictation
from .shared.names import Digit, Key, Variable
from .shared.pins import hashed
from .shared.recording import Limits
from .shared.texts import words

LISTEN, AGAIN, MORE, CANCEL, SEND = "1", "2", "3", "*", "#"
YES = "1"
PIN_DIGITS = 4


class Subcategory(BaseModel):
    """What it is about more closely: `name` in the records, `zh` and `en` for the caller."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    zh: str
    en: str

    def offered(self, key: str) -> Mapping[str, str]:
        return {"zh": f"{self.zh}请按{key}。", "en": f"For {self.en}, press {key}."}

    def said(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def _by_name(written: Any) -> Any:
    return {"name": written, "zh": written, "en": written} if isinstance(written, str) else written


Offered = Annotated[Subcategory, BeforeValidator(_by_name, json_schema_input_type=Subcategory | Name)]


S = TypeVar("S", bound=Subcategory)


class Category(Subcategory):
    """What it is about; `sub`: asked next."""

    sub: Mapping[Digit, Offered] = {}


OfferedFirst = Annotated[Category, BeforeValidator(_by_name, json_schema_input_type=Category | Name)]
OTHER = Category(name="other", zh="其他", en="other matters")
NOTHING = Subcategory.model_construct(name="", zh="", en="")
KINDS: Mapping[Kind, Subcategory] = {
    "suggestion": Subcategory(name="suggestion", zh="提建议", en="a suggestion"),
    "praise": Subcategory(name="praise", zh="表扬", en="praise"),
    "complaint": Subcategory(name="complaint", zh="投诉", en="a complaint"),
    "question": Subcategory(name="question", zh="咨询", en="a question"),
}


class Hotline(Step):
    verb: ClassVar[str] = "hotline"
    waits: ClassVar[bool] = True
    records: ClassVar[bool] = True
    agree: ClassVar[Prompt] = Prompt.of(
        zh="同意录音请按1，不同意请按2。", en="If you agree to be recorded, press 1. If not, press 2."
    )
    not_agreed: ClassVar[Prompt] = Prompt.of(
        zh="好的，我们不会录音。", en="Very well, nothing will be recorded."
    )
    unnamed: ClassVar[Prompt] = Prompt.of(
        zh="如需匿名，请按1；否则请按2。", en="To stay anonymous, press 1. Otherwise press 2."
    )
    be_called: ClassVar[Prompt] = Prompt.of(
        zh="如需我们回电告知答复，请按1；否则请按2。",
        en="If we may call you with the answer, press 1. Otherwise press 2.",
    )
    speak_now: ClassVar[Prompt] = Prompt.of(
        zh="请在提示音后说出您的建议，说完请按井号键。",
        en="Please speak after the tone, and press the hash key when you have finished.",
    )
    go_on: ClassVar[Prompt] = Prompt.of(
        zh="请在提示音后继续，说完请按井号键。",
        en="Please go on after the tone, and press the hash key when you have finished.",
    )
    choose: ClassVar[Prompt] = Prompt.of(
        zh="提交请按井号键或直接挂机，收听请按1，重新录音请按2，补充请按3，取消请按星号键。",
        en="To send it press the hash key, or just hang up. To hear it press 1, to say it anew press 2,"
        " to add something press 3, to cancel press star.",
    )
    not_on_offer: ClassVar[Prompt] = NOT_ON_OFFER
    paused: ClassVar[Prompt] = Dictation.paused
    empty: ClassVar[Prompt] = Prompt.of(
        zh="对不起，我们没有听到您的声音。请再说一次。",
        en="I am sorry, we could not hear you. Please say it again.",
    )
    nothing_kept: ClassVar[Prompt] = Prompt.of(
        zh="很抱歉，还是没有听到您的声音。欢迎您再次来电。",
        en="I am sorry, we still could not hear you. Please call us again.",
    )
    cancelled: ClassVar[Prompt] = Prompt.of(
        zh="已取消，您的录音已删除。", en="It is cancelled, and your recording has been removed."
    )
    thanks: ClassVar[Prompt] = words(
        {"zh": "感谢您的建议。您的受理编号是", "en": "Thank you. Your reference number is"},
        {"digits": "{{ case.reference }}"},
        {"zh": "再重复一遍，", "en": "Once more:"},
        {"digits": "{{ case.reference }}"},
    )
    your_pin: ClassVar[Prompt] = words(
        {"zh": "查询密码是", "en": "The PIN to hear the answer by is"},
        {"digits": "{{ case_pin }}"},
        {"zh": "再重复一遍，", "en": "Once more:"},
        {"digits": "{{ case_pin }}"},
    )

    line: Name
    prompt: Prompt = Prompt.of(
        zh="您的建议会被录音，并转交给相关部门。",
        en="Your suggestion is recorded and passed on to our people.",
    )
    consent: bool = False
    kind: Kind | Mapping[Digit, Kind] = "suggestion"
    category: Mapping[Digit, OfferedFirst] = {}
    anonymous: bool = False
    call_back: bool = False
    pin: bool = False
    details: Mapping[Variable, Template] = {}
    review: bool = True
    tries: Annotated[int, Field(ge=1, le=20)] = 2
    timeout: Duration = 5.0
    max: Annotated[Duration, Field(gt=0)] = 120.0
    silence: Duration = 5.0
    end_key: Key = "#"
    pause: Key | None = "*"

    @model_validator(mode="after")
    def _two_keys(self) -> Self:
        if self.pause == self.end_key:
            raise Fault(
                f"'{self.pause}' cannot both pause and end the recording; choose another key for one of them",
                zh=f"“{self.pause}”不能既暂停又结束录音；请为其中之一另选按键",
            )
        return self

    async def run(self, session: Session) -> Next:
        await session.answer()
        await listen(session, self.prompt)
        if self.consent and await self._one_of(session, self.agree, YES + "2") != YES:
            await session.play(self.not_agreed)
            return None
        taking = Taking(self, session, await self._facts(session))
        await taking.run()
        return None

    def said(self) -> Iterator[Prompt]:
        yield from super().said()
        if not isinstance(self.kind, str):
            yield _offers({key: KINDS[kind] for key, kind in self.kind.items()})
        yield _offers(self.category)
        for category in self.category.values():
            yield _offers(category.sub)

    async def _facts(self, session: Session) -> NewCase:
        call = session.caller.call
        kind = await self._kind(session)
        category = await self._choose(session, self.category, OTHER)
        subcategory = await self._choose(session, category.sub, NOTHING)
        unnamed = self.anonymous and await self._one_of(session, self.unnamed, YES + "2") == YES
        called = self.call_back and not unnamed and bool(call.number)
        called = called and await self._one_of(session, self.be_called, YES + "2") == YES
        at = session.world.clock.now()
        return NewCase(
            call="" if unnamed else call.id,
            line=self.line,
            category=category.name,
            category_name=category.said(session.language),
            caller_number="" if unnamed else call.number,
            language=session.language,
            file=names.suggestion(call.id, at),
            seconds=0.0,
            kind=kind,
            subcategory=subcategory.name,
            subcategory_name=subcategory.said(session.language),
            anonymous=unnamed,
            call_back=call.number if called else "",
            details={name: session.render(value) for name, value in self.details.items()},
        )

    async def _kind(self, session: Session) -> Kind:
        if isinstance(self.kind, str):
            return self.kind
        offered = {key: KINDS[kind] for key, kind in self.kind.items()}
        chosen = await self._choose(session, offered, NOTHING)
        return next((kind for kind in KINDS if kind == chosen.name), "suggestion")

    async def _choose(self, session: Session, offered: Mapping[str, S], otherwise: S) -> S:
        key = await self._one_of(session, _offers(offered), "".join(offered)) if offered else ""
        return offered.get(key, otherwise)

    async def _one_of(self, session: Session, prompt: Prompt, keys: str) -> str:
        """One of these keys, '' for a caller who pressed none of them in so many tries."""
        for _ in range(self.tries):
            key = await ask_key(session, prompt, self.timeout)
            if key and key in keys:
                return key
        return ""


def _offers(offered: Mapping[str, Subcategory]) -> Prompt:
    return words(*(category.offered(key) for key, category in offered.items()))


class Taking:
    """One case as it is spoken, heard again, and stored."""

    def __init__(self, step: Hotline, session: Session, case: NewCase) -> None:
        self._step, self._session, self._case = step, session, case
        self._draft = f"{session.caller.call.id} {case.file}"
        limits = Limits(step.max, step.silence, step.end_key)
        self._dictation = Dictation(session, limits, step.pause or "", self._noted)

    async def run(self) -> None:
        """Stored as soon as the caller has sent it, or is gone."""
        session, step = self._session, self._step
        try:
            if not await self._spoken():
                await self._dropped()
                await session.play(step.nothing_kept)
                return
            if step.review and not await self._reviewed():
                await self._dropped()
                await session.play(step.cancelled)
                return
        except CallerHungUp:
            await self._stored()
            raise
        if await self._stored():
            await self._tell()
        else:
            await session.play(step.nothing_kept)

    async def _spoken(self) -> bool:
        for prompt in (self._step.speak_now, self._step.empty):
            await self._session.play(prompt, keys=self._step.end_key)
            if await self._dictation.speak():
                return True
        return False

    async def _reviewed(self) -> bool:
        """False for a case that the caller takes back."""
        step, session, failures = self._step, self._session, 0
        while failures < max(step.tries, 3):
            key = await ask_key(session, step.choose, step.timeout)
            if key in (SEND, ""):
                return True
            if key == CANCEL:
                return False
            if key == LISTEN:
                await self._dictation.replay()
            elif key == AGAIN:
                await self._anew()
            elif key == MORE:
                await session.play(step.go_on, keys=step.end_key)
                if not await self._dictation.speak():
                    await listen(session, step.empty)
            else:
                failures += 1
                await listen(session, step.not_on_offer)
        return True

    async def _anew(self) -> None:
        """What was said before goes only when there is something in its place."""
        before = self._dictation.mark()
        await self._session.play(self._step.speak_now, keys=self._step.end_key)
        if await self._dictation.speak(since=before):
            await self._dictation.forget(before)
        else:
            await listen(self._session, self._step.empty)

    async def _noted(self, parts: Sequence[str]) -> None:
        await self._session.world.cases.keep_draft(Draft(self._draft, self._case, parts))

    async def _dropped(self) -> None:
        await self._session.world.cases.drop_draft(self._draft)
        await self._dictation.discard()

    async def _stored(self) -> bool:
        """False where nobody spoke, though something was recorded."""
        whole = await self._dictation.whole(self._case.file)
        if whole is None:
            await self._dropped()
            return False
        pin, case = await self._with_pin(replace(self._case, seconds=whole.seconds))
        self._log(whole)
        reference = await self._session.world.cases.open(case, self._draft)
        await self._dictation.discard()
        self._session.log(
            CaseOpened,
            reference=reference,
            line=case.line,
            kind=case.kind,
            category=case.category,
            subcategory=case.subcategory,
            file=whole.file,
            seconds=whole.seconds,
        )
        variables = self._session.variables
        variables["case"] = {"reference": reference, "kind": case.kind, "category": case.category}
        if pin:
            variables["case_pin"] = Secret(pin)
        return True

    async def _with_pin(self, case: NewCase) -> tuple[str, NewCase]:
        if not self._step.pin:
            return "", case
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        return pin, replace(case, pin=await asyncio.to_thread(hashed, pin))

    def _log(self, whole: Dictated) -> None:
        self._session.log(
            RecordingStored, kind="suggestion", file=whole.file, seconds=whole.seconds, channels=1
        )

    async def _tell(self) -> None:
        await listen(self._session, self._step.thanks)
        if self._step.pin:
            async with self._session.securely():
                await listen(self._session, self._step.your_pin)
