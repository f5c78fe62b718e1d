"""What has to be recorded again is told, with the reason; what is put right by itself only warns."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from ivr.audio.measure import Measured
from ivr.audio.takes import expected_seconds, take_faults

GOOD = Measured(
    form="WAV",
    coding="PCM_24",
    rate=48000,
    channels=1,
    seconds=3.0,
    level=-20.0,
    peak=-4.0,
    clipped=0,
    offset=0.0,
    lead=0.2,
    tail=0.3,
)


def told(found: Measured, expected: float | None = 2.5) -> list[tuple[str, str]]:
    return [(fault.kind, fault.severity) for fault in take_faults(found, expected)]


@pytest.mark.parametrize(
    "good",
    [
        GOOD,
        replace(GOOD, form="OGG", coding="VORBIS", channels=2),
        replace(GOOD, rate=8000, level=-39.0),
        replace(GOOD, clipped=3, offset=0.01),
    ],
)
def test_a_good_take_has_no_faults(good: Measured) -> None:
    assert told(good) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"level": -math.inf}, ("silent", "hopeless")),
        ({"level": -55.0}, ("silent", "hopeless")),
        ({"rate": 6000}, ("rate", "error")),
        ({"clipped": 200}, ("clipped", "error")),
        ({"level": -45.0}, ("quiet", "warning")),
        ({"offset": -0.1}, ("offset", "warning")),
        ({"lead": 0.0}, ("abrupt", "warning")),
        ({"tail": 0.001}, ("abrupt", "warning")),
        ({"tail": 2.0, "seconds": 5.0}, ("padded", "warning")),
        ({"seconds": 1.0}, ("short", "error")),
        ({"seconds": 12.0}, ("long", "error")),
    ],
)
def test_each_fault_is_told_and_no_other(change: dict[str, float], fault: tuple[str, str]) -> None:
    assert told(replace(GOOD, **change)) == [fault]  # type: ignore[arg-type]


def test_all_faults_of_a_take_are_told_in_both_languages() -> None:
    faults = list(take_faults(replace(GOOD, clipped=99, offset=0.2, seconds=30.0), 2.5))
    assert [fault.kind for fault in faults] == ["clipped", "offset", "long"]
    assert all(fault.zh and fault.text for fault in faults)
    assert "2.5 s" in faults[-1].text
    assert "2.5秒" in faults[-1].zh


@pytest.mark.parametrize(("spoken", "expected"), [(0.25, 0.4), (0.9, 0.3), (1.6, 4.0), (9.0, 4.0)])
def test_short_words_and_slow_speakers_are_no_faults(spoken: float, expected: float) -> None:
    assert told(replace(GOOD, seconds=spoken + 0.5), expected) == []


def test_the_length_of_an_unknown_text_is_not_judged() -> None:
    assert told(replace(GOOD, seconds=60.0), None) == []


def test_a_text_takes_as_long_as_the_voice_takes_or_as_its_length_lets_expect() -> None:
    assert expected_seconds("您好", "zh", synthetic=0.9) == 0.9
    assert expected_seconds("欢迎致电客户服务中心", "zh") == pytest.approx(2.2, abs=0.3)
    assert expected_seconds("Welcome to customer service.", "en") == pytest.approx(2, abs=0.3)
    assert expected_seconds("", "en") is None
