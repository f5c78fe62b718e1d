"""Stories that are written for ways nobody covers: they pass, and what no call takes is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.flow.exits import Exits
from ivr.stories.explore.explorer import Limits
from ivr.stories.explore.generate import Generated, generate

from ..centre import SHOP, centre, play, stories

HEAD = 'dialplan: d\nnumbers: ["100"]\nstart: main\n'


def made(folder: Path, flows: str, limits: Limits | None = None) -> Generated:
    where = centre(folder, flows if flows.startswith("dialplan") else HEAD + flows)
    (plan,) = where.library.dialplans
    found = generate(plan, where, Exits(plan).all, limits)
    for story in stories(found.text) if found.text else []:
        assert play(story, where).failure is None
    return found


def left(found: Generated) -> list[str]:
    return [f"{way.flow} {way.verb} {way.label}".strip() for way in found.left]


def test_every_way_of_a_shop_gets_a_story_but_the_failure_that_cannot_be(tmp_path: Path) -> None:
    found = made(tmp_path, SHOP)
    assert left(found) == ["on_error"]
    assert "level: gold" in found.text
    assert "status: 404" in found.text
    assert "agents: none" in found.text


def test_facts_that_a_story_can_do_without_are_left_out(tmp_path: Path) -> None:
    text = made(tmp_path, SHOP).text
    (menu,) = [story for story in text.split("- story:") if "keys 2 → message" in story.split("\n")[0]]
    assert "world" not in menu
    assert "caller" not in menu


@pytest.mark.parametrize(
    "flows",
    [
        "hours: {o: {open: ['mon-fri 09:00-18:00']}}\n"
        "flows: {main: [{hours: {of: o, open: a, closed: b}}], a: [{hangup: }], b: [{hangup: }]}",
        "flows:\n  main:\n    - collect: {save: n, prompt: 号码, length: 4, confirm: 对吗}\n"
        "    - if: n == '7777'\n      then: [{play: 对}]",
        "flows: {main: [{list: {name: vip, found: a}}, {hangup: }], a: [{play: 贵宾}]}",
        "flows:\n  main:\n    - lookup: {of: customers, save: who, not_found: a, on_error: b}\n"
        "    - if: who.level == 'gold'\n      then: [{play: 金卡}]\n  a: [{hangup: }]\n  b: [{hangup: }]",
        "flows: {main: [{throttle: {calls: 2, within: 1h, exceeded: a}}, {hangup: }], a: [{play: 太多}]}",
        "flows: {main: [{record: {prompt: 留言, save: f}}, {if: f, then: [{play: 谢谢}]}]}",
        "flows:\n  main: [{menu: {prompt: 请按键, keys: {1: main, 2: return}, tries: 4, give_up: a}}]\n"
        "  a: [{play: 再见}]",
        'flows:\n  main: [{transfer: {to: "1001", then: a, on_failure: b}}]\n'
        "  a: [{hangup: }]\n  b: [{hangup: }]",
        "flows:\n  main: [{split: {name: t, by: number, shares: {a: 50%, b: 50%}}}]\n"
        "  a: [{hangup: }]\n  b: [{hangup: }]",
        "hours: {o: {open: ['mon-fri 09:00-18:00']}}\nflows:\n"
        "  main:\n    - queue: {to: support, hours: o, max_wait: 5m, on_timeout: a, on_closed: b,\n"
        "        on_empty: c, keys: {2: d}, callback: {taken: e}}\n    - hangup:\n"
        "  a: [{hangup: }]\n  b: [{hangup: }]\n  c: [{hangup: }]\n  d: [{hangup: }]\n  e: [{hangup: }]",
        "on_error: b\nflows:\n  main: [{http: {get: 'http://a', save: x}}, {say: {date: '{{ x.on }}'}}]\n"
        "  b: [{hangup: }]",
    ],
    ids=[
        "hours",
        "digits",
        "list",
        "lookup",
        "throttle",
        "record",
        "give_up",
        "transfer",
        "split",
        "queue",
        "on_error",
    ],
)
def test_what_leads_each_way_is_found(tmp_path: Path, flows: str) -> None:
    assert left(made(tmp_path, flows)) == []


def test_what_no_call_reaches_is_told_apart_from_what_no_call_took(tmp_path: Path) -> None:
    found = made(tmp_path, "flows: {main: [{if: call.id == 'none', then: [{play: 您好}]}]}")
    assert left(found) == ["main if then", "main play"]
    assert [way.verb for way in found.unreached] == ["play"]
    assert found.is_complete


def test_a_limit_that_ends_the_search_is_told(tmp_path: Path) -> None:
    found = made(tmp_path, SHOP, Limits(calls=2))
    assert (found.calls, found.is_complete) == (2, False)
    assert len(found.left) > 1


def test_a_dialplan_that_goes_on_for_ever_is_left(tmp_path: Path) -> None:
    assert left(made(tmp_path, "flows: {main: [{queue: support}, {goto: main}]}")) == []
