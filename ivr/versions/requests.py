"""What commands may ask of the versions in a running engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from ivr.control.answers import Handler, Refusal, Said
from ivr.journal.database import DatabaseUnusable
from ivr.versions import canary
from ivr.versions.judge import Verdict
from ivr.versions.keeper import Note, Versions
from ivr.versions.store import Trial
from ivr.versions.tally import enough

LONGEST_COMMENT = 500
LEAST_SHARE, MOST_SHARE = 0.01, 0.99


def handlers(versions: Versions) -> Mapping[str, Handler]:
    """By the name of the request."""

    async def expect(said: Said, who: str) -> Said:
        note = Note(who, str(said.get("comment", ""))[:LONGEST_COMMENT])
        versions.expect(str(said.get("dialplan", "")), str(said.get("version", "")), note)
        return {}

    async def look(said: Said, who: str) -> Said:
        return told(await versions.look())

    async def start(said: Said, who: str) -> Said:
        share = said.get("share")
        if not isinstance(share, float) or not LEAST_SHARE <= share <= MOST_SHARE:
            raise Refusal("the share is to be from 1% to 99%", "份额须为1%至99%")
        trial = Trial(
            dialplan="",
            version="",
            share=share,
            since=versions.canaries.clock.now().timestamp(),
            file=str(said.get("file", "")),
            by=who,
            comment=str(said.get("comment", ""))[:LONGEST_COMMENT],
        )
        in_use, tried = await versions.try_out(str(said.get("text", "")), trial)
        later = sorted(set(tried.numbers) - set(in_use.numbers))
        return {"dialplan": tried.name, "version": tried.version, "numbers_later": later}

    async def stop(said: Said, who: str) -> Said:
        return asdict(versions.canaries.stop(str(said.get("dialplan", "")), "withdrawn", who))

    async def status(said: Said, who: str) -> Said:
        try:
            found = await versions.canaries.tallies()
        except DatabaseUnusable as fault:
            raise Refusal(str(fault), f"无法读取通话记录：{fault}") from fault
        return {
            "enough": enough(),
            "trials": [asdict(trial) | canary.told(counted) for trial, counted in found.values()],
        }

    return {
        "expect": expect,
        "look": look,
        "canary_start": start,
        "canary_stop": stop,
        "canary_status": status,
    }


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
