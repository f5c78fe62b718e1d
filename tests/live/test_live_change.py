"""A dialplan is switched while twenty real calls are in it: they end as they began, the next one is new."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from ivr.control.client import ask
from ivr.demo.person import Person
from ivr.demo.phones import Manner, Phone
from ivr.demo.stage import Stage
from ivr.events import (
    CanaryStopped,
    DialplanChanged,
    DialplanRefused,
    QueueEntered,
    RecordingStored,
    StepFailed,
)
from ivr.versions.side import is_chosen
from tests.live.books import records
from tests.live.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

MENU, QUEUE, MESSAGE, LONG = "7801", "7802", "7803", "7804"
IN_THE_MENU, IN_THE_QUEUE, AT_THE_TONE, LISTENING = 8, 4, 5, 3
TRIED = 10
CHANGES = {
    "这是旧菜单。": "这是新菜单。",
    "keys: {1: old}": "keys: {2: fresh}",
    "  old:\n": "  fresh:\n",
    "这是旧的下一层。": "这是新的下一层。",
    "旧版再见。": "新版再见。",
}


def number(place: int) -> str:
    return f"137000{place:05}"


async def settled(here: Stage, line: Phone) -> dict[str, list[Person]]:
    """Twenty callers, each where they are to be when the dialplan changes."""
    dialled = [
        *[MENU] * IN_THE_MENU,
        *[QUEUE] * IN_THE_QUEUE,
        *[MESSAGE] * AT_THE_TONE,
        *[LONG] * LISTENING,
    ]
    async with asyncio.TaskGroup() as together:
        calls = [
            together.create_task(Person.calls(here.watch, line, to, number=number(place)))
            for place, to in enumerate(dialled)
        ]
    callers: dict[str, list[Person]] = {MENU: [], QUEUE: [], MESSAGE: [], LONG: []}
    for to, call in zip(dialled, calls, strict=True):
        callers[to].append(call.result())
    for caller in callers[MENU]:
        await caller.hears("这是旧菜单")
    for caller in callers[QUEUE]:
        await caller.sees(QueueEntered)
    for caller in callers[MESSAGE]:
        await caller.has_heard("请留言")
    for caller in callers[LONG]:
        await caller.hears("一二三四")
    return callers


async def go_on(callers: dict[str, list[Person]]) -> None:
    """Each does what they called for, and hears the old dialplan to its end."""
    for caller in callers[MENU]:
        await caller.presses("1")
    for caller in callers[MESSAGE]:
        await caller.presses("#")
    for caller in callers[MENU]:
        await caller.hears("这是旧的下一层")
    for caller in callers[MESSAGE]:
        await caller.sees(RecordingStored)
    for everybody in callers.values():
        for caller in everybody:
            await caller.has_heard("旧版再见")
            assert (await caller.is_over()).by == "flow"


async def test_twenty_calls_end_on_the_version_they_began_with_and_the_next_begins_on_the_new_one(
    here: Stage, line: Phone, desk: Desk
) -> None:
    file = here.directory / "dialplans" / "switched.yaml"
    old = next(e for e in here.watch.events if isinstance(e, DialplanChanged) and e.dialplan == "switched")
    callers = await settled(here, line)

    text = file.read_text()
    for before, after in CHANGES.items():
        assert before in text
        text = text.replace(before, after)
    file.write_text(text)
    changed = await here.watch.until(DialplanChanged, dialplan="switched", previous=old.version)
    assert changed.by == file.owner()

    newcomer = await Person.calls(here.watch, line, MENU, number="13900000000")
    await newcomer.hears("这是新菜单")
    for name in ("1001", "1004"):
        (await desk(name)).manner = Manner(after=0.1, talk=0.3)
    await go_on(callers)
    await newcomer.presses("2")
    await newcomer.has_heard("新版再见")
    await newcomer.is_over()

    logged = await records(here)
    assert changed.at < min(record.ended or 0.0 for record in logged if record.version == old.version)
    versions = {record.caller_number: record.version for record in logged}
    assert versions.pop("13900000000") == changed.version
    assert Counter(versions[number(place)] for place in range(20)) == {old.version: 20}
    assert not [event for event in here.watch.events if isinstance(event, StepFailed)]


async def test_a_broken_file_changes_nothing_and_is_told_with_its_owner(here: Stage, line: Phone) -> None:
    file = here.directory / "dialplans" / "switched.yaml"
    sound = file.read_text()
    caller = await Person.calls(here.watch, line, MENU, number="13900000001")
    file.write_text(sound.replace("- goto: bye", "- goto: buy"))
    refused = await here.watch.until(DialplanRefused)
    assert (refused.owner, refused.errors) == (file.owner(), 1)
    assert "switched.yaml" in refused.first
    assert "did you mean 'bye'?" in refused.first
    other = await Person.calls(here.watch, line, MENU, number="13900000002")
    for each in (caller, other):
        await each.hears("这是新菜单")
        await each.hangs_up()
    first, second = [r.version for r in await records(here) if r.caller_number.startswith("1390000000")][1:]
    assert first == second
    assert here.engine.versions.library.find(MENU) is not None
    file.write_text(sound)


def on_side(version: str, chosen: bool, share: float) -> list[str]:
    """Callers who are, or are not, in a trial of this version."""
    numbers = [f"136{place:08}" for place in range(100)]
    return [each for each in numbers if is_chosen(f"switched {version}", each, share) is chosen][:TRIED]


async def test_a_trial_whose_calls_have_errors_is_stopped_by_itself(here: Stage, line: Phone) -> None:
    file, share = here.directory / "dialplans" / "switched.yaml", 0.5
    faulty = file.read_text().replace("  main:\n", "  main:\n    - say: {number: '{{ caller.number }}x'}\n")
    said = {"text": faulty, "file": "new.yaml", "share": share}
    state = here.settings.path(here.settings.engine.state)
    version = str((await ask(state, "canary_start", said))["version"])

    for unlucky, lucky in zip(on_side(version, True, share), on_side(version, False, share), strict=True):
        caller = await Person.calls(here.watch, line, MENU, number=unlucky)
        await caller.sees(StepFailed)
        await caller.phone.answered()
        await caller.hangs_up()
        caller = await Person.calls(here.watch, line, MENU, number=lucky)
        await caller.hears("这是新菜单")
        await caller.hangs_up()
    stopped = await here.watch.until(CanaryStopped, version=version)
    assert (stopped.reason, stopped.by) == ("failed", "")
    back = await Person.calls(here.watch, line, MENU, number=on_side(version, True, share)[0])
    await back.hears("这是新菜单")
    await back.hangs_up()
