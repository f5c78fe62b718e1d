"""How one series is told from another, also without colours: hue, pattern, marker and dashes all differ.

The hues are those of Okabe and Ito, which people with any colour blindness tell apart; the yellow is left
out, since it is hardly seen on white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from ivr.reports.drawn.hatching import Box, Pattern, hatching

Marker = Literal["circle", "square", "triangle", "diamond", "cross", "ring", "bar"]


@dataclass(frozen=True, slots=True)
class Style:
    """`dash` is an SVG dash array, '' for a line without gaps."""

    colour: str
    pattern: Pattern
    marker: Marker
    dash: str


STYLES: Sequence[Style] = (
    Style("#0072B2", "plain", "circle", ""),
    Style("#E69F00", "rising", "square", "8 4"),
    Style("#009E73", "dots", "triangle", "2 3"),
    Style("#D55E00", "falling", "diamond", "10 3 2 3"),
    Style("#56B4E9", "crossed", "cross", "5 5"),
    Style("#CC79A7", "upright", "ring", "12 4"),
    Style("#999999", "level", "bar", "4 2 1 2"),
)


def style(number: int) -> Style:
    """That of the series with this number, from 0 on."""
    return STYLES[number % len(STYLES)]


def bar(parent: Element, number: int, box: Box) -> Element:
    """A bar of a series."""
    each = style(number)
    sides = {"x": box.x, "y": box.y, "width": box.wide, "height": box.tall}
    looks = {"fill": each.colour, "stroke": each.colour}
    group = SubElement(parent, "g")
    SubElement(group, "rect", {name: f"{side:.1f}" for name, side in sides.items()} | looks)
    if path := hatching(each.pattern, box):
        dots = {"stroke-dasharray": "2 4", "stroke-width": "2"} if each.pattern == "dots" else {}
        SubElement(group, "path", {"d": path, "stroke": "#fff", "stroke-width": "1.6", "fill": "none"} | dots)
    return group


def mark(parent: Element, number: int, x: float, y: float) -> None:
    """The marker of a series at a point."""
    each, r = style(number), 3.5
    paths = {
        "circle": f"M{x - r:.1f},{y:.1f} a{r},{r} 0 1,0 {2 * r},0 a{r},{r} 0 1,0 {-2 * r},0",
        "ring": f"M{x - r:.1f},{y:.1f} a{r},{r} 0 1,0 {2 * r},0 a{r},{r} 0 1,0 {-2 * r},0",
        "square": f"M{x - r:.1f},{y - r:.1f} h{2 * r} v{2 * r} h{-2 * r} z",
        "triangle": f"M{x:.1f},{y - r - 1:.1f} l{r + 1},{2 * r} h{-2 * r - 2} z",
        "diamond": f"M{x:.1f},{y - r - 1:.1f} l{r + 1},{r + 1} l{-r - 1},{r + 1} l{-r - 1},{-r - 1} z",
        "cross": f"M{x - r:.1f},{y - r:.1f} l{2 * r},{2 * r} m0,{-2 * r} l{-2 * r},{2 * r}",
        "bar": f"M{x - r:.1f},{y:.1f} h{2 * r}",
    }
    hollow = each.marker in ("ring", "cross", "bar")
    SubElement(
        parent,
        "path",
        {
            "d": paths[each.marker],
            "fill": "none" if hollow else each.colour,
            "stroke": each.colour,
            "stroke-width": "2" if hollow else "1",
        },
    )
