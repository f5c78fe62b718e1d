"""A chart as an SVG element: stacked parts or lines over time, bars where the categories are names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, SubElement

from ivr.reports.drawn.hatching import Box
from ivr.reports.drawn.scale import Scale, scale
from ivr.reports.drawn.styles import bar, mark, style
from ivr.reports.figures import NO_DATA, shown
from ivr.reports.sheet import Chart

MOST_BARS = 30
"""So many names are drawn at most; the table has all."""
_WIDTH, _HEIGHT = 960.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 16.0, 34.0, 26.0
_NAMES, _ROW, _VALUES = 210.0, 26.0, 70.0
_GAP = 0.25
_NARROW = 6.8
"""Pixels of a character, at least."""


def draw(chart: Chart) -> Element:
    """The chart with its legend; its title and every figure are there as text too."""
    return _over_time(chart) if chart.in_time else _by_name(chart)


def _over_time(chart: Chart) -> Element:
    svg = _frame(chart, _HEIGHT)
    axis = scale(_largest(chart), chart.unit)
    height = _HEIGHT - _TOP - _BOTTOM
    for tick in axis.ticks:
        y = _TOP + height - axis.place(tick, height)
        _line(svg, (_LEFT, y), (_WIDTH - _RIGHT, y))
        _text(svg, _LEFT - 8, y + 4, shown(tick, chart.unit), "end")
    _moments(svg, chart.categories)
    (_columns if chart.kind == "parts" else _lines)(svg, chart, axis, height)
    return svg


def _moments(svg: Element, categories: Sequence[str]) -> None:
    """As many of the names of the moments as have room."""
    if not categories:
        return
    room = max(_long(each) for each in categories) + 14
    every = max(1, round(room / _wide(categories) + 0.5))
    for number in range(0, len(categories), every):
        _text(svg, _middle(number, categories), _HEIGHT - 8, categories[number], "middle")


def _columns(svg: Element, chart: Chart, axis: Scale, height: float) -> None:
    wide = _wide(chart.categories) * (1 - _GAP)
    for place, category in enumerate(chart.categories):
        y = _TOP + height
        for number, series in enumerate(chart.series):
            value = series.values[place]
            tall = axis.place(value or 0.0, height)
            if tall > 0:
                y -= tall
                x = _middle(place, chart.categories) - wide / 2
                _bar(svg, Box(x, y, wide, tall), number, _said(category, series.title, value, chart))


def _lines(svg: Element, chart: Chart, axis: Scale, height: float) -> None:
    for number, series in enumerate(chart.series):
        for run in _runs(series.values):
            points = [
                (_middle(n, chart.categories), _TOP + height - axis.place(v, height), v) for n, v in run
            ]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
            looks = {"stroke": style(number).colour, "stroke-width": "2", "fill": "none"}
            dashes = {"stroke-dasharray": style(number).dash} if style(number).dash else {}
            SubElement(svg, "polyline", {"points": path, **looks, **dashes})
            for (n, _), (x, y, value) in zip(run, points, strict=True):
                group = SubElement(svg, "g")
                said = _said(chart.categories[n], series.title, value, chart)
                SubElement(group, "title").text = said
                mark(group, number, x, y)


def _runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches without a gap: a line over no data would tell what nobody knows."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _by_name(chart: Chart) -> Element:
    names = chart.categories[:MOST_BARS]
    many = 1 if chart.kind == "parts" else max(1, len(chart.series))
    row = _ROW if many == 1 else 16.0 * many + 8
    svg = _frame(chart, _TOP + row * len(names) + 6)
    length = _WIDTH - _NAMES - _VALUES - _RIGHT
    axis = scale(_largest(chart), chart.unit)
    _line(svg, (_NAMES, _TOP), (_NAMES, _TOP + row * len(names)))
    for place, name in enumerate(names):
        y = _TOP + row * place
        label = _text(svg, _NAMES - 8, y + row / 2 + 4, _cut(name, _NAMES - 16), "end")
        SubElement(label, "title").text = name
        _stacked(svg, chart, (place, y, row), axis, length) if many == 1 else _beside(
            svg, chart, (place, y), axis, length
        )
    return svg


def _stacked(svg: Element, chart: Chart, at: tuple[int, float, float], axis: Scale, length: float) -> None:
    place, y, row = at
    x, known = _NAMES, [series.values[place] for series in chart.series]
    for number, value in enumerate(known):
        wide = axis.place(value or 0.0, length)
        if wide > 0:
            said = _said(chart.categories[place], chart.series[number].title, value, chart)
            _bar(svg, Box(x, y + 4, wide, row - 8), number, said)
            x += wide
    whole = None if all(value is None for value in known) else sum(value or 0.0 for value in known)
    _text(svg, x + 6, y + row / 2 + 4, shown(whole, chart.unit), "start")


def _beside(svg: Element, chart: Chart, at: tuple[int, float], axis: Scale, length: float) -> None:
    place, y = at
    for number, series in enumerate(chart.series):
        value, top = series.values[place], y + 4 + 16.0 * number
        wide = axis.place(value or 0.0, length)
        said = _said(chart.categories[place], series.title, value, chart)
        _bar(svg, Box(_NAMES, top, wide, 13.0), number, said)
        _text(svg, _NAMES + wide + 6, top + 11, shown(value, chart.unit), "start")


def _frame(chart: Chart, height: float) -> Element:
    box = f"0 0 {_WIDTH:.0f} {height:.0f}"
    svg = Element("svg", {"viewBox": box, "role": "img", "class": "chart", "aria-label": chart.title})
    SubElement(svg, "title").text = chart.title
    x = _LEFT
    for number, series in enumerate(chart.series):
        if chart.kind == "figures" and chart.in_time:
            looks = {"stroke": style(number).colour, "stroke-width": "2"}
            dashes = {"stroke-dasharray": style(number).dash} if style(number).dash else {}
            path = {"x1": f"{x:.1f}", "x2": f"{x + 22:.1f}", "y1": "12", "y2": "12"}
            SubElement(svg, "line", {**path, **looks, **dashes})
            mark(svg, number, x + 11, 12)
        else:
            _bar(svg, Box(x, 5, 22, 14), number, series.title)
        _text(svg, x + 28, 16, series.title, "start")
        x += 28 + _long(series.title) + 22
    return svg


def _largest(chart: Chart) -> float:
    if chart.kind == "parts":
        places = range(len(chart.categories))
        return max((sum(s.values[n] or 0.0 for s in chart.series) for n in places), default=0.0)
    return max((value or 0.0 for series in chart.series for value in series.values), default=0.0)


def _said(category: str, title: str, value: float | None, chart: Chart) -> str:
    return f"{category} · {title}: {shown(value, chart.unit) if value is not None else NO_DATA}"


def _wide(categories: Sequence[str]) -> float:
    return (_WIDTH - _LEFT - _RIGHT) / max(1, len(categories))


def _middle(number: int, categories: Sequence[str]) -> float:
    return _LEFT + _wide(categories) * (number + 0.5)


def _bar(svg: Element, box: Box, number: int, said: str) -> None:
    SubElement(bar(svg, number, box), "title").text = said


def _line(svg: Element, begin: tuple[float, float], end: tuple[float, float]) -> None:
    ends = {"x1": begin[0], "y1": begin[1], "x2": end[0], "y2": end[1]}
    SubElement(svg, "line", {"class": "grid", **{name: f"{value:.1f}" for name, value in ends.items()}})


def _text(svg: Element, x: float, y: float, text: str, anchor: str) -> Element:
    found = SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})
    found.text = text
    return found


def _long(text: str) -> float:
    """Pixels that a text of 12 pixels takes, rather too many."""
    return sum(12.0 if east_asian_width(char) in "WF" else _NARROW for char in text)


def _cut(text: str, room: float) -> str:
    text = text[: int(room / _NARROW) + 2]
    while _long(text) > room:
        text = text[:-2] + "…"
    return text
