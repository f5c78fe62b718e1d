"""Names that a query has, of what stands in the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ivr.document.problems import nearest
from ivr.settings import Settings
from ivr.web.answers import Complaint, Invalid, said


def check_names(wanted: Mapping[str, str], settings: Settings) -> None:
    """Raises Invalid for a `team`, `skill`, `agent` or `queue` that is not in the settings; '' is none."""
    agents = settings.agents.agents
    known: Mapping[str, Sequence[str]] = {
        "team": sorted({agent.team for agent in agents.values()} - {""}),
        "skill": sorted({skill for agent in agents.values() for skill in agent.skills}),
        "agent": list(agents),
        "queue": list(settings.queues.queues),
    }
    if complaints := list(_complaints(wanted, known)):
        raise Invalid(*complaints)


def _complaints(wanted: Mapping[str, str], known: Mapping[str, Sequence[str]]) -> Iterator[Complaint]:
    for field, found in wanted.items():
        if found and found not in known[field]:
            en = f"found '{found}'; {nearest(found, known[field])}"
            yield Complaint(field, said(en, f"实际为“{found}”；{nearest(found, known[field], 'zh')}"))
