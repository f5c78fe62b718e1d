"""What happened, counted: the parts that every measure is made of.

Shares are never averaged: add the parts (`+`), then divide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import reduce
from operator import add


@dataclass(frozen=True, slots=True)
class Parts:
    """Counts, and seconds where said. `Parts()` is nothing. `+` adds each part, of `longest` the greater.

    Callers in queues, by the time of entry: entered = answered + abandoned + flowed_out + waiting, always.
    `within` is up to the target time, that included; `waited` are the seconds of the answered in this queue,
    `waited_in_all` what these callers had waited since they first entered any.

    Agents' parts of calls, by the end of their talk: `talked`, `held` (of it), `consulted` (of it) and
    `wrapped_up` in seconds. `sent_blind`, `sent_attended`, `escalated`: the caller was sent on.

    Agents' time, by what lies in the interval, in seconds by state. Of agents who have a schedule also:
    `paid` time, `paid_work` in it (handling and idle), `worked` (that and ringing), `scheduled` time,
    `scheduled_work` in it, and `adhered`: in the scheduled state at the scheduled time.

    Calls, by their beginning; those we made to call somebody back are not among `calls`. `to_right_agent`:
    seconds from the beginning to the answer of the last agent, in `calls_with_agent`.

    Menus, by the beginning of the stay: `menu_visits`, `menu_seconds`, `menu_dropped` (hung up in it),
    `menu_gave_up` (all tries used up); and by key `menu_keys` (keys and silences), of them `menu_chosen`,
    `menu_wrong`, `menu_silent` and `menu_zeroed`.

    Surveys and callbacks, by the beginning of the call. `trend_*` are the sums of a line through the scores:
    days (t) and scores (y).
    """

    entered: int = 0
    answered: int = 0
    abandoned: int = 0
    flowed_out: int = 0
    waiting: int = 0
    answered_within: int = 0
    abandoned_within: int = 0
    left_within: int = 0
    short_abandoned: int = 0
    waited: float = 0.0
    waited_in_all: float = 0.0
    waited_abandoned: float = 0.0
    longest: float = 0.0

    handled: int = 0
    talked: float = 0.0
    held: float = 0.0
    consulted: float = 0.0
    wrapped_up: float = 0.0
    handled_with_hold: int = 0
    sent_blind: int = 0
    sent_attended: int = 0
    escalated: int = 0

    idle: float = 0.0
    ringing: float = 0.0
    talking: float = 0.0
    wrap_up: float = 0.0
    paused: float = 0.0
    paid: float = 0.0
    paid_work: float = 0.0
    worked: float = 0.0
    scheduled: float = 0.0
    scheduled_work: float = 0.0
    adhered: float = 0.0

    calls: int = 0
    calls_with_agent: int = 0
    into_menu: int = 0
    contained: int = 0
    hung_up_in_menu: int = 0
    zeroed_out: int = 0
    to_right_agent: float = 0.0
    transfers: int = 0
    resolved: int = 0
    called_again: int = 0
    pending: int = 0
    known_callers: int = 0
    repeat_callers: int = 0

    menu_visits: int = 0
    menu_seconds: float = 0.0
    menu_dropped: int = 0
    menu_gave_up: int = 0
    menu_keys: int = 0
    menu_chosen: int = 0
    menu_wrong: int = 0
    menu_silent: int = 0
    menu_zeroed: int = 0

    callbacks: int = 0
    callbacks_talked: int = 0
    callback_attempts: int = 0
    callback_waited: float = 0.0

    surveys: int = 0
    surveys_answered: int = 0
    csat_answers: int = 0
    csat_satisfied: int = 0
    nps_answers: int = 0
    nps_promoters: int = 0
    nps_detractors: int = 0
    trend_t: float = 0.0
    trend_y: float = 0.0
    trend_tt: float = 0.0
    trend_ty: float = 0.0
    trend_yy: float = 0.0

    def __add__(self, other: Parts) -> Parts:
        """Both together."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in NAMES}
        return Parts(**sums | {"longest": max(self.longest, other.longest)})


NAMES = tuple(field.name for field in fields(Parts))


def total(parts: Iterable[Parts]) -> Parts:
    """All together."""
    return reduce(add, parts, Parts())


def ratio(part: float, whole: float) -> float | None:
    """None for nothing of nothing: no data."""
    return part / whole if whole else None
