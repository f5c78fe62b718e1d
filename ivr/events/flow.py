"""What the flow did, and what the caller heard and pressed."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEntered(CallEvent):
    flow: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPlayed(CallEvent):
    """`text` as it was spoken; `heard` seconds of it, of the `length` that it has (0: not known); `key` is
    what cut it short, else ''. Of a question also the `keys` of the answer, which was whole `after` so many
    seconds more, '' when nobody answered for so long.

    It began `after` and `heard` before `at`. Of an answer of several keys only the last has a time: when it
    took longer than the question, the question counts as heard to its end.
    """

    text: str
    language: str
    heard: float
    key: str = ""
    length: float = 0.0
    keys: str = ""
    after: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptMissing(CallEvent):
    """There was no audio for this prompt; the call went on without it."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuAnswered(CallEvent):
    """One try at a menu. `outcome`: match, no_match or no_input; `attempt` counts from 1 for its kind."""

    flow: str
    key: str
    outcome: str
    target: str = ""
    attempt: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsCollected(CallEvent):
    """`outcome`: complete, too_short, no_input, rejected (the caller did not confirm) or given_up; of an
    extension or name to dial also unknown, not_allowed or too_many (names that match)."""

    save: str
    digits: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableSet(CallEvent):
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursChecked(CallEvent):
    hours: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SecureBegan(CallEvent):
    """From here on recordings are paused, what is pressed is masked, and what is saved is secure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecureEnded(CallEvent):
    """The flow left its `secure` block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinChecked(CallEvent):
    """One try. `outcome`: right, wrong (or nobody known), no_input, locked, or unavailable when earlier tries
    could not be counted; `attempt` counts from 1 in this step."""

    outcome: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp(CallEvent):
    """An HTTP look-up. `outcome`: ok, timeout, unreachable, status or nonsense; `status` 0 without a
    reply."""

    method: str
    url: str
    status: int
    outcome: str
    took: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAsked(CallEvent):
    """A look-up in a source of config/ivr.yaml. `outcome`: found, not_found, timeout, unreachable, status or
    nonsense; `rows` it gave, `cached` if it was not asked because its answer was still known."""

    source: str
    outcome: str
    rows: int
    took: float
    cached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFailed(CallEvent):
    """A step could not do its work; `place` is file:line:column in the dialplan."""

    verb: str
    place: str
    error: str
