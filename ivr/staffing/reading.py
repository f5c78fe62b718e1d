"""Reading what the call log says about a time, from the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ivr.events import AgentStateChanged
from ivr.journal.reader import JournalReader
from ivr.journal.stretch import span, stretch
from ivr.staffing.logged import KINDS, Gathering, Logged

BEFORE = 12 * 3600.0
"""How long before a time agents may have logged in who changed nothing in it."""


async def logged(
    reader: JournalReader, since: float, until: float, progress: Callable[[int, int], None]
) -> Logged:
    """The stays that began in [since, until) and the agents' changes in it, after one for each agent who was
    there before. Raises `DatabaseUnusable`."""
    over = await span(reader, since, until)
    gathering = Gathering()
    async for done, facts in stretch(reader, over, KINDS):
        gathering.take(facts)
        progress(done, over.end - over.first)
    found = gathering.logged.between(since, until)
    changed = {change.agent for change in found.changes if change.at >= since}
    quiet = await _before(reader, since)
    kept = [change for agent, change in quiet.items() if agent not in changed]
    return replace(found, changes=[*kept, *(c for c in found.changes if c.at >= since)])


async def _before(reader: JournalReader, since: float) -> dict[str, AgentStateChanged]:
    """Each agent's last change before that."""
    gathering = Gathering()
    async for _, facts in stretch(reader, await span(reader, since - BEFORE, since), KINDS[-1:]):
        gathering.take(fact for fact in facts if fact.at < since)
    return {change.agent: change for change in gathering.logged.changes}
