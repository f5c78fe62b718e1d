"""What stories cover is what the interpreter did in their calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.stories.coverage import Coverage, Covered
from ivr.stories.story import Centre

from .centre import centre, play, told


@pytest.fixture
def shop(tmp_path: Path) -> Centre:
    return centre(tmp_path)


def covered(where: Centre, *happens: str, head: str = "") -> Covered:
    coverage = Coverage(where.library.dialplans)
    for story in happens:
        play(told(story, head), where, coverage)
    (report,) = coverage.report()
    return report


def taken(report: Covered) -> list[str]:
    ways = [way for way in report.exits if way not in report.uncovered]
    return [f"{way.flow} {way.verb} {way.label}".strip() for way in ways]


def test_a_call_covers_the_ways_it_took(shop: Centre) -> None:
    report = covered(shop, '- presses: "2"\n- says: 5s\n- is_hung_up_on')
    assert taken(report) == ["main play", "main menu keys 2", "message record", "message hangup"]
    assert report.taken == 4
    assert report.percent == pytest.approx(100 * 4 / len(report.exits))


def test_a_step_that_the_caller_leaves_in_the_middle_is_not_covered(shop: Centre) -> None:
    assert taken(covered(shop, "- hears: 您好\n- hangs_up")) == []


def test_a_key_that_repeats_the_menu_is_covered(shop: Centre) -> None:
    assert "main menu keys *" in taken(covered(shop, '- presses: "*"\n- hears: 买家'))


def test_stories_add_up(shop: Centre) -> None:
    report = covered(shop, '- presses: "1"\n- is_queued: support', '- presses: "2"\n- hears: 请留言')
    assert {"main menu keys 1", "main menu keys 2"} <= set(taken(report))


def test_a_status_that_leads_elsewhere_is_covered(shop: Centre) -> None:
    report = covered(shop, '- presses: "1"\n- is_hung_up_on', head='world: {http: {"*": {status: 404}}}')
    assert "buyer http on_status 404" in taken(report)


def test_what_is_not_covered_is_named_with_its_line(shop: Centre) -> None:
    report = covered(shop, "- is_hung_up_on")
    keys = [way for way in report.uncovered if way.label == "keys 1"]
    assert [(way.place.line, way.place.column) for way in keys] == [(11, 19)]


def test_a_failure_of_a_step_covers_on_error(tmp_path: Path) -> None:
    broken = """\
dialplan: d
numbers: ["100"]
start: main
on_error: sorry
flows:
  main: [{say: {date: "{{ caller.number }}"}}]
  sorry: [{hangup: }]
"""
    assert taken(covered(centre(tmp_path, broken), "- is_hung_up_on")) == ["on_error", "sorry hangup"]
