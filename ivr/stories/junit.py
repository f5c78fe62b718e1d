"""Results as JUnit XML, which build servers read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from .player import Played
from .story import Centre
from .telling import failure

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(played: Iterable[tuple[Played, Centre]], language: str) -> bytes:
    """One suite a file, one case a story, with what was expected and the journey of those that failed."""
    root = Element("testsuites", name="ivr test")
    for file, group in groupby(played, key=lambda pair: pair[0].story.place.file):
        cases = list(group)
        failed = sum(1 for one, _ in cases if one.failure)
        suite = SubElement(
            root, "testsuite", name=file, tests=str(len(cases)), failures=str(failed), errors="0", skipped="0"
        )
        for one, centre in cases:
            _case(suite, one, centre, language)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _case(suite: Element, played: Played, centre: Centre, language: str) -> None:
    place = played.story.place
    case = SubElement(
        suite,
        "testcase",
        name=_clean(played.story.name.said(language)),
        classname=place.file,
        file=place.file,
        line=str(place.line),
        time=f"{played.took:.4f}",
    )
    if played.failure:
        expected, instead = played.failure.expected.said(language), played.failure.instead.said(language)
        told = SubElement(case, "failure", message=_clean(f"{expected}; {instead}"), type="story")
        told.text = _clean("\n".join(failure(played, centre, language)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("�", text)
