"""Which menus a caller was in, for how long, what they pressed, and the path they took."""

from __future__ import annotations

from ivr.measures.menu_stays import MenuStay, Press, menu_path, menu_stays
from tests.journal.paths import BEGAN, journey


def stays(table: str) -> list[tuple[str, float, float, str, str]]:
    """(menu, second of entry, second of leaving, keys, how) of each."""
    return [
        (stay.menu, round(stay.entered - BEGAN, 3), round(stay.left - BEGAN, 3), _keys(stay), stay.how)
        for stay in menu_stays(journey(table))
    ]


def _keys(stay: MenuStay) -> str:
    return "".join(press.key or "-" for press in stay.presses)


def test_a_stay_lasts_from_the_prompts_to_the_key_that_leads_on() -> None:
    table = """
0   call_began
1   flow_entered   flow=main
4   prompt_played  text=a heard=3
6   menu_answered  flow=main key=2 outcome=match target=more
6   flow_entered   flow=more
11  menu_answered  flow=more key=1 outcome=match target=end
"""
    assert stays(table) == [("main", 1, 6, "2", "chosen"), ("more", 6, 11, "1", "chosen")]
    assert menu_path(journey(table)) == ("main:2", "more:1")


def test_all_tries_are_one_stay() -> None:
    table = """
0   flow_entered   flow=main
5   menu_answered  flow=main key=7 outcome=no_match target=repeat
10  menu_answered  flow=main key= outcome=no_input target=repeat
15  menu_answered  flow=main key=* outcome=match target=repeat
20  menu_answered  flow=main key=1 outcome=match target=buyer
"""
    assert stays(table) == [("main", 0, 20, "7-*1", "chosen")]
    assert menu_path(journey(table)) == ("main:1",)


def test_what_was_pressed_is_kept_with_its_outcome() -> None:
    table = "0 menu_answered flow=main key=7 outcome=no_match target=repeat"
    assert menu_stays(journey(table))[0].presses == (Press("7", "no_match"),)


def test_the_last_try_without_a_key_gives_up() -> None:
    table = """
0  flow_entered   flow=main
5  menu_answered  flow=main key= outcome=no_input target=hangup
5  call_ended     by=flow
"""
    assert stays(table) == [("main", 0, 5, "-", "gave_up")]


def test_who_hangs_up_after_a_wrong_key_drops_off() -> None:
    table = """
0  flow_entered   flow=main
5  menu_answered  flow=main key=7 outcome=no_match target=repeat
9  call_ended
"""
    assert stays(table) == [("main", 0, 9, "7", "dropped")]


def test_who_hangs_up_before_the_first_key_drops_off_in_the_flow_they_are_in() -> None:
    table = """
0  flow_entered     flow=welcome
1  flow_entered     flow=main
1  hours_checked    hours=office open=yes
4  prompt_played    text=a heard=3
5  call_ended
"""
    assert stays(table) == [("main", 1, 5, "", "dropped")]


def test_who_hangs_up_after_a_question_of_another_kind_was_in_no_menu() -> None:
    table = """
0  flow_entered      flow=order
5  digits_collected  save=number digits=1 outcome=complete
9  call_ended
"""
    assert stays(table) == []


def test_the_end_of_the_engine_is_no_drop_off() -> None:
    table = """
0  flow_entered   flow=main
5  menu_answered  flow=main key=7 outcome=no_match target=repeat
9  call_ended     by=engine
"""
    assert stays(table) == [("main", 0, 5, "7", "open")]


def test_a_key_while_waiting_in_a_queue_belongs_to_no_menu_and_no_path() -> None:
    table = """
0  flow_entered   flow=buyer
0  queue_entered  queue=buyers
9  menu_answered  flow=buyer key=9 outcome=match target=callback
9  queue_left     queue=buyers outcome=left_by_key waited=9
12 call_ended
"""
    assert stays(table) == []
    assert menu_path(journey(table)) == ()


def test_a_menu_after_a_queue_counts_again() -> None:
    table = """
0  queue_entered  queue=buyers
9  queue_left     queue=buyers outcome=timed_out waited=9
9  flow_entered   flow=sorry
12 menu_answered  flow=sorry key=1 outcome=match target=voicemail
"""
    assert stays(table) == [("sorry", 9, 12, "1", "chosen")]
