"""Charts as SVG."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from ivr.reports.drawn.chart import MOST_BARS, draw
from ivr.reports.sheet import Chart, Series

HOURS = Chart(
    "Calls",
    "parts",
    "count",
    True,
    ("09:00", "09:30", "10:00"),
    (Series("Answered", (8, 4, 2)), Series("Abandoned", (2, 0, 2))),
)
LEVEL = replace(HOURS, kind="figures", unit="share", series=(Series("Service level", (0.8, None, 0.5)),))


def bars(svg: Element) -> dict[str, dict[str, float]]:
    """Place and size of each bar by what it says."""
    sides = ("x", "y", "width", "height")
    found = ((group.findtext("title", ""), group.find("rect")) for group in svg.iter("g"))
    return {
        said: {side: float(rect.get(side, "nan")) for side in sides}
        for said, rect in found
        if rect is not None
    }


def texts(svg: Element) -> list[str]:
    return [each.text or "" for each in svg.iter("text")]


def test_parts_are_stacked_and_in_proportion() -> None:
    found = bars(draw(HOURS))
    answered, abandoned = found["09:00 · Answered: 8"], found["09:00 · Abandoned: 2"]
    assert answered["height"] == 4 * abandoned["height"]
    assert abs(abandoned["y"] + abandoned["height"] - answered["y"]) < 0.2
    assert "09:30 · Abandoned: 0" not in found, "nothing is drawn for nought"


def test_a_line_has_a_gap_where_there_is_no_data() -> None:
    svg = draw(LEVEL)
    assert [line.get("points", "").count(",") for line in svg.iter("polyline")] == [1, 1]
    said = [group.findtext("title") for group in svg.iter("g")]
    assert said == ["09:00 · Service level: 80.0 %", "10:00 · Service level: 50.0 %"]


def test_the_axis_of_a_share_reaches_the_whole() -> None:
    assert {"0.0 %", "100.0 %"} <= set(texts(draw(LEVEL)))


def test_every_series_is_named() -> None:
    assert {"Answered", "Abandoned"} <= set(texts(draw(HOURS)))
    assert draw(HOURS).findtext("title") == "Calls"


def test_moments_leave_out_names_that_have_no_room() -> None:
    many = tuple(f"2026-11-{day:02} 09:00" for day in range(1, 31))
    chart = replace(HOURS, categories=many, series=(Series("Answered", (1,) * 30),))
    named = [text for text in texts(draw(chart)) if text in many]
    assert 3 <= len(named) <= 8


def test_names_have_a_row_each_and_their_sum() -> None:
    svg = draw(replace(HOURS, in_time=False, categories=("客户服务", "VIP", "sales")))
    assert {"客户服务", "VIP", "sales"} <= set(texts(svg))
    assert texts(svg).count("4") == 2, "4 + 0 and 2 + 2"


def test_a_long_name_is_cut_and_there_as_a_whole_for_who_points_at_it() -> None:
    name = "名" * 4096
    svg = draw(replace(HOURS, in_time=False, categories=(name, "b", "c")))
    (label,) = [each for each in svg.iter("text") if (each.text or "").endswith("…")]
    assert len(label.text or "") < 20
    assert label.findtext("title") == name


def test_no_more_names_are_drawn_than_can_be_read() -> None:
    names = tuple(f"queue {n}" for n in range(500))
    svg = draw(replace(HOURS, in_time=False, categories=names, series=(Series("Answered", (1,) * 500),)))
    assert len([text for text in texts(svg) if text.startswith("queue")]) == MOST_BARS


def test_a_chart_of_nothing_is_one() -> None:
    for in_time in (True, False):
        assert draw(replace(HOURS, in_time=in_time, categories=(), series=(Series("Answered", ()),)))


def test_figures_by_name_stand_beside_each_other() -> None:
    pair = (Series("ASA", (10, 20, None)), Series("AHT", (100, 200, 300)))
    svg = draw(replace(HOURS, kind="figures", unit="seconds", in_time=False, series=pair))
    assert {"0:10", "3:20", "–"} <= set(texts(svg))
