"""What is asked of scores: which, the answers of a new one, an appeal, a decision."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ivr.document.model import Fault
from ivr.quality.entry import Wanted
from ivr.quality.judging import LONGEST, comment_of
from ivr.web.moments import Between
from ivr.web.one_line import ONE_LINE, on_one_line
from ivr.web.paging import Cursors, Limit, whole
from ivr.web.routes import Fields

MOST_ANSWERS = 200
CURSORS = Cursors("s", numbered=True)


# As `comment_of` has it.
_KEPT = r"[^\x00-\x08\x0b-\x1f\x7f-\x9f]"
_NOT_BLANK = r"[^\x00-\x1f\x7f-\x9f\s]"


def _is_a_name(text: str) -> str:
    return on_one_line(text).strip()


def _can_be_kept(text: str) -> str:
    return comment_of(text, ())


Named = Annotated[str, Field(max_length=40)]
Who = Annotated[Named, Field(json_schema_extra={"pattern": ONE_LINE}), AfterValidator(_is_a_name)]
Call = Annotated[str, Field(max_length=150, description="The id of a call.")]
Comment = Annotated[
    str,
    Field(json_schema_extra={"maxLength": LONGEST, "pattern": f"^{_KEPT}*$"}),
    AfterValidator(_can_be_kept),
]
Written = Annotated[
    str,
    Field(json_schema_extra={"maxLength": LONGEST, "pattern": f"^{_KEPT}*{_NOT_BLANK}{_KEPT}*$"}),
    AfterValidator(_can_be_kept),
]
GivenAnswers = Annotated[
    dict[str, Any],
    Field(
        max_length=MOST_ANSWERS,
        description="By the item's id: its answer, or an object with `answer` and `comment`.",
    ),
]
SeenBy = Annotated[Who, Field(description="As this scorer sees them: others' once theirs are final as well.")]


class ScoresWanted(Between):
    """Which scores, those of the newest calls first. What is '' does not matter."""

    call: Call = ""
    agent: Named = ""
    queue: Named = ""
    form: Named = ""
    scorer: Named = ""
    state: Literal["", "draft", "final"] = ""
    appeal: Annotated[Literal["", "open"], Field(description="open: those that nobody has decided.")] = ""
    session: Annotated[Named, Field(description="Of this calibration; else those of none.")] = ""
    seen_by: SeenBy = ""
    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = 50
    cursor: Annotated[str, CURSORS.field(), AfterValidator(CURSORS.checked)] = ""

    def fitting(self, zone: ZoneInfo) -> Wanted:
        """As the room is asked, for one more than fits on the page; times without a zone are of this one."""
        since, until = self.moments(zone)
        began, number = CURSORS.position(self.cursor) if self.cursor else (0.0, "")
        return Wanted(
            since,
            until,
            self.agent,
            self.queue,
            self.form,
            self.scorer,
            self.state,
            self.call,
            self.session,
            appeals=self.appeal == "open",
            limit=self.limit + 1,
            before=(began, int(number)) if self.cursor else None,
        )


class ScoreWanted(Fields):
    """One score."""

    seen_by: SeenBy = ""


class ScoreGiven(Fields):
    """A score of a talk: a draft, in place of the scorer's last one, or `final`. `scorer`: the token's name
    if left out. `session`: of which calibration; `agreed`: these answers are what it agreed on."""

    call: Call
    agent: Named
    form: Named
    answers: GivenAnswers
    comment: Comment = ""
    final: bool = False
    scorer: Who = ""
    session: Named = ""
    agreed: bool = False

    @model_validator(mode="after")
    def _of_a_session(self) -> Self:
        if self.agreed and not self.session:
            raise Fault("say which calibration agreed", ["session"], zh="请说明是哪个校准会话的结论")
        return self


class AppealGiven(Fields):
    """What the agent has against the score. `agent` can be left out with a token that is an agent's."""

    text: Written
    agent: Named = ""


class DecisionGiven(Fields):
    """Why, and with `answers` that hold instead. `by`: who decides; the token's name if left out."""

    reason: Written
    answers: GivenAnswers | None = None
    by: Who = ""


def cursor_behind(began: float, number: int) -> str:
    """The cursor for those behind this score."""
    return CURSORS.of(began, str(number))
