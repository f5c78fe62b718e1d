"""What is worth trying is found in the dialplan itself."""

from __future__ import annotations

from pathlib import Path

from ivr.ports import Entry
from ivr.stories.explore.guesses import Guesses, written

from ..centre import SETTINGS, centre

PLAN = """\
dialplan: d
numbers: ["100", "1xxx"]
start: main
hours:
  office: {open: ["mon-fri 09:00-18:00"], holidays: CN}
  always: {open: ["mon-sun 00:00-24:00"]}
flows:
  main:
    - http: {get: "http://crm", save: found}
    - if: found.level == 'gold' or found.points > 100 or caller.number == '139'
      then: [{play: [{date: "{{ found.on }}"}, {money: "{{ found.sum }}", currency: "{{ found.in }}"}]}]
    - menu: {prompt: 请按键, keys: {3: main, "#": main}, no_input: {tries: 2}}
    - collect: {save: order, prompt: 请输入, min: 4, max: 8, confirm: 对吗}
    - if: order == '87654321'
      then: [{hours: {of: office, closed: main}}, {hours: {of: always}}]
"""


def guesses(folder: Path) -> Guesses:
    return Guesses(centre(folder, PLAN).library.dialplans[0], SETTINGS)


def test_numbers_that_the_dialplan_answers_and_that_conditions_name(tmp_path: Path) -> None:
    found = guesses(tmp_path)
    assert found.dialled == ["100", "1002", "1999"]
    assert list(found.numbers[:2]) == ["13800000000", "139"]


def test_a_moment_for_each_state_of_the_opening_hours(tmp_path: Path) -> None:
    assert [written(moment) for moment in guesses(tmp_path).times] == ["tue 10:00", "mon 00:00"]


def test_keys_that_lead_somewhere_then_silence_then_a_wrong_one(tmp_path: Path) -> None:
    plan = centre(tmp_path, PLAN).library.dialplans[0]
    found = Guesses(plan, SETTINGS)
    assert found.keys(plan.flows["main"][2]) == ["3", "#", "", "*"]
    assert found.keys(plan.flows["main"][3]) == ["1", "2", "", "#"]


def test_digits_whole_named_too_short_and_none(tmp_path: Path) -> None:
    found = guesses(tmp_path).digits(Entry(most=8, terminator="#"))
    assert set(found) == {"12345678", "87654321", "100#", "101#", "99#", "139#", "1234#", "1#", ""}
    assert (found[0], found[-1]) == ("12345678", "")


def test_answers_that_hold_what_conditions_and_prompts_ask_for(tmp_path: Path) -> None:
    plan = centre(tmp_path, PLAN).library.dialplans[0]
    answers = Guesses(plan, SETTINGS).answers(plan.flows["main"][0])
    assert answers[0] == {
        "in": "CNY",
        "level": "text",
        "on": "2026-03-03",
        "points": "text",
        "sum": "12.50",
    }
    assert {"gold"} == {answer.get("level") for answer in answers} - {"text", "", None}
    assert {"100", "99", "101"} <= {str(answer.get("points")) for answer in answers}
    assert answers[-1] == {}
