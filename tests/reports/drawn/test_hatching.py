"""Patterns, cut to their bars."""

from __future__ import annotations

import re
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from ivr.reports.drawn.hatching import Box, Pattern, hatching

SIDES = st.floats(0, 500)


@given(st.sampled_from(get_args(Pattern)), st.builds(Box, SIDES, SIDES, SIDES, SIDES))
def test_no_line_leaves_its_bar(pattern: Pattern, box: Box) -> None:
    points = re.findall(r"[ML]([-0-9.]+),([-0-9.]+)", hatching(pattern, box))
    for x, y in points:
        assert box.x - 0.1 <= float(x) <= box.x + box.wide + 0.1
        assert box.y - 0.1 <= float(y) <= box.y + box.tall + 0.1


def test_every_pattern_but_the_plain_one_has_lines() -> None:
    drawn = {pattern: hatching(pattern, Box(0, 0, 40, 40)) for pattern in get_args(Pattern)}
    assert [pattern for pattern, path in drawn.items() if not path] == ["plain"]
