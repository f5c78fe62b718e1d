"""Where boxes and arrows go: Graphviz's `dot`, which comes inside the wheel of pygraphviz.

Only the places are taken from it. Every text is measured and drawn by us, because Graphviz cannot know the
fonts of whoever looks at the picture, Chinese ones least of all.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ivr.pictures.boxes import Arrow, Box, Picture, depths, drawn, leads_on

ROW, HEAD, WIDTH = 20, 28, 300
"""Pixels: the height of a row and of a box's heading, the width of a box."""
_POINTS = re.compile(r"-?[\d.]+(?:e-?\d+)?,-?[\d.]+(?:e-?\d+)?")


class LayoutMissing(Exception):
    """Graphviz is not installed; the text says how to get it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The left upper corner of a box."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow as an SVG path, with the place of its head and its tail."""

    arrow: Arrow
    path: str
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """All in pixels, y downwards, from (0, 0) to (width, height)."""

    width: float
    height: float
    boxes: tuple[Placed, ...]
    arrows: tuple[Drawn, ...]


def height(box: Box) -> int:
    """Pixels a box is high."""
    return HEAD + ROW * len(box.rows)


def lay_out(picture: Picture) -> Layout:
    """Places for everything. Raises `LayoutMissing`."""
    found = _graphviz(picture)
    width, high = (float(number) for number in found["bb"].split(",")[2:])
    by_id: Mapping[int, Any] = {shape["_gvid"]: shape for shape in found.get("objects", ())}
    boxes = {f"b{index}": box for index, box in enumerate(picture.boxes)}
    placed = tuple(_placed(boxes[shape["name"]], shape["pos"], high) for shape in by_id.values())
    ways = {edge["arrow"]: edge["pos"] for edge in found.get("edges", ()) if "arrow" in edge}
    arrows = (_drawn(arrow, ways.get(str(index)), high) for index, arrow in enumerate(drawn(picture)))
    return Layout(width, high, placed, tuple(arrow for arrow in arrows if arrow))


def _graphviz(picture: Picture) -> Any:
    graph = _library().AGraph(directed=True, strict=False, rankdir="LR", nodesep="0.35", ranksep="1.0")
    names = {box.flow: f"b{index}" for index, box in enumerate(picture.boxes)}
    for box in picture.boxes:
        graph.add_node(names[box.flow], shape="plain", label=_table(box))
    depth, arrows = depths(picture), drawn(picture)
    last = max(depth, key=lambda flow: depth[flow], default="")
    for flow in (
        depth.keys() - {arrow.to for arrow in arrows} - {box.flow for box in picture.boxes if box.begins}
    ):
        graph.add_edge(names[last], names[flow], key=flow, style="invis")  # an end stands at the end
    for index, arrow in enumerate(arrows):
        graph.add_edge(
            names[arrow.flow],
            names[arrow.to],
            key=str(index),
            arrow=str(index),
            tailport=f"r{arrow.row}:e",
            headport="head:w",
            constraint=str(leads_on(arrow, depth)).lower(),
        )
    return orjson.loads(graph.draw(format="json0", prog="dot"))


def _library() -> Any:
    try:
        return importlib.import_module("pygraphviz")
    except ImportError:
        raise LayoutMissing(
            "pictures need Graphviz, which comes with pip install 'callwright[graph]';"
            " without it 'ivr graph --format mermaid' writes text that many editors draw"
        ) from None


def _table(box: Box) -> str:
    """The box as Graphviz's own kind of table: sizes and ports, no text."""
    cell = '<tr><td port="{}" fixedsize="true" width="{}" height="{}"></td></tr>'
    rows = [cell.format("head", WIDTH, HEAD)]
    rows += [cell.format(f"r{index}", WIDTH, ROW) for index in range(len(box.rows))]
    return f'<<table border="0" cellborder="0" cellspacing="0" cellpadding="0">{"".join(rows)}</table>>'


def _placed(box: Box, centre: str, high: float) -> Placed:
    x, y = (float(number) for number in centre.split(","))
    return Placed(box, x - WIDTH / 2, high - y - height(box) / 2)


def _drawn(arrow: Arrow, way: str | None, high: float) -> Drawn | None:
    """Graphviz writes `e,tip start control control point …`, y upwards; `s,…` from the other end."""
    points = list(_points(way or "", high))
    if len(points) < 3:
        return None
    tip, *line = points
    start, *curve = reversed(line) if way and way.startswith("s") else line
    path = f"M{start[0]:.1f},{start[1]:.1f}C" + " ".join(f"{x:.1f},{y:.1f}" for x, y in curve)
    return Drawn(arrow, f"{path}L{tip[0]:.1f},{tip[1]:.1f}", start, tip)


def _points(way: str, high: float) -> Iterator[tuple[float, float]]:
    for pair in _POINTS.findall(way):
        x, y = pair.split(",")
        yield float(x), high - float(y)
