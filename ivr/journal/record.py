"""The call record: one row per call, derived from its events by `ivr.journal.fold`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "in_progress": {"zh": "通话中", "en": "in progress"},
    "answered": {"zh": "坐席接听", "en": "answered"},
    "transferred": {"zh": "已转接", "en": "transferred"},
    "suggestion": {"zh": "已留建议", "en": "suggestion"},
    "message": {"zh": "已留言", "en": "message"},
    "callback_requested": {"zh": "已约回呼", "en": "callback requested"},
    "callback_missed": {"zh": "回呼未接通", "en": "callback not reached"},
    "abandoned": {"zh": "排队放弃", "en": "abandoned"},
    "not_in_service": {"zh": "无此号码", "en": "not in service"},
    "failed": {"zh": "系统故障", "en": "failed"},
    "self_service": {"zh": "自助完成", "en": "self service"},
    "hung_up_in_menu": {"zh": "菜单挂机", "en": "hung up in menu"},
    "refused": {"zh": "被拒接", "en": "refused"},
    "closed": {"zh": "非工作时间", "en": "closed"},
    "unserved": {"zh": "未获服务", "en": "unserved"},
}
"""How a call can come out, with the words shown to people. `ivr.journal.fold.outcome` defines each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """One agent's part of a call. `talked` seconds from their answer to the end of their part, `held` of them
    with the caller on hold and `consulted` with a colleague. `queue` is where the talk came from, '' when
    none sent it; `how`: queue, or how a colleague sent the caller on: blind, attended, escalation. `by`: who
    ended it: caller, agent, transfer, engine."""

    agent: str
    queue: str
    talked: float
    held: float
    consulted: float
    how: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One call. Times are seconds since 1970 (UTC), None until they happen; durations are seconds.

    `waited` sums all stays in queues, each from entry to answer or leave; `talked` sums the conversations
    with agents and with phones the call was transferred to. `queue` and `agent` are the last that took part;
    an agent only counts if there was a conversation. `keys` are those pressed at menus, in order;
    `disposition` is how the agent classified the call. `handles` are the agents' parts, in order;
    `recovered`: the engine was away for a part of it, which Asterisk's own records told afterwards.
    """

    id: str
    began: float
    answered: float | None
    ended: float | None
    caller_number: str
    caller_name: str
    dialled_number: str
    dialplan: str
    version: str
    language: str
    flows: tuple[str, ...]
    keys: tuple[str, ...]
    queue: str
    waited: float
    agent: str
    talked: float
    outcome: str
    ended_by: str
    cause: str
    recordings: tuple[str, ...]
    reference: str
    disposition: str = ""
    handles: tuple[Handle, ...] = ()
    recovered: bool = False

    @property
    def duration(self) -> float | None:
        """Seconds from ring to end; None while the call runs."""
        return None if self.ended is None else max(0.0, self.ended - self.began)
