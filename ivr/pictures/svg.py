"""A picture as SVG: one file that any browser opens, without scripts, fonts or anything from elsewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from unicodedata import east_asian_width

import jinja2

from ivr.flow.step import RESERVED
from ivr.pictures.boxes import Box, Picture, Row
from ivr.pictures.layout import HEAD, ROW, WIDTH, Drawn, Layout, Placed, height
from ivr.pictures.notes import Traffic, Uncovered
from ivr.pictures.words import words

_MARGIN, _TITLE = 30, 70
_INDENT, _CJK, _LATIN = 14, 12.0, 6.6
"""Pixels: one depth of a row; a character 12 px high, wide and narrow, taken rather too wide."""
_THICK = 6.0
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Notes:
    """What is written onto the picture: `since` is how the time of the traffic is called, such as 'today'."""

    language: str = "zh"
    traffic: Traffic | None = None
    since: str = ""
    uncovered: Uncovered | None = field(default=None)


def svg(picture: Picture, layout: Layout, notes: Notes) -> str:
    """The whole file."""
    return _template().render(
        title=picture.title or "-",
        note=_note(picture, notes),
        left=-_MARGIN,
        top=-_TITLE,
        width=round(layout.width + 2 * _MARGIN),
        height=round(layout.height + _TITLE + _MARGIN),
        head=HEAD,
        boxes=[_box(placed, notes) for placed in layout.boxes],
        arrows=list(_arrows(picture, layout, notes)),
    )


@cache
def _template() -> jinja2.Template:
    around = jinja2.Environment(
        loader=jinja2.PackageLoader("ivr.pictures", "."), autoescape=True, undefined=jinja2.StrictUndefined
    )
    around.finalize = lambda value: _UNPRINTABLE.sub("�", value) if isinstance(value, str) else value
    return around.get_template("picture.svg.j2")


def _note(picture: Picture, notes: Notes) -> str:
    parts = [
        words("numbers", notes.language, numbers=", ".join(picture.numbers) or "-", flows=len(picture.boxes))
    ]
    if notes.traffic:
        parts.append(words("calls", notes.language, calls=notes.traffic.calls, since=_since(notes)))
        if notes.traffic.elsewhere:
            parts.append(words("elsewhere", notes.language, count=notes.traffic.elsewhere))
    if notes.uncovered is not None:
        name = "uncovered" if notes.uncovered else "covered"
        parts.append(words(name, notes.language, count=len(notes.uncovered)))
    return " · ".join(parts)


def _since(notes: Notes) -> str:
    return f" ({notes.since})" if notes.since else ""


def _box(placed: Placed, notes: Notes) -> Mapping[str, object]:
    box = placed.box
    return {
        "flow": box.flow,
        "name": cut(box.flow, WIDTH - 90, 13 / 12),
        "title": f"{box.flow} · {box.place}",
        "begins": box.begins,
        "x": round(placed.x, 1),
        "y": round(placed.y, 1),
        "width": WIDTH,
        "height": height(box),
        "badge": notes.traffic.entered.get(box.flow, 0) if notes.traffic else "",
        "left": _left(box, notes),
        "rows": [_row(placed, index, row, notes) for index, row in enumerate(box.rows)],
    }


def _left(box: Box, notes: Notes) -> str:
    ends = notes.traffic.left.get(box.flow, {}) if notes.traffic else {}
    parts = [words(f"by_{by}", notes.language, count=count) for by, count in sorted(ends.items()) if count]
    return words("left", notes.language, parts=" · ".join(parts)) if parts else ""


def _row(placed: Placed, index: int, row: Row, notes: Notes) -> Mapping[str, object]:
    x = placed.x + 10 + row.depth * _INDENT
    count = _count(placed.box.flow, row, notes)
    room = placed.x + WIDTH - x - (44 if count else 8) - (len(row.verb) * 6.2 + 6 if row.verb else 0)
    uncovered = bool(notes.uncovered) and (row.place.line, row.key) in (notes.uncovered or ())
    return {
        "x": round(x, 1),
        "y": round(placed.y + HEAD + ROW * index + 15, 1),
        "verb": row.verb,
        "text": cut(row.text, room),
        "title": f"{row.text} · {row.place}" + (f" · {words('no_test', notes.language)}" * uncovered),
        "count": count or "",
        "uncovered": uncovered,
        "link": row.target if row.target not in RESERVED else "",
    }


def _count(flow: str, row: Row, notes: Notes) -> int:
    return notes.traffic.taken.get((flow, row.key, row.target), 0) if notes.traffic and row.target else 0


def _arrows(picture: Picture, layout: Layout, notes: Notes) -> Iterator[Mapping[str, object]]:
    rows = {box.flow: box.rows for box in picture.boxes}
    most = max(notes.traffic.taken.values(), default=0) if notes.traffic else 0
    for drawn in layout.arrows:
        row = rows[drawn.arrow.flow][drawn.arrow.row]
        count = _count(drawn.arrow.flow, row, notes)
        yield {
            "path": drawn.path,
            "title": _arrow_title(drawn, count),
            "count": count,
            "width": _thickness(count, most),
            "uncovered": (row.place.line, row.key) in (notes.uncovered or ()),
        }


def _arrow_title(drawn: Drawn, count: int) -> str:
    arrow = drawn.arrow
    way = f"{arrow.flow} {arrow.label} → {arrow.to}".replace("  ", " ")
    return f"{way}: {count}" if count else way


def _thickness(count: int, most: int) -> float:
    """By the root of the share, so that a way taken by a hundredth is still seen."""
    return round(1.2 + (_THICK - 1.2) * math.sqrt(count / most), 1) if count else 1.2


def cut(text: str, room: float, scale: float = 1.0) -> str:
    """The text, shortened to so many pixels."""
    text = " ".join(text.split())
    left = room / scale
    for index, character in enumerate(text):
        left -= _CJK if east_asian_width(character) in "WFA" else _LATIN
        if left < 0:
            return text[: max(index - 1, 0)].rstrip() + "…"
    return text
