"""What a picture shows of a dialplan."""

from __future__ import annotations

from ivr.flow.dialplan import Dialplan
from ivr.pictures.boxes import Picture, Row, drawn, picture
from tests.pictures.plans import plan, wide

SECURE = """\
dialplan: pay
numbers: ["200"]
start: main
flows:
  main:
    - secure: [{collect: {save: card, prompt: {zh: 卡号。, en: Card.}, give_up: continue}}]
"""


def rows(shown: Picture, flow: str) -> tuple[Row, ...]:
    return next(box.rows for box in shown.boxes if box.flow == flow)


def texts(flow: str, language: str = "zh") -> list[str]:
    return [
        f"{'  ' * row.depth}{row.verb} {row.text}".rstrip() for row in rows(picture(plan(), language), flow)
    ]


def test_a_flow_is_a_box_with_its_steps_in_order() -> None:
    assert texts("welcome") == ["play 您好。", "call greeting", "goto main_menu"]


def test_texts_stand_in_the_language_asked_for() -> None:
    assert texts("welcome", "en")[0] == "play Hello."


def test_a_menu_shows_each_key_and_where_it_leads() -> None:
    assert texts("main_menu")[1:] == [
        "   1 → buyer",
        "   2 → buyer",
        "   3 → seller",
        "   * → repeat",
        "   give_up → seller",
    ]


def test_blocks_stand_below_their_step() -> None:
    assert texts("seller") == [
        "if caller.number == '110'",
        "   then",
        "    goto main_menu",
        "   else",
        "    hangup 再见。",
    ]


def test_a_block_that_is_all_of_a_step_stands_right_below_it() -> None:
    shown = picture(plan(SECURE))
    assert [f"{'  ' * row.depth}{row.verb} {row.text}".rstrip() for row in rows(shown, "main")] == [
        "secure",
        "  collect 卡号。",
    ]


def test_two_keys_to_one_flow_are_two_arrows() -> None:
    arrows = [(arrow.label, arrow.to) for arrow in picture(plan()).arrows if arrow.flow == "main_menu"]
    assert arrows == [("1", "buyer"), ("2", "buyer"), ("3", "seller"), ("give_up", "seller")]


def test_reserved_words_are_no_flows() -> None:
    assert not [arrow for arrow in picture(plan()).arrows if arrow.to in ("repeat", "continue", "hangup")]


def test_the_flow_that_calls_begin_with_is_marked() -> None:
    assert [box.flow for box in picture(plan()).boxes if box.begins] == ["welcome"]


def test_a_row_knows_where_it_stands_in_the_file() -> None:
    assert [(row.place.line, row.place.column) for row in rows(picture(plan()), "main_menu")][:2] == [
        (12, 7),
        (14, 19),
    ]


def test_arrows_back_to_a_flow_that_many_lead_back_to_are_left_out() -> None:
    shown = picture(wide(40))
    assert {arrow.to for arrow in drawn(shown)} == {box.flow for box in shown.boxes} - {"f0", "end"}


def test_a_flow_that_few_lead_to_keeps_its_arrows() -> None:
    shown = picture(plan())
    assert drawn(shown) == shown.arrows


def test_a_dialplan_without_flows_is_an_empty_picture() -> None:
    empty = Dialplan(name="", file="", version="", numbers=(), language="zh", start="", flows={})
    assert picture(empty) == Picture("", (), (), ())
