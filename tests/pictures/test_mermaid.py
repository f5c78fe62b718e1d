"""The picture as Mermaid text."""

from __future__ import annotations

import re

from ivr.pictures.boxes import picture
from ivr.pictures.mermaid import mermaid
from ivr.pictures.notes import Traffic
from ivr.pictures.svg import Notes
from tests.pictures.plans import SHOP, plan


def test_flows_are_nodes_and_ways_are_labelled_edges() -> None:
    lines = mermaid(picture(plan()), Notes("zh")).splitlines()
    assert lines[0] == "flowchart LR"
    assert '  f0["welcome<br/>play: 您好。"]:::begins' in lines
    assert '  f2 -->|"1"| f3' in lines
    assert "  f0 --> f1" in lines


def test_counts_and_uncovered_ways_are_shown() -> None:
    notes = Notes(
        "zh", Traffic(9, {"buyer": 4}, {("main_menu", "keys 1", "buyer"): 4}), "", frozenset({(14, "keys 2")})
    )
    text = mermaid(picture(plan()), notes)
    assert '["buyer #40;4#41;' in text
    assert '|"1 #40;4#41;"|' in text
    assert "linkStyle 3 stroke:#c0392b" in text


def test_nothing_in_a_text_can_end_it() -> None:
    hostile = mermaid(picture(plan(SHOP.replace("您好。", '\'"]; click f0 "javascript:x"\''))), Notes("zh"))
    assert len(re.findall(r'"\]', hostile)) == 5
    assert 'click f0 "' not in hostile
