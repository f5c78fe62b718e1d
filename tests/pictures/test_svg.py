"""The picture as a file: well-formed, complete, nothing over anything else, nothing hostile in it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.pictures import layout as layouts
from ivr.pictures.boxes import Picture, picture
from ivr.pictures.layout import LayoutMissing, Placed, height, lay_out
from ivr.pictures.notes import Traffic
from ivr.pictures.svg import Notes, cut, svg
from tests.pictures.plans import SHOP, plan, wide

SPACE = "{http://www.w3.org/2000/svg}"


def drawing(shown: Picture, notes: Notes | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(svg(shown, lay_out(shown), notes or Notes("en")))


def said(drawn: ElementTree.Element) -> str:
    return " ".join("".join(text.itertext()) for text in drawn.iter(f"{SPACE}text"))


def overlap(one: Placed, other: Placed) -> bool:
    wide = abs(one.x - other.x) < layouts.WIDTH
    above, below = sorted((one, other), key=lambda placed: placed.y)
    return wide and above.y + height(above.box) > below.y


def test_every_flow_is_there_by_name() -> None:
    found = drawing(picture(plan()))
    assert [group.get("id") for group in found.iter(f"{SPACE}g")] == [
        f"flow-{name}" for name in ("welcome", "greeting", "main_menu", "buyer", "seller")
    ]


def test_every_arrow_is_there_with_its_way_as_title() -> None:
    ways = ["".join(path.itertext()) for path in drawing(picture(plan())).iter(f"{SPACE}path")]
    assert "main_menu 2 → buyer" in ways


@pytest.mark.parametrize("flows", [1, 2, 7, 60])
def test_no_box_lies_over_another_or_outside_the_page(flows: int) -> None:
    shown = lay_out(picture(wide(flows)))
    assert len(shown.boxes) == flows
    assert not [pair for pair in combinations(shown.boxes, 2) if overlap(*pair)]
    for placed in shown.boxes:
        assert placed.x >= -1
        assert placed.y >= -1
        assert placed.x + layouts.WIDTH <= shown.width + 1
        assert placed.y + height(placed.box) <= shown.height + 1


def test_sixty_flows_are_as_many_columns_as_menus_lie_behind_one_another() -> None:
    shown = lay_out(picture(wide(60)))
    columns = {round(placed.x) for placed in shown.boxes}
    assert len(columns) <= 6  # five levels of three keys each, and the common end


def test_arrows_begin_at_their_row_and_end_at_the_heading() -> None:
    shown = lay_out(picture(plan()))
    places = {placed.box.flow: placed for placed in shown.boxes}
    for drawn in shown.arrows:
        start, end = places[drawn.arrow.flow], places[drawn.arrow.to]
        middle = start.y + layouts.HEAD + layouts.ROW * (drawn.arrow.row + 0.5)
        assert drawn.start == pytest.approx((start.x + layouts.WIDTH, middle), abs=2)
        assert drawn.end == pytest.approx((end.x, end.y + layouts.HEAD / 2), abs=2)


def test_counts_stand_at_the_way_the_flow_and_where_callers_left() -> None:
    traffic = Traffic(12, {"main_menu": 11}, {("main_menu", "keys 3", "seller"): 7}, {"buyer": {"caller": 5}})
    text = said(drawing(picture(plan()), Notes("en", traffic, "today")))
    for part in ("12 calls (today)", "main_menu", "11", "3 → seller", "7", "ended here: caller hung up 5"):
        assert part in text


def test_a_way_that_more_callers_take_is_thicker() -> None:
    traffic = Traffic(0, {}, {("main_menu", "keys 1", "buyer"): 100, ("main_menu", "keys 3", "seller"): 4})
    paths = drawing(picture(plan()), Notes("en", traffic)).iter(f"{SPACE}path")
    styles = {"".join(path.itertext()): path.get("style") for path in paths}
    assert styles["main_menu 1 → buyer: 100"] == "stroke-width:6.0"
    assert styles["main_menu 3 → seller: 4"] == "stroke-width:2.2"


def test_uncovered_ways_are_marked() -> None:
    found = drawing(picture(plan()), Notes("en", uncovered=frozenset({(14, "keys 2")})))
    marked = [path for path in found.iter(f"{SPACE}path") if "uncovered" in (path.get("class") or "")]
    assert ["".join(path.itertext()) for path in marked] == ["main_menu 2 → buyer"]
    assert "red: 1 exits that no story covers" in said(found)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_no_text_can_break_out_of_its_place(text: str) -> None:
    shown = picture(plan())
    box = replace(shown.boxes[0], rows=(replace(shown.boxes[0].rows[0], text=text),))
    found = drawing(replace(shown, title=text, boxes=(box, *shown.boxes[1:]), arrows=()))
    assert {element.tag.removeprefix(SPACE) for element in found.iter()} <= {
        *("svg", "title", "style", "defs", "marker", "path", "rect", "text", "g", "tspan", "a")
    }


def test_a_hostile_prompt_stays_text() -> None:
    hostile = SHOP.replace("您好。", '"</text><script>alert(1)</script>"')
    assert not list(drawing(picture(plan(hostile))).iter(f"{SPACE}script"))


@pytest.mark.parametrize(
    ("text", "room", "shown"), [("abc", 100, "abc"), ("您好您好", 30, "您…"), ("", 5, "")]
)
def test_long_texts_are_cut_by_their_width(text: str, room: float, shown: str) -> None:
    assert cut(text, room) == shown


def test_without_graphviz_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(LayoutMissing, match=r"callwright\[graph\].*mermaid"):
        lay_out(picture(plan()))
