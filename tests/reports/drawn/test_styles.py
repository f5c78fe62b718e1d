"""Series are told apart without colours."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from ivr.reports.drawn.hatching import Box
from ivr.reports.drawn.styles import STYLES, bar


def test_no_two_series_share_colour_pattern_marker_or_dashes() -> None:
    for field in ("colour", "pattern", "marker", "dash"):
        assert len({getattr(each, field) for each in STYLES}) == len(STYLES)


def luminance(colour: str) -> float:
    """By the formula of WCAG."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_is_seen_on_white_and_on_a_dark_page() -> None:
    dark = luminance("#14191f")
    for each in STYLES:
        own = luminance(each.colour)
        assert 1.05 / (own + 0.05) >= 2.0
        assert (own + 0.05) / (dark + 0.05) >= 3.0


def test_a_bar_has_the_pattern_of_its_series() -> None:
    holder = Element("svg")
    paths = [bar(holder, number, Box(0, 0, 40, 20)).find("path") for number in range(len(STYLES))]
    assert paths[0] is None
    assert len({tostring(path) for path in paths[1:] if path is not None}) == len(STYLES) - 1
