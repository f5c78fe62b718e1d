"""A day of work whose measures are reckoned by hand in `test_work`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.events import (
    WorkArrived,
    WorkCancelled,
    WorkEvent,
    WorkFinished,
    WorkOffered,
    WorkOfferEnded,
    WorkReleased,
)

ZONE = ZoneInfo("Asia/Shanghai")
DAY = datetime(2025, 11, 22, tzinfo=ZONE)
NOW = DAY + timedelta(hours=10)
"""When it is looked at: two pieces are open."""

# The time, the piece of work, what happens; a day before for -1d.
WORK = """
-1d 23:50:00 e arrives mail email
00:05:00 e offered wang
00:05:30 e accepted wang
00:20:30 e cancelled wang
09:00:00 a arrives mail email due 10:00:00
09:00:10 a offered li
09:00:30 a rejected li
09:00:30 a offered wang
09:01:00 a accepted wang
09:05:00 b arrives mail email due 09:30:00
09:05:00 b offered li
09:05:30 b rang_out li
09:10:00 b offered li
09:10:20 b accepted li
09:11:00 a finished wang
09:20:00 c arrives chats chat
09:20:00 c offered wang
09:20:05 c withdrawn wang
09:20:20 b released li
09:21:00 b offered wang
09:21:10 b accepted wang
09:25:00 c cancelled
09:41:10 b finished wang
09:50:00 d arrives chats chat due 12:00:00
09:50:00 d offered li
09:50:15 d accepted li
09:55:00 f arrives mail email due 09:58:00
"""


def at(clock: str) -> float:
    """The time of that day."""
    hours, minutes, seconds = map(int, clock.split(":"))
    return (DAY + timedelta(hours=hours, minutes=minutes, seconds=seconds)).timestamp()


def told(text: str = WORK) -> list[WorkEvent]:
    """The events of such lines."""
    began: dict[str, float] = {}
    queue: dict[str, str] = {}
    found = []
    for line in text.strip().splitlines():
        day, _, rest = line.partition("-1d ")
        clock, work, what, *more = (rest or day).split()
        moment = at(clock) - (86_400 if rest else 0)
        if what == "arrives":
            queue[work] = more[0]
        before = began.get(work, moment)
        found.append(_event(moment, f"work-{work}", what, queue[work], more, before))
        began[work] = moment
    return found


def _event(at_: float, work: str, what: str, queue: str, more: list[str], before: float) -> WorkEvent:
    agent = more[0] if more else ""
    events: dict[str, Callable[[], WorkEvent]] = {
        "arrives": lambda: WorkArrived(
            at=at_,
            work=work,
            queue=queue,
            channel=more[1],
            needs="",
            priority=0,
            due=at(more[3]) if len(more) > 2 else 0.0,
            by="crm",
        ),
        "offered": lambda: WorkOffered(at=at_, work=work, queue=queue, agent=agent, ring=30.0),
        "released": lambda: WorkReleased(at=at_, work=work, queue=queue, agent=agent, by=agent),
        "cancelled": lambda: WorkCancelled(at=at_, work=work, queue=queue, agent=agent, by="crm"),
        "finished": lambda: WorkFinished(
            at=at_, work=work, queue=queue, agent=agent, took=at_ - before, in_time=True, by=agent
        ),
    }
    ended = WorkOfferEnded(at=at_, work=work, queue=queue, agent=agent, outcome=what, rang=at_ - before)
    return events[what]() if what in events else ended


def journeys(text: str = WORK) -> list[list[WorkEvent]]:
    """The events of each piece."""
    found: defaultdict[str, list[WorkEvent]] = defaultdict(list)
    for event in told(text):
        found[event.work].append(event)
    return list(found.values())
