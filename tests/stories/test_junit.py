"""Results for a build server."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

from ivr.stories.junit import junit
from ivr.stories.line import Said

from .centre import centre, play, told


def test_each_story_is_a_case_and_a_failure_tells_what_was_expected(tmp_path: Path) -> None:
    shop = centre(tmp_path)
    good, bad = told("- hears: 您好"), replace(told("- hears: 再见"), name=Said("坏\x00", "bad\x00"))
    root = ElementTree.fromstring(junit([(play(good, shop), shop), (play(bad, shop), shop)], "en"))
    (suite,) = root
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("stories.yaml", "2", "1")
    assert [(case.get("name"), case.get("line")) for case in suite] == [("trial", "2"), ("bad�", "2")]
    (failure,) = suite[1]
    assert (failure.get("message") or "").startswith("expected to hear “再见”; heard “您好。”")
    assert "stories.yaml:5:9" in (failure.text or "")
    assert "calls 100 (shop)" in (failure.text or "")
