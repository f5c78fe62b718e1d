"""The talks that can be scored, as the log has them."""

from __future__ import annotations

from sqlalchemy import select

from ivr.archive.blanking import UNASSIGNED
from ivr.journal.tables import calls, recordings
from ivr.quality.access import Access
from ivr.quality.entry import CannotBe, Talk


def talk_of(access: Access, call: str, agent: str) -> Talk:
    """The talk of this agent in this call. Raises CannotBe for one that is not there, goes on, or is
    erased."""
    columns = (calls.c.began, calls.c.ended, calls.c.handles, calls.c.caller_number)
    found = access.rows(select(*columns).where(calls.c.id == call))
    if not found:
        raise CannotBe(
            f"no call '{call[:60]}'; give its whole id, as the list of calls has it",
            f"没有通话“{call[:60]}”；请填写通话列表中的完整编号",
            "missing",
            "call",
        )
    row = found[0]
    queues = {handle["agent"]: handle["queue"] for handle in row.handles}
    if agent not in queues:
        raise CannotBe(*_nobody(agent, list(queues)), "invalid", "agent")
    if row.ended is None:
        raise CannotBe(
            "this call goes on; score it when it is over",
            "此通话仍在进行；请在结束后评分",
            "conflict",
            "call",
        )
    if row.caller_number.startswith(UNASSIGNED) or _sound_is_gone(access, call, agent):
        raise CannotBe(
            "the recording of this call was erased, so nobody can listen to it; choose another call",
            "此通话的录音已删除，无法再听；请换一个通话",
            "conflict",
            "call",
        )
    return Talk(call, agent, queues[agent], row.began)


def _nobody(agent: str, talked: list[str]) -> tuple[str, str]:
    there = f"it was: {', '.join(talked)}" if talked else "no agent talked in it"
    zh = f"接听的是：{'、'.join(talked)}" if talked else "没有坐席接听"
    return f"'{agent[:60]}' did not talk in this call; {there}", f"“{agent[:60]}”未接听此通话；{zh}"


def _sound_is_gone(access: Access, call: str, agent: str) -> bool:
    """Whether there was a recording, and none is left."""
    query = select(recordings.c.erased).where(
        recordings.c.call == call, recordings.c.agent == agent, recordings.c.kind == "conversation"
    )
    found = access.rows(query)
    return bool(found) and all(row.erased is not None for row in found)
