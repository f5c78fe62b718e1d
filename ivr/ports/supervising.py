"""What a supervisor does with somebody else's talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Mode = Literal["listen", "whisper", "join", "take_over"]
"""`listen`: unheard; `whisper`: heard by the agent alone; `join`: heard by both; `take_over`: in the agent's
place."""


CODES: Mapping[Mode, str] = {"listen": "*51", "whisper": "*52", "join": "*53", "take_over": "*54"}
"""The feature codes of dialplans/agents.yaml; the agent's extension stands behind."""


@dataclass(frozen=True, slots=True)
class Supervise:
    """`supervisor`, an agent by name who is on the line, wants into the talk of the agent with this `phone`.
    By key they may change to those modes that they `may`."""

    supervisor: str
    phone: str
    mode: Mode
    may: Sequence[Mode] = ()


Supervised = Literal["over", "no_talk", "secure"]
"""How it came out: the talk or the supervisor's part is over; the agent has no talk; nobody may listen to it
now."""
