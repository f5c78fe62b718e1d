"""What the show prints of things that belong to no call."""

from __future__ import annotations

from io import StringIO
from zoneinfo import ZoneInfo

from rich.console import Console

from ivr.demo.telling import Telling
from ivr.events import DialplanChanged, DialplanRefused, Event
from ivr.journal.story import Teller


def printed(event: Event) -> str:
    screen = StringIO()
    Telling(Teller("en", ZoneInfo("Asia/Shanghai")), Console(file=screen, width=200), {})(event)
    return screen.getvalue()


def test_a_changed_dialplan_is_told() -> None:
    told = printed(DialplanChanged(at=1.0, dialplan="main", version="b", previous="a", by="zhang"))
    assert "dialplan main is now version b, by zhang" in told


def test_those_that_the_engine_starts_with_are_not() -> None:
    assert not printed(DialplanChanged(at=1.0, dialplan="main", version="a", previous="", by="zhang"))


def test_a_broken_file_is_told_with_who_has_to_look_at_it() -> None:
    told = printed(DialplanRefused(at=1.0, file="/d/main.yaml", errors=2, owner="zhang", first="line 3"))
    assert told.startswith("main.yaml")
    assert "zhang has to look at it: line 3" in told
