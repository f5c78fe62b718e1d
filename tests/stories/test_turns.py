"""What each word of a story means: it comes about as told, or it is said what there was instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.stories.player import Played
from ivr.stories.story import Centre

from .centre import centre, play, told


@pytest.fixture
def shop(tmp_path: Path) -> Centre:
    return centre(tmp_path)


def passes(where: Centre, happens: str, head: str = "") -> Played:
    played = play(told(happens, head), where)
    assert played.failure is None, (played.failure.expected.en, played.failure.instead.en)
    return played


def fails(where: Centre, happens: str, head: str = "") -> tuple[int, str, str]:
    """The number of the turn that failed, from 1, what was expected and what there was instead."""
    story = told(happens, head)
    failure = play(story, where).failure
    assert failure is not None
    number = [turn.place for turn in story.turns].index(failure.place) + 1
    return number, failure.expected.en, failure.instead.en


def test_what_is_heard_comes_in_its_order(shop: Centre) -> None:
    passes(shop, "- hears: 您好\n- hears: 买家请按1")
    passes(shop, "- hears: 买家请按1\n- hears: 留言请按2")
    assert fails(shop, "- hears: 买家请按1\n- hears: 您好")[0] == 2


def test_what_is_heard_instead_is_told(shop: Centre) -> None:
    assert fails(shop, "- hears: 卖家\n- hangs_up") == (
        1,
        "expected to hear “卖家”",
        "heard “您好。”, “买家请按1，留言请按2。”, “我们没有收到您的按键。”, “买家请按1，留言请按2。”;"
        " the call was over",
    )


def test_a_text_from_before_a_key_is_past(shop: Centre) -> None:
    passes(shop, '- hears: 买家请按1\n- presses: "*"\n- hears: 买家请按1')
    number, _, instead = fails(shop, '- hears: 买家请按1\n- presses: "2"\n- hears: 买家请按1')
    assert (number, instead) == (3, "heard “请留言。”, “谢谢。”; the call was over")


def test_what_must_not_be_heard_in_the_whole_call(shop: Centre) -> None:
    passes(shop, "- hears_not: 金卡\n- hears: 买家")
    assert fails(shop, "- hears_not: 买家\n- hears: 买家") == (
        1,
        "expected never to hear “买家”",
        "heard “买家请按1，留言请按2。”",
    )


def test_keys_are_pressed_as_soon_as_they_count(shop: Centre) -> None:
    played = passes(shop, '- presses: "2"\n- hears: 请留言')
    assert played.heard == ("您好。", "请留言。")


def test_keys_that_nobody_takes_are_a_failure(shop: Centre) -> None:
    number, expected, instead = fails(shop, '- hears: 买家\n- is_hung_up_on\n- presses: "1"')
    assert (number, expected, instead[-17:]) == (3, "expected that 1 can be pressed", "the call was over")


def test_waiting_lets_time_pass(shop: Centre) -> None:
    assert passes(shop, "- hears: 买家\n- waits: 7s\n- hangs_up").seconds == pytest.approx(7.75)
    assert fails(shop, "- waits: 2m\n- hangs_up")[:2] == (1, "expected to stay on the line for 120 s")


def test_a_caller_who_speaks_is_recorded_for_so_long(shop: Centre) -> None:
    leave = '- presses: "2"\n- hears: 请留言\n'
    passes(
        shop, leave + '- says: 8s\n- presses: "#"\n- logs: {recording_stored: {kind: message, seconds: 8}}'
    )
    passes(shop, leave + "- says: 8s\n- hears: 谢谢\n- logs: {recording_stored: {seconds: 9}}")
    passes(shop, leave + "- says: 40s\n- logs: {recording_stored: {seconds: 30}}")
    passes(shop, leave + "- says: 8s\n- hangs_up\n- logs: {recording_stored: {seconds: 8}}")
    assert fails(shop, leave + "- hears: 谢谢\n- logs: recording_stored")[0] == 4
    assert fails(shop, "- says: 8s")[:2] == (1, "expected to be recorded")


def test_a_queue_with_its_skills_and_priority(shop: Centre) -> None:
    ask = '- presses: "1"\n'
    passes(shop, ask + "- is_queued: support")
    passes(shop, ask + "- is_queued: {to: support, skills: {seller: 3}, priority: 5}")
    assert fails(shop, ask + "- is_queued: {to: support, skills: {}}") == (
        2,
        "expected to be queued in support (anybody)",
        "the caller came into support (seller >= 3), priority 5",
    )
    passes(shop, ask + "- is_queued: {to: support, skills: seller >= 3 or seller >= 4}")
    assert fails(shop, ask + "- is_queued: {to: support, priority: 6}")[0] == 2
    assert fails(shop, "- is_queued: support")[2].endswith("the call was over")


def test_who_answers_and_how_long_they_talk(shop: Centre) -> None:
    ask = '- presses: "1"\n- is_queued: support\n'
    played = passes(shop, ask + "- is_answered: wang\n- talks: 90s\n- hears: 再见\n- is_hung_up_on")
    passes(shop, ask + '- is_answered: "1001"\n- talks: 3s\n- logs: {talk_ended: {by: agent, talked: 3}}')
    passes(shop, ask + "- is_answered\n- hangs_up\n- logs: {talk_ended: {by: caller}}")
    assert played.seconds > 90
    assert fails(shop, ask + "- is_answered: li")[1:] == ("expected to be answered by li", "wang answered")
    assert fails(shop, ask + "- talks: 5s")[:2] == (3, "expected to be talking to somebody")


def test_agents_who_do_not_answer(shop: Centre) -> None:
    ask = '- presses: "1"\n- is_queued: support\n'
    left = ask + "- hears: 请留言"
    passes(shop, left, "world: {agents: none}")
    passes(shop, left, "world: {agents: {li: answers}}")
    passes(
        shop,
        ask + "- logs: {offer_ended: {outcome: rang_out}}\n- hears: 请留言",
        "world: {agents: {wang: rings_out}}",
    )
    passes(shop, ask + "- is_answered: zhao", "world: {agents: {wang: busy, zhao: {skills: {seller: 5}}}}")
    passes(shop, ask + "- waits: 29s\n- is_answered: wang", "world: {free_after: 30s}")


def test_the_call_can_end_in_a_flow_with_an_outcome(shop: Centre) -> None:
    passes(
        shop,
        '- presses: "1"\n- enters: buyer\n- is_queued: support\n- hangs_up\n'
        "- ends_in: buyer\n- outcome: abandoned",
    )
    assert fails(shop, "- ends_in: buyer") == (1, "expected to end in the flow buyer", "ended in main")
    assert fails(shop, "- outcome: answered")[2] == "it was unserved"
    assert fails(shop, "- enters: message")[:2] == (1, "expected to come into the flow message")


def test_who_hangs_up(shop: Centre) -> None:
    passes(shop, "- is_hung_up_on")
    assert fails(shop, "- hangs_up\n- is_hung_up_on")[0] == 2
    assert fails(shop, "- is_hung_up_on\n- hangs_up")[0] == 2


def test_a_story_that_is_told_to_the_end_hangs_up(shop: Centre) -> None:
    assert passes(shop, "- hears: 您好").seconds < 1


def test_a_call_that_goes_on_for_ever_is_left_after_two_hours(tmp_path: Path) -> None:
    endless = 'dialplan: d\nnumbers: ["100"]\nstart: main\nflows: {main: [{queue: support}]}\n'
    instead = fails(centre(tmp_path, endless), "- hears: 买家", "world: {agents: none}")[2]
    assert instead.endswith("the caller hung up after two hours")


def test_the_world_answers_as_told(shop: Centre) -> None:
    ask = '- presses: "1"\n'
    passes(shop, ask + "- hears: 金卡会员", 'world: {http: {"*/13800000000": {json: {level: gold}}}}')
    passes(shop, ask + "- hears: 对不起", 'world: {http: {"*": {status: 404}}}')
    passes(shop, ask + "- logs: {looked_up: {outcome: unreachable}}", 'world: {http: {"*": down}}')
    passes(shop, ask + "- logs: {looked_up: {outcome: timeout, took: 2}}", 'world: {http: {"*": slow}}')
    passes(shop, ask + "- logs: {looked_up: {outcome: timeout}}", 'world: {http: {"*": {takes: 5s}}}')
    passes(
        shop,
        ask + "- logs: {looked_up: {outcome: ok, took: 1}}",
        'world: {http: {"*": {takes: 1s, json: {}}}}',
    )
    passes(shop, ask + "- logs: {looked_up: {outcome: nonsense}}", 'world: {http: {"*": nonsense}}')


def test_sources_of_look_ups_have_rows_or_fail(tmp_path: Path) -> None:
    plan = """\
