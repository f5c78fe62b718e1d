"""From what is asked for to the sample that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.quality.access import Access
from ivr.quality.choosing import Candidate
from ivr.quality.drawing import Draw, Strata, Wish, draw, watch_of
from ivr.quality.samples import Samples
from ivr.settings import Agent, Agents, Engine, Outcome, Queue, QueueFile, Settings
from tests.quality.conftest import LEAD, NOW

TALKS = [Candidate(1, "c-1", "li", "support"), Candidate(2, "c-3", "wang", "vip")]
SETTINGS = Settings(
    root=Path("/srv"),
    engine=Engine(),
    agents=Agents(agents={"li": Agent(name="李娜", phone="1001", team="north")}),
    queues=QueueFile(
        dispositions={"1": Outcome(id="c1", name={"zh": "投诉服务", "en": "Complaint"})},
        queues={"support": Queue(name={"zh": "客服", "en": "Support"})},
    ),
)


@pytest.mark.parametrize(
    ("by", "strata"),
    [
        (None, ["", ""]),
        ("agent", ["li", "wang"]),
        ("queue", ["support", "vip"]),
        ("team", ["", "north"]),
    ],
)
def test_strata_are_agents_queues_or_teams(access: Access, by: Strata | None, strata: list[str]) -> None:
    kept = draw(access, Wish(None, None, 2, "w45", by), TALKS, Draw(LEAD, NOW), SETTINGS)
    assert [pick.stratum for pick in Samples(access).picks(kept.id)] == strata


def test_all_that_it_was_drawn_by_is_kept(access: Access) -> None:
    kept = draw(access, Wish(NOW, None, 1, "w45", "agent", True), TALKS, Draw(LEAD, NOW), SETTINGS)
    assert {name: value for name, value in kept.criteria.items() if name != "from"} == {
        "to": None,
        "size": 1,
        "seed": "w45",
        "by": "agent",
        "risk": True,
        "candidates": 2,
    }
    assert (kept.by, kept.made, kept.picks) == ("lead", NOW, 1)


def test_dispositions_are_known_by_their_names_and_recordings_by_their_folder() -> None:
    watch = watch_of(SETTINGS)
    assert watch.names["c1"] == ["投诉服务", "Complaint"]
    assert watch.folder == Path("/srv/var/recordings")
