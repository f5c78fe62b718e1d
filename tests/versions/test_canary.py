"""A share of the callers gets a new version, and it is stopped by itself when it is worse."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import pytest

from ivr.control.answers import Refusal
from ivr.events import CanaryStarted, CanaryStopped, Event
from ivr.flow.reader import version_of
from ivr.flow.simulated import MemoryJournal
from ivr.flow.virtual import LoopClock
from ivr.journal.reader import CallOutcome
from ivr.ports import CallInfo
from ivr.versions.keeper import Around, Note, Versions
from ivr.versions.store import Trial
from tests.versions.site import BROKEN, Folder, dialplan

NUMBERS = [f"138{number:08}" for number in range(400)]
NEW = "main: [stop, stop]"


@dataclass
class Site:
    """A dialplan in use, what calls came to, and what the journal has."""

    folder: Folder
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    calls: list[CallOutcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.versions = self.folder.versions()

    def running(self) -> AbstractAsyncContextManager[None]:
        self.versions = self.folder.versions()
        return self.versions.running(Around(self.journal, LoopClock(), outcomes=self.outcomes))

    async def outcomes(self, dialplan: str, since: float) -> Sequence[CallOutcome]:
        return self.calls

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.journal.events if isinstance(event, kind)]


@pytest.fixture
def site(folder: Folder) -> Site:
    folder.write("a", '["1"]')
    return Site(folder)


def trial(share: float = 0.5, by: str = "zhang") -> Trial:
    return Trial(dialplan="", version="", share=share, since=1.0, file="new.yaml", by=by, comment="shorter")


def on_new(versions: Versions, dialled: str = "1") -> set[str]:
    """The callers whose calls begin on the version with two steps."""
    calls = [CallInfo(f"{number}.1", "", number, "", dialled) for number in NUMBERS]
    plans = {call.number: versions.find(call) for call in calls}
    return {number for number, plan in plans.items() if plan and len(plan.flows["main"]) == 2}


async def test_a_share_of_the_callers_begins_on_the_new_version(site: Site) -> None:
    async with site.running():
        await site.versions.try_out(dialplan("a", '["1"]', NEW), trial(0.25))
        assert 0.15 < len(on_new(site.versions)) / len(NUMBERS) < 0.35
    (started,) = site.told(CanaryStarted)
    assert isinstance(started, CanaryStarted)
    assert (started.dialplan, started.share, started.by, started.comment) == ("a", 0.25, "zhang", "shorter")


async def test_who_withholds_the_number_is_drawn_by_the_call(site: Site) -> None:
    async with site.running():
        await site.versions.try_out(dialplan("a", '["1"]', NEW), trial(0.5))
        plans = [site.versions.find(CallInfo(f"{n}.1", "", "", "", "1")) for n in range(200)]
    new = sum(len(plan.flows["main"]) == 2 for plan in plans if plan)
    assert 60 < new < 140


async def test_after_a_restart_the_same_callers_are_in_the_trial(site: Site) -> None:
    async with site.running():
        await site.versions.try_out(dialplan("a", '["1"]', NEW), trial())
        before = on_new(site.versions)
    async with site.running():
        assert on_new(site.versions) == before
    assert len(site.told(CanaryStarted)) == 1


async def test_a_larger_share_keeps_those_who_are_in_it_and_what_was_counted(site: Site) -> None:
    text = dialplan("a", '["1"]', NEW)
    async with site.running():
        await site.versions.try_out(text, trial(0.1))
        before = on_new(site.versions)
        await site.versions.try_out(
            text, Trial(dialplan="", version="", share=0.5, since=99.0, file="new.yaml")
        )
        assert before < on_new(site.versions)
    assert [each.since for each in site.folder.store.trials()] == [1.0]


async def test_a_number_that_only_the_new_version_answers_is_not_answered_yet(site: Site) -> None:
    async with site.running():
        await site.versions.try_out(dialplan("a", '["1", "2"]', NEW), trial())
        assert site.versions.find(CallInfo("1.1", "", "", "", "2")) is None


async def test_when_it_is_stopped_all_calls_begin_on_what_is_in_use(site: Site) -> None:
    async with site.running():
        await site.versions.try_out(dialplan("a", '["1"]', NEW), trial())
        site.versions.canaries.stop("a", "withdrawn", "li")
        assert on_new(site.versions) == set()
    (stopped,) = site.told(CanaryStopped)
    assert isinstance(stopped, CanaryStopped)
    assert (stopped.reason, stopped.by) == ("withdrawn", "li")
    assert site.folder.store.trials() == []


@pytest.mark.parametrize("outcome", ["hung_up_in_menu", "failed"])
async def test_it_is_stopped_by_itself_when_it_is_worse(site: Site, outcome: str) -> None:
    async with site.running():
        in_use, tried = await site.versions.try_out(dialplan("a", '["1"]', NEW), trial())
        for n in range(60):
            site.calls.append(CallOutcome(in_use.version, f"old{n}", "answered", False))
            site.calls.append(CallOutcome(tried.version, f"new{n}", outcome, False))
        await site.versions.canaries.judge()
        assert on_new(site.versions) == set()
    (stopped,) = site.told(CanaryStopped)
    assert isinstance(stopped, CanaryStopped)
    assert (stopped.version, stopped.reason, stopped.by) == (tried.version, outcome, "")


async def test_it_goes_on_while_it_is_no_worse(site: Site) -> None:
    async with site.running():
        in_use, tried = await site.versions.try_out(dialplan("a", '["1"]', NEW), trial())
        for n in range(60):
            site.calls.append(CallOutcome(in_use.version, f"old{n}", "hung_up_in_menu", False))
            site.calls.append(CallOutcome(tried.version, f"new{n}", "hung_up_in_menu", False))
        await site.versions.canaries.judge()
        assert on_new(site.versions)


async def test_when_its_text_comes_into_the_file_it_has_won(site: Site) -> None:
    text = dialplan("a", '["1"]', NEW)
    async with site.running():
        await site.versions.try_out(text, trial())
        (site.folder.path / "a.yaml").write_text(text)
        site.versions.expect("a", version_of(text), Note("li"))
        await site.versions.look()
        assert on_new(site.versions) == set(NUMBERS)
    assert [(e.reason, e.by) for e in site.told(CanaryStopped) if isinstance(e, CanaryStopped)] == [
        ("promoted", "li")
    ]


async def test_another_change_of_the_dialplan_ends_it(site: Site) -> None:
    async with site.running():
        await site.versions.try_out(dialplan("a", '["1"]', NEW), trial())
        site.folder.write("a", '["1", "3"]')
        await site.versions.look()
        assert on_new(site.versions) == set()
    assert [e.reason for e in site.told(CanaryStopped) if isinstance(e, CanaryStopped)] == ["replaced"]


async def test_a_trial_whose_text_is_in_use_after_a_restart_has_won(site: Site) -> None:
    text = dialplan("a", '["1"]', NEW)
    async with site.running():
        await site.versions.try_out(text, trial())
    (site.folder.path / "a.yaml").write_text(text)
    async with site.running():
        pass
    assert [e.reason for e in site.told(CanaryStopped) if isinstance(e, CanaryStopped)] == ["promoted"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (dialplan("a", '["1"]', BROKEN), "new.yaml has errors"),
        ("dialplan: [", "new.yaml has errors"),
        (dialplan("b", '["2"]'), "no dialplan 'b' is in use; in use: a, c"),
        (dialplan("a", '["1"]'), "new.yaml is in use as it is"),
        (dialplan("a", '["2"]'), "does not answer 1"),
        (dialplan("a", '["1", "7"]'), "new.yaml has errors"),
    ],
)
async def test_what_cannot_be_tried_is_refused(site: Site, text: str, why: str) -> None:
    site.folder.write("c", '["7"]')
    async with site.running():
        with pytest.raises(Refusal, match=why) as refused:
            await site.versions.try_out(text, trial())
        assert ("errors" in why) == bool(refused.value.problems)
        assert on_new(site.versions) == set()


async def test_one_version_of_a_dialplan_is_tried_at_a_time(site: Site) -> None:
    async with site.running():
        await site.versions.try_out(dialplan("a", '["1"]', NEW), trial())
        with pytest.raises(Refusal, match="stop that first"):
            await site.versions.try_out(dialplan("a", '["1"]', "main: [stop, stop, stop]"), trial())


async def test_a_trial_that_there_is_not_cannot_be_stopped(site: Site) -> None:
    async with site.running():
        with pytest.raises(Refusal, match="nothing of 'a' is being tried"):
            site.versions.canaries.stop("a", "withdrawn")
