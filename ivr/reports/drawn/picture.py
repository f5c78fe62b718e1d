"""A chart as a picture, for mail: mail programs draw no SVG."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import resvg_py

from ivr.reports.drawn.chart import draw
from ivr.reports.sheet import Chart

ZOOM = 2
"""Pixels of the picture for one of the screen: sharp on fine screens, and on paper."""
_FONTS = (
    *("DejaVu Sans", "Noto Sans", "Liberation Sans", "Arial", "Noto Sans CJK SC", "Noto Sans CJK TC"),
    *("Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Microsoft YaHei"),
)
_LOOKS = f"""
text{{fill:#1f2933;font-size:12px;font-family:{",".join(f"'{name}'" for name in _FONTS)}}}
.grid{{stroke:#d5dbe1;fill:none}}
"""
_FIRST_WIDE = "\u2e80"
"""From here on characters are those of Chinese, Japanese and Korean, or pictures."""


class FontMissing(RuntimeError):
    """No font on this machine has the characters of a chart."""


def png(chart: Chart, *, fonts: Path | None = None) -> bytes:
    """The picture. `fonts`: take the fonts of this folder alone. Raises FontMissing."""
    drawn = draw(chart)
    wide = any(char >= _FIRST_WIDE for text in drawn.itertext() for char in text)
    if not _can_draw("图表" if wide else "ab", fonts):
        raise FontMissing
    return _picture(drawn, fonts)


def size(picture: bytes) -> tuple[int, int]:
    """Width and height at which a picture is to be shown."""
    wide, high = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    return wide // ZOOM, high // ZOOM


@cache
def _can_draw(chars: str, fonts: Path | None) -> bool:
    """Whether two characters look different: those that no font has are drawn alike, or not at all."""
    return len({_picture(_one(char), fonts) for char in chars}) == len(chars)


def _one(char: str) -> Element:
    svg = Element("svg", {"viewBox": "0 0 30 30"})
    text = Element("text", {"x": "5", "y": "20"})
    text.text = char
    svg.append(text)
    return svg


def _picture(svg: Element, fonts: Path | None) -> bytes:
    _, _, wide, high = svg.get("viewBox", "").split()
    svg.attrib |= {"xmlns": "http://www.w3.org/2000/svg", "width": wide, "height": high}
    return resvg_py.svg_to_bytes(
        svg_string=tostring(svg, encoding="unicode"),
        background="#ffffff",
        zoom=ZOOM,
        style_sheet=_LOOKS,
        languages=["zh", "en"],
        skip_system_fonts=fonts is not None,
        font_dirs=[str(fonts)] if fonts else None,
    )
