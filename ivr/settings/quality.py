"""The part `quality` of `config/ivr.yaml`: scoring forms, appeals, and what makes a call a risk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from ivr.document.model import Fault
from ivr.settings.archive import DAY
from ivr.settings.types import Duration, Section, WithinDay


def _some_days(lasts: float) -> float:
    if not DAY <= lasts <= 366 * DAY:
        raise Fault("write 1d to 366d", zh="请写 1d 至 366d")
    return lasts


Share = Annotated[float, Field(gt=0, le=1)]
Word = Annotated[str, Field(min_length=1, max_length=60)]


class Risk(Section):
    """What makes a call a risk: a stretch of silence of at least `silence`, both sides speaking at once for
    the share `both_talking` of the talk, so many `transfers`, a satisfaction (1 to 5) or a recommendation
    (0 to 10) of at most `low_csat`, `low_nps`, and a disposition whose id or name contains one of
    `keywords`."""

    silence: Annotated[WithinDay, Field(gt=0)] = 15.0
    both_talking: Share = 0.1
    transfers: Annotated[int, Field(ge=1)] = 1
    low_csat: Annotated[int, Field(ge=0, le=5)] = 2
    low_nps: Annotated[int, Field(ge=-1, le=10)] = 4
    keywords: tuple[Word, ...] = ("complaint", "投诉")


class Quality(Section):
    """`forms`: the folder of the scoring forms. An agent may appeal against a score for `appeal` after it
    became final."""

    forms: Path = Path("config/quality")
    appeal: Annotated[Duration, AfterValidator(_some_days)] = 14 * DAY
    risk: Risk = Risk()
