"""Whatever is kept, forgotten and counted in whatever order: the database and the stand-in say the same."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.simulated import SimulatedMemory
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from ivr.ports import Memory
from tests.stores import clear

from .conftest import Time

KEYS, KINDS = st.sampled_from(["1", "2"]), st.sampled_from(["language", "throttle"])
SPANS = st.sampled_from([10.0, 60.0])
STEPS = st.one_of(
    st.tuples(st.just("recall"), KINDS, KEYS),
    st.tuples(st.just("keep"), KINDS, KEYS, st.text(max_size=5), st.none() | SPANS),
    st.tuples(st.just("forget"), KINDS, KEYS),
    st.tuples(st.just("count"), KINDS, KEYS, st.just(60.0)),
    st.tuples(st.just("counted"), KINDS, KEYS, SPANS),
    st.tuples(st.just("wait"), st.integers(0, 40)),
)


async def answers(memory: Memory, time: Time, steps: list[tuple[object, ...]]) -> list[object]:
    found = []
    for name, *arguments in steps:
        if name == "wait":
            time.seconds += int(str(arguments[0]))
        else:
            found.append(await getattr(memory, str(name))(*arguments))
    return found


async def both(url: str, steps: list[tuple[object, ...]]) -> tuple[list[object], list[object]]:
    clear(url, "remembered", "counted")
    access, time = Access(url, patience=20.0), Time()
    stored = await answers(MemoryStore(access, time.timestamp), time, steps)
    await access.close()
    time = Time()
    return stored, await answers(SimulatedMemory(time), time, steps)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=25))
def test_the_database_and_the_stand_in_answer_alike(url: str, steps: list[tuple[object, ...]]) -> None:
    stored, simulated = asyncio.run(both(url, steps))
    assert stored == simulated
