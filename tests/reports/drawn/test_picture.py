"""Charts as pictures, with whatever fonts there are."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.reports.drawn.picture import ZOOM, FontMissing, png, size
from ivr.reports.sheet import Chart, Series
from tests.reports.sheets import SHEET

HOURS = Chart("Calls", "parts", "count", True, ("09:00", "10:00"), (Series("a", (1, 2)), Series("b", (3, 4))))


@pytest.fixture
def no_fonts(tmp_path: Path) -> Path:
    return tmp_path


def pixels(picture: bytes) -> bytes:
    """What is behind the header, checked and unpacked."""
    data, at = b"", 8
    while at < len(picture):
        length = int.from_bytes(picture[at : at + 4], "big")
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        check = int.from_bytes(picture[at + 8 + length : at + 12 + length], "big")
        assert zlib.crc32(kind + body) == check
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    return zlib.decompress(data)


def test_a_chart_is_a_png_of_the_size_at_which_it_is_shown() -> None:
    picture = png(HOURS)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert size(picture) == (960, 300)
    assert len(pixels(picture)) >= 960 * 300 * ZOOM * ZOOM * 3


def test_other_figures_are_another_picture() -> None:
    other = replace(HOURS, series=(HOURS.series[1], HOURS.series[0]))
    assert pixels(png(HOURS)) != pixels(png(other))


def test_a_machine_without_fonts_draws_nothing_that_nobody_can_read(no_fonts: Path) -> None:
    with pytest.raises(FontMissing):
        png(HOURS, fonts=no_fonts)


def test_chinese_is_not_drawn_as_empty_boxes(tmp_path: Path) -> None:
    (tmp_path / "latin.ttf").write_bytes(Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").read_bytes())
    assert png(HOURS, fonts=tmp_path) == png(HOURS, fonts=tmp_path)
    with pytest.raises(FontMissing):
        png(replace(HOURS, series=(Series("接通", (1, 2)),)), fonts=tmp_path)


def test_hostile_names_are_drawn_or_nothing_is() -> None:
    hostile = replace(SHEET.charts[0], categories=("<script>&amp;\"'", "A" * 400))
    assert size(png(hostile))[0] == 960