dialplan: d
numbers: ["100"]
start: main
flows:
  main:
    - lookup: {of: customers, save: who, on_error: away, timeout: 2s}
    - if: who.points == 120
      then: [{play: 金卡}]
  away: [{play: 无法查询}]
"""
    where = centre(tmp_path, plan)
    passes(where, "- hears: 金卡", "world: {sources: {customers: [{points: 120}]}}")
    passes(where, "- is_hung_up_on\n- hears_not: 金卡", "world: {sources: {customers: []}}")
    passes(where, "- hears: 无法查询")
    for fault, outcome in (("down", "unreachable"), ("slow", "timeout"), ("nonsense", "nonsense")):
        told = f"- logs: {{source_asked: {{outcome: {outcome}}}}}\n- hears: 无法查询"
        passes(where, told, f"world: {{sources: {{customers: {fault}}}}}")


def test_what_is_remembered_and_listed(tmp_path: Path) -> None:
    plan = """\
dialplan: d
numbers: ["100"]
start: main
flows:
  main:
    - list: {name: vip, found: gold}
    - language: {remember: 1d}
    - broadcast:
    - play: {zh: 您好, en: Hello}
  gold: [{play: 贵宾}]
"""
    where = centre(tmp_path, plan)
    passes(where, "- hears: 您好")
    passes(where, "- hears: 贵宾", 'world: {lists: {vip: ["138xxxxxxxx"]}}')
    passes(where, "- hears: Hello", 'world: {remembered: {language: {"13800000000": en}}}')
    passes(where, "- hears: 停电", 'world: {remembered: {broadcast: {"": {zh: 停电, since: 1}}}}')


def test_the_first_language_can_be_another(shop: Centre) -> None:
    passes(shop, "- hears: Hello\n- hears: Buyers press 1", "caller: {language: en}")


def test_who_calls_and_when(tmp_path: Path) -> None:
    plan = """\
dialplan: d
numbers: ["100"]
start: main
hours: {office: {open: ["mon-fri 09:00-18:00"], holidays: CN}}
flows:
  main:
    - play: "{{ caller.number }} {{ caller.name }} {{ now.hour }}"
    - hours: {of: office, open: yes_open}
  yes_open: [{play: 开}]
"""
    where = centre(tmp_path, plan)
    passes(where, "- hears: 139 王 10\n- hears: 开", 'caller: {number: "139", name: 王}')
    for at in ("sun 10:00", "2026-10-01 10:00", "tue 20:00", "2026-03-03T23:00+08:00"):
        passes(where, "- is_hung_up_on\n- hears_not: 开", f"caller: {{at: {at}}}")
    passes(where, "- hears: 开", "caller: {at: 2026-03-03T03:00+00:00}")


def test_a_number_that_no_dialplan_answers(shop: Centre) -> None:
    passes(shop, "- hears: 暂未开通\n- is_hung_up_on\n- outcome: not_in_service", 'caller: {dialled: "999"}')
