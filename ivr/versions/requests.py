"""What commands may ask of the versions in a running engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from ivr.control.answers import Handler, Said
from ivr.versions.judge import Verdict
from ivr.versions.keeper import Note, Versions

LONGEST_COMMENT = 500


def handlers(versions: Versions) -> Mapping[str, Handler]:
    """By the name of the request."""

    async def look(said: Said, who: str) -> Said:
        comment = str(said.get("comment", ""))[:LONGEST_COMMENT]
        return told(await versions.look(Note(who, comment, str(said.get("dialplan", "")))))

    return {"look": look}


def told(verdict: Verdict) -> Said:
    """What became of a look at the files, for the wire."""
    return {
        "changed": [
            {"dialplan": taken.plan.name, "version": taken.plan.version, "previous": taken.previous}
            for taken in verdict.taken
        ],
        "gone": [plan.name for plan in verdict.gone],
        "refused": [
            {
                "file": str(refused.file),
                "owner": refused.owner,
                "problems": [asdict(problem) for problem in refused.problems],
                "kept": [{"dialplan": plan.name, "version": plan.version} for plan in refused.kept],
            }
            for refused in verdict.refused
        ],
    }
