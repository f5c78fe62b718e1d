"""The call itself: its beginning, its answer, its end."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBegan(CallEvent):
    """Asterisk handed us a caller. `dialplan` is '' when no dialplan answers the dialled number. `recovered`,
    here and in other events: the engine did not see it, Asterisk's own records told it afterwards."""

    channel: str
    caller_number: str
    caller_name: str
    dialled_number: str
    dialplan: str
    version: str
    recovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered(CallEvent):
    """The engine picked up."""

    recovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(CallEvent):
    """The caller's channel is gone. `by`: caller, agent, flow or engine; `cause`: our word for the Q.850
    number, which is `q850` where Asterisk told one that is the caller's own."""

    by: str
    cause: str
    duration: float
    q850: int | None = None
    recovered: bool = False
