"""`broadcast`: an announcement that is on is heard on every line, from the next call on."""

from __future__ import annotations

import pytest

from ivr.events import BroadcastHeard, MemoryUnavailable
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import Press
from ivr.steps.shared.announcement import ALL_LINES, KIND, Announcement

from .calls import Town, problems

FLOWS = "main: [{play: 您好。}, {broadcast: }, {play: 欢迎。}]"
FLOOD = Announcement(zh="因洪水无法送货。", en="No deliveries because of the flood.", since=1.0)
SLOW = Announcement(zh="网站很慢。", en="The website is slow.", since=1.0)


class Site(Town):
    """A town in which announcements are switched on."""

    def on(self, announcement: Announcement, line: str = ALL_LINES, lasts: float | None = None) -> None:
        self.do(self.memory.keep(KIND, line, announcement.model_dump_json(), lasts))


def lines(told: Told) -> list[str]:
    return [fact.line for fact in told.all(BroadcastHeard)]


def test_while_none_is_on_nothing_is_said() -> None:
    told = Site(FLOWS).calls()
    assert told.heard == ("您好。", "欢迎。")
    assert lines(told) == []


def test_the_next_call_hears_it() -> None:
    site = Site(FLOWS)
    site.calls()
    site.on(FLOOD)
    told = site.calls()
    assert told.heard == ("您好。", "因洪水无法送货。", "欢迎。")
    assert lines(told) == [ALL_LINES]


def test_it_is_said_in_the_caller_s_language() -> None:
    site = Site("main: [{language: en}, {broadcast: }]")
    site.on(FLOOD)
    assert site.calls().heard == ("No deliveries because of the flood.",)


def test_one_in_a_single_language_is_heard_by_all() -> None:
    site = Site("main: [{language: en}, {broadcast: }]")
    site.on(Announcement(zh="因洪水无法送货。", since=1.0))
    assert site.calls().heard == ("因洪水无法送货。",)


def test_that_of_one_line_is_heard_on_that_line_after_that_of_all() -> None:
    site = Site(FLOWS)
    site.on(SLOW, line="trial")
    site.on(SLOW, line="other")
    site.on(FLOOD)
    told = site.calls()
    assert told.heard == ("您好。", "因洪水无法送货。", "网站很慢。", "欢迎。")
    assert lines(told) == [ALL_LINES, "trial"]


def test_it_ends_by_itself() -> None:
    site = Site(FLOWS)
    site.on(FLOOD, lasts=3600)
    site.clock.move(3600)
    assert site.calls().heard == ("您好。", "欢迎。")


def test_after_it_the_call_may_end_or_go_elsewhere() -> None:
    ending = Site("main: [{broadcast: hangup}, {play: 欢迎。}]")
    elsewhere = Site("main: [{broadcast: {then: away}}, {play: 欢迎。}]\naway: [{play: 请访问网站。}]")
    for site in (ending, elsewhere):
        assert site.calls().heard[-1] == "欢迎。"
        site.on(FLOOD)
    assert ending.calls().heard == ("因洪水无法送货。",)
    assert elsewhere.calls().heard == ("因洪水无法送货。", "请访问网站。")


def test_a_key_cuts_it_short_and_counts_for_the_menu() -> None:
    site = Site("main: [{broadcast: }, {menu: {prompt: 请选择。, keys: {1: one}}}]\none: [{play: 一。}]")
    site.on(FLOOD)
    assert site.calls(Press("1", hearing="洪水")).heard == ("因洪水无法送货。", "一。")


def test_a_key_pressed_before_it_is_not_lost() -> None:
    menu = "{menu: {prompt: 请选择。, keys: {1: one}}}"
    site = Site(f"main: [{{play: 您好。}}, {{broadcast: }}, {menu}]\none: [{{play: 一。}}]")
    site.on(FLOOD)
    assert site.calls(Press("1", hearing="您好")).heard == ("您好。", "因洪水无法送货。", "一。")


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "{}", '{"since": 1}', '{"zh": "{{ env }}", "since": 1}', "[1]"]
)
def test_what_is_no_announcement_is_not_said(kept: str) -> None:
    site = Site(FLOWS)
    site.do(site.memory.keep(KIND, ALL_LINES, kept))
    assert site.calls().heard == ("您好。", "欢迎。")


def test_a_store_that_is_away_lets_the_call_go_on() -> None:
    site = Site(FLOWS)
    site.memory.away = True
    told = site.calls()
    assert told.heard == ("您好。", "欢迎。")
    assert len(told.all(MemoryUnavailable)) == 2


@pytest.mark.parametrize(
    ("yaml", "told"),
    [("main: [{broadcast: nowhere}]", "nowhere"), ("main: [{broadcast: {than: hangup}}]", "then")],
)
def test_slips_are_told(yaml: str, told: str) -> None:
    assert any(told in text for text in problems(yaml)), problems(yaml)
