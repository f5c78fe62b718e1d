"""Every measure of a small day, beside what was reckoned by hand."""

from __future__ import annotations

import pytest

from ivr.measures.catalogue import MEASURES
from ivr.measures.parts import Parts
from ivr.measures.split import Settings, table
from tests.journal.paths import BEGAN
from tests.measures.day import calls, schedule, times

DAY = 86400.0
SETTINGS = Settings(
    interval="all", schedule=schedule(), known_until=BEGAN + 8 * DAY, teams={"li": "a", "wang": "a"}
)

EXPECTED = {
    "offered": 10,
    "flowed_out": 2,
    "waiting": 0,
    "answered": 5,
    "answer_rate": 5 / 10,
    "abandoned": 3,
    "abandon_rate": 3 / 10,
    "abandon_rate_without_short": 2 / 9,
    "time_to_abandon": (3 + 12 + 40) / 3,
    "short_abandons": 1,
    "service_level": 4 / (5 + 3 - 2),
    "service_level_a": 4 / 5,
    "service_level_b": 4 / (5 + 3),
    "service_level_c": 4 / (5 + 3 - 1),
    "service_level_d": 4 / (5 + 3 - 2),
    "service_level_e": (4 + 2) / (5 + 3),
    "service_level_f": 4 / (5 + 3 + 2),
    "service_level_g": (4 + 2) / 10,
    "asa": (10 + 30 + 15 + 5 + 0) / 5,
    "wait_in_all": (10 + 30 + 15 + 35 + 0) / 5,
    "longest_wait": 40,
    "handled": 6,
    "aht": (330 + 60) / 6,
    "talk_time": (330 - 20) / 6,
    "hold_time": 20 / 6,
    "hold_time_of_held": 20,
    "wrap_up_time": (10 + 5 + 15 + 20 + 10) / 6,
    "consult_time": 10 / 6,
    "occupancy": 390 / (390 + 3888),
    "utilisation": (1591 + 892) / (1500 + 95 + 1000),
    "adherence": (1500 + 200 + 900) / 2800,
    "conformance": (1600 + 900) / 2500,
    "transfer_rate": 1 / 6,
    "blind_transfer_rate": 1 / 6,
    "attended_transfer_rate": 0,
    "escalation_rate": 0,
    "fcr": 5 / 6,
    "fcr_pending": 0,
    "repeat_callers": 1 / 12,
    "calls": 13,
    "into_menu": 12,
    "self_service": 2,
    "containment": 2 / 12,
    "menu_abandon_rate": 2 / 12,
    "zero_out_rate": 1 / 12,
    "calls_with_agent": 4,
    "time_to_right_agent": (20 + 115 + 45 + 12) / 4,
    "transfers": 1,
    "transfers_per_call": 1 / 4,
    "menu_visits": 12,
    "menu_keys": 12,
    "menu_time": (8 + 8 + 5 * 5 + 12 + 6 + 10 + 10 + 6) / 12,
    "menu_drop_off": 2 / 12,
    "menu_give_up": 0,
    "menu_wrong_keys": 1 / 12,
    "menu_silences": 1 / 12,
    "menu_zero_outs": 1 / 12,
    "callbacks": 1,
    "callback_rate": 1,
    "callback_wait": 1520 - 434,
    "callback_attempts": 2,
    "csat": 1 / 2,
    "csat_score": 7 / 2,
    "csat_answers": 2,
    "survey_response_rate": 2 / 3,
    "nps": 0,
    "nps_answers": 2,
    "agent_trend": None,
    "agent_rises": None,
}


@pytest.fixture(scope="module")
def whole() -> Parts:
    return table(calls(), times(), [], SETTINGS)[()]


def split(*by: str) -> dict[tuple[str, ...], Parts]:
    return table(calls(), times(), by, SETTINGS)


def test_every_measure_was_reckoned_by_hand() -> None:
    assert set(EXPECTED) == set(MEASURES)


@pytest.mark.parametrize("name", EXPECTED)
def test_as_reckoned_by_hand(name: str, whole: Parts) -> None:
    expected = EXPECTED[name]
    assert MEASURES[name].of(whole) == (None if expected is None else pytest.approx(expected))


def test_by_queue() -> None:
    found = split("queue")
    assert {key: (parts.entered, parts.answered, parts.handled) for (key,), parts in found.items()} == {
        "": (0, 0, 0),
        "buyers": (8, 3, 4),
        "sellers": (2, 2, 2),
    }


def test_by_skill_goes_what_was_asked_of_the_agent() -> None:
    assert {key: parts.entered for (key,), parts in split("skill").items()} == {
        "": 1,
        "buyer": 7,
        "seller": 2,
    }


def test_by_agent_goes_who_answered_and_whose_time_it_was() -> None:
    found = split("agent")
    told = {key: (parts.answered, parts.handled, parts.talking) for (key,), parts in found.items()}
    assert told == {"": (0, 0, 0), "li": (2, 3, 150), "wang": (1, 1, 60), "zhao": (2, 2, 120)}


def test_by_team_goes_what_its_agents_did() -> None:
    assert {key: parts.handled for (key,), parts in split("team").items()} == {"": 2, "a": 4}


def test_by_menu_path() -> None:
    found = split("path")
    buyers, operator = found["main_menu:1",], found["main_menu:0",]
    assert MEASURES["time_to_right_agent"].of(buyers) == pytest.approx((20 + 115 + 45) / 3)
    assert MEASURES["transfers_per_call"].of(buyers) == pytest.approx(1 / 3)
    assert MEASURES["time_to_right_agent"].of(operator) == 12


def test_by_menu_and_key_is_the_heat_map() -> None:
    found = split("menu", "key")
    pressed = {key: parts.menu_keys for (menu, key), parts in found.items() if menu == "main.main_menu"}
    assert pressed == {"": 1, "0": 1, "1": 7, "3": 1, "7": 1, "9": 1}


def test_by_line_all_came_on_one() -> None:
    assert {key: parts.calls for (key,), parts in split("line").items()} == {"": 0, "95188": 13}


def test_by_language_goes_the_last_prompt() -> None:
    assert {key: parts.calls for (key,), parts in split("language").items()} == {"": 9, "zh": 4}


def test_a_queue_may_have_a_target_of_its_own() -> None:
    settings = Settings(interval="all", targets={"sellers": 5})
    found = table(calls(), times(), ["queue"], settings)
    assert [found[queue,].answered_within for queue in ("buyers", "sellers")] == [2, 1]


def test_what_lies_before_and_after_is_not_counted_but_known() -> None:
    settings = Settings(interval="all", since=BEGAN + 1000, until=BEGAN + 1100, known_until=BEGAN + 8 * DAY)
    found = table(calls(), times(), [], settings)[()]
    assert (found.calls, found.entered, found.handled, found.repeat_callers) == (1, 1, 1, 1)
    assert found.idle + found.talking + found.wrap_up + found.ringing == pytest.approx(200)


def test_calls_of_the_last_window_are_pending() -> None:
    found = table(calls(), times(), [], Settings(interval="all"))[()]
    assert (MEASURES["fcr"].of(found), found.pending) == (None, 6)


def test_another_reason_is_no_second_call_where_paths_count() -> None:
    settings = Settings(interval="all", known_until=BEGAN + 8 * DAY, same_path=True)
    assert MEASURES["fcr"].of(table(calls(), times(), [], settings)[()]) == 1
