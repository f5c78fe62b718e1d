"""Ask the caller one to five questions: how satisfied, how likely to recommend us, yes or no, one of several.

`csat` takes 1 to 5, `nps` 0 to 10 (10 is `1` and `0`, or `*`), `yes_no` 1 and 2, `choice` the keys of its
`choices`. `#` skips a question; another key is told to be wrong and the question asked again, up to `tries`
times. Silence ends the survey with a kind word: nobody is pressed. Each answer is in the log at once, so a
caller who hangs up has given those so far. With `comment` they may speak at the end.

```yaml
- queue: {to: support}
- survey:
    name: after_call
    questions:
      - id: satisfaction
        kind: csat
        prompt: {zh: 请为本次服务打分，最高5分，最低1分。, en: "Rate this call: 5 is best, 1 is worst."}
      - id: recommend
        kind: nps
        prompt: {zh: 您有多大可能推荐我们？请按0到10。, en: How likely are you to recommend us? 0 to 10.}
      - id: solved
        kind: yes_no
        prompt: {zh: 问题解决了请按1，没有请按2。, en: "Was it solved? 1 is yes, 2 is no."}
      - id: reason
        kind: choice
        choices: {1: price, 2: delivery}
        prompt: {zh: 价格请按1，物流请按2。, en: "Press 1 for the price, 2 for the delivery."}
    comment: {zh: 请在提示音后留言。, en: Please tell us more after the tone.}
```

Behind `queue` it asks those who are still there when the agent has hung up. NPS is the share of 9 and 10 less
that of 0 to 6, CSAT the share of 4 and 5, both of those who answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ivr.document.model import Fault
from ivr.events import RecordingStored, SurveyAnswered, SurveyBegan
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.settings import Duration, Name
from recordings import names

from .shared.asking import NOT_ON_OFFER, ask_key, listen
from .shared.names import Digit
from .shared.recording import Limits, take

SKIP = "#"
TEN = "10"
# Seconds in which a 1 may still become a 10.
SECOND_KEY = 1.5


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    score: int


def _scores(least: int, most: int) -> Mapping[str, Answer]:
    return {str(score): Answer(str(score), score) for score in range(least, most + 1)}


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "csat": _scores(1, 5),
    "nps": {**_scores(0, 10), "*": Answer(TEN, 10)},
    "yes_no": {"1": Answer("yes", 1), "2": Answer("no", 0)},
}


class Question(BaseModel):
    """One question: `id` in the records, and what is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Name
    kind: Literal["csat", "nps", "yes_no", "choice"]
    prompt: Prompt
    choices: Mapping[Digit, Name] = {}

    @model_validator(mode="after")
    def _has_its_choices(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise Fault(
                "a question of kind 'choice' has 'choices', no other has",
                zh="“choice”类问题必须有“choices”，其他问题不能有",
            )
        return self

    def answers(self) -> Mapping[str, Answer]:
        """The answer for each key, or keys."""
        chosen = {key: Answer(name, int(key)) for key, name in self.choices.items()}
        return ANSWERS.get(self.kind, chosen)


class Survey(Step):
    verb: ClassVar[str] = "survey"
    waits: ClassVar[bool] = True
    records: ClassVar[bool] = True
    not_on_offer: ClassVar[Prompt] = NOT_ON_OFFER
    all_the_same: ClassVar[Prompt] = Prompt.of(zh="好的，谢谢您。", en="That is all right. Thank you.")

    name: Name
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=5)]
    comment: Prompt = Prompt()
    timeout: Duration = 5.0
    tries: Annotated[int, Field(ge=1, le=20)] = 2
    max: Annotated[Duration, Field(gt=0)] = 60.0
    silence: Duration = 5.0
    thanks: Prompt = Prompt.of(zh="感谢您的评价。", en="Thank you for your answers.")

    @model_validator(mode="after")
    def _asks_nothing_twice(self) -> Self:
        ids = [question.id for question in self.questions]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        if twice:
            raise Fault(f"two questions have the id '{twice}'", zh=f"两个问题的id都是“{twice}”")
        return self

    async def run(self, session: Session) -> Next:
        session.log(SurveyBegan, survey=self.name, questions=len(self.questions))
        for question in self.questions:
            if not await self._asked(session, question):
                await listen(session, self.all_the_same)
                return None
        if self.comment:
            await self._comment(session)
        await listen(session, self.thanks)
        return None

    async def _asked(self, session: Session, question: Question) -> bool:
        """False when the caller said nothing."""
        answers = question.answers()
        for attempt in range(1, self.tries + 1):
            keys = await self._keys(session, question)
            if not keys:
                self._log(session, question, "no_input")
                return False
            if found := answers.get(keys):
                self._log(session, question, "answered", found)
                return True
            if keys == SKIP:
                break
            if attempt < self.tries:
                await listen(session, self.not_on_offer)
        self._log(session, question, "skipped")
        return True

    async def _keys(self, session: Session, question: Question) -> str:
        """The key, or the two keys of a ten."""
        key = await ask_key(session, question.prompt, self.timeout)
        if question.kind != "nps" or key != TEN[0]:
            return key
        second = await ask_key(session, Prompt(), SECOND_KEY)
        return key + second.replace(SKIP, "")

    def _log(self, session: Session, question: Question, outcome: str, answer: Answer | None = None) -> None:
        session.log(
            SurveyAnswered,
            survey=self.name,
            question=question.id,
            kind=question.kind,
            outcome=outcome,
            answer=answer.text if answer else "",
            score=answer.score if answer else None,
        )

    async def _comment(self, session: Session) -> None:
        await session.play(self.comment, keys=SKIP)
        file = names.comment(session.caller.call.id, session.world.clock.now())

        async def keep(seconds: float) -> None:
            session.log(RecordingStored, kind="comment", file=file, seconds=seconds, channels=1)

        await take(session, file, Limits(self.max, self.silence, SKIP), keep)
