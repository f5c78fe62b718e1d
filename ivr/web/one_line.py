"""Texts that are shown on one line."""

from __future__ import annotations

import re

from ivr.document.model import Fault

UNSEEN = r"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
"""For a pattern: line breaks, control characters, what turns the direction of a text; not the wide space of
Chinese texts, and not what joins emoji."""
ONE_LINE = rf"^[^{UNSEEN}]*$"


def on_one_line(text: str) -> str:
    """The text. Raises Fault."""
    if not re.fullmatch(ONE_LINE, text):
        raise Fault(
            "no line breaks and no control characters; take them out", zh="不能有换行和控制字符；请删除"
        )
    return text
