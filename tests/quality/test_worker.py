"""Talks with a risk, looked for by a process of its own."""

from __future__ import annotations

from pathlib import Path

from ivr.quality.candidates import Watch
from ivr.quality.choosing import Candidate
from ivr.quality.worker import Order, answered
from ivr.settings.quality import Risk
from tests.quality.test_candidates import QUIET, indexed
from tests.recordings.test_talking import talk


def order(url: str, folder: Path, patience: float = 60.0) -> Order:
    return Order(url, None, None, Watch(Risk(), folder, {}), patience)


def test_those_with_a_risk_are_found(log: str, tmp_path: Path) -> None:
    talk(tmp_path / indexed(log, "c-1", 1), 28, *QUIET)
    found = answered(order(log, tmp_path))["found"]
    assert isinstance(found, list)
    (one,) = [Candidate(**each) for each in found]
    assert (one.call, [*one.reasons]) == ("c-1", ["silence"])


def test_or_how_many_recordings_are_left_to_be_heard(log: str, tmp_path: Path) -> None:
    for number in (1, 2):
        talk(tmp_path / indexed(log, f"c-{number}", number), 28, *QUIET)
    assert answered(order(log, tmp_path, 0.0)) == {"left": 1}


def test_or_why_the_database_cannot_be_read(tmp_path: Path) -> None:
    found = answered(order(f"sqlite:///{tmp_path}/none.db", tmp_path))
    assert found.keys() == {"failed"}
