"""Every fact of a call, as frozen dataclasses. The journal is a list of them; everything else is derived.

`at` is wall-clock time in seconds since 1970 (UTC). Durations are in seconds, from a monotonic clock.
`call` is Asterisk's linkedid of the caller's channel. The kind stored in the journal is the class name in
snake_case (see `kind`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact with a time."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent(Event):
    """A fact of one call."""

    call: str


# The call itself


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBegan(CallEvent):
    """Asterisk handed us a caller. `dialplan` is '' when no dialplan answers the dialled number."""

    channel: str
    caller_number: str
    caller_name: str
    dialled_number: str
    dialplan: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered(CallEvent):
    """The engine picked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(CallEvent):
    """The caller's channel is gone. `by`: caller, agent, flow or engine; `cause`: our word for the Q.850
    number."""

    by: str
    cause: str
    duration: float


# The flow


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEntered(CallEvent):
    flow: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPlayed(CallEvent):
    """`text` as it was spoken; `heard` seconds of it; `key` is what cut it short, else ''."""

    text: str
    language: str
    heard: float
    key: str = ""


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


# What outlives a call


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChosen(CallEvent):
    """`how`: key (the caller pressed it), remembered (from an earlier call), default (nobody chose), flow."""

    language: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChecked(CallEvent):
    """Whether the caller is on a list; `entry` is the number or pattern that stands there, with its note."""

    list: str
    found: bool
    entry: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceKept(CallEvent):
    """What the caller chose is remembered under `name`; an empty value is forgotten."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOffered(CallEvent):
    """What the caller chose in an earlier call was offered. `outcome`: accepted or declined."""

    name: str
    value: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsCounted(CallEvent):
    """The caller's calls within a throttle's window, this one included. `outcome`: within or exceeded."""

    throttle: str
    calls: int
    most: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDrawn(CallEvent):
    """The way that a split chose for this call: a flow or `continue`. `by`: number or call."""

    split: str
    way: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastHeard(CallEvent):
    """An announcement that was switched on, for one line or ('') for all."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUnavailable(CallEvent):
    """The store of what outlives a call did not answer; the step went on as if it held nothing."""

    verb: str
    error: str


# Callbacks


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRequested(CallEvent):
    """The caller wants to be called at `number`. `outcome`: noted, already (it is noted already) or
    impossible (the number may not be dialled)."""

    number: str
    queue: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackBegan(CallEvent):
    """We look for an agent, to call a caller back: the first fact of a call of its own, behind its
    `CallBegan`. `original`: the call it was asked for in; `attempt` counts from 1."""

    original: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackDialled(CallEvent):
    """An agent is reserved and the number was dialled. `outcome`: answered, rang_out, busy, unreachable."""

    number: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackConfirmed(CallEvent):
    """Whether the person who answered pressed the key that says they want to talk now."""

    confirmed: bool


# Waiting and talking


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntered(CallEvent):
    queue: str
    priority: int
    skills: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionAnnounced(CallEvent):
    queue: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentOffered(CallEvent):
    """The agent's phone is rung for this caller."""

    queue: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded(CallEvent):
    """`outcome`: answered, rang_out, busy, unreachable or abandoned; `rang` in seconds."""

    queue: str
    agent: str
    outcome: str
    rang: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkEnded(CallEvent):
    """`by`: caller, agent, or engine when the flow was stopped in the middle of the talk."""

    queue: str
    agent: str
    by: str
    talked: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLeft(CallEvent):
    """`outcome`: answered, abandoned, timed_out, left_by_key, empty, full, closed. `waited`: entry to
    answer or leave."""

    queue: str
    outcome: str
    waited: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(CallEvent):
    """A direct dial from the flow. `outcome`: answered, rang_out, busy, unreachable or refused."""

    to: str
    outcome: str
    talked: float


# What the caller thinks


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyBegan(CallEvent):
    """The caller is asked so many `questions`; those who hang up before the end answer fewer."""

    survey: str
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered(CallEvent):
    """One question. `kind`: csat (1 to 5), nps (0 to 10), yes_no (1 and 0) or choice; `outcome`: answered,
    skipped or no_input. `answer` is the score, `yes`, `no` or the choice's name, `score` its number (of a
    choice: the key); without an answer '' and None."""

    survey: str
    question: str
    kind: str
    outcome: str
    answer: str = ""
    score: int | None = None


# What was kept


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStored(CallEvent):
    """`file` is relative to the recordings folder; `kind`: conversation, message, suggestion, comment or
    voicemail."""

    kind: str
    file: str
    seconds: float
    channels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailLeft(CallEvent):
    """A message lies in a mailbox: a queue's, an agent's or a department's."""

    mailbox: str
    file: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CallEvent):
    """A suggestion was stored; `reference` is the number that was read to the caller."""

    reference: str
    line: str
    category: str
    file: str
    seconds: float


# Facts without a call


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStateChanged(Event):
    """`state` by the table in `routing.agents`; `reason` is the pause reason or what caused the change."""

    agent: str
    old: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailHeard(Event):
    """Somebody listened to a message, or said that it is done with."""

    mailbox: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStarted(Event):
    version: str
    asterisk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastSwitched(Event):
    """An announcement was switched on or off, for one `line` (the name of a dialplan) or ('') for all.

    `until` in seconds since 1970, 0 for no end.
    """

    on: bool
    line: str
    zh: str = ""
    en: str = ""
    until: float = 0.0


# Versions of dialplans (facts without a call)


@dataclass(frozen=True, slots=True, kw_only=True)
class DialplanChanged(Event):
    """Calls that begin from now on run on `version` ('' when it is out of use) in place of `previous`
    ('' for none). `by`: a user of the system."""

    dialplan: str
    version: str
    previous: str
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialplanRefused(Event):
    """A file with errors, which changed nothing: so many, the `first` of them with its place; `owner` has to
    look at it."""

    file: str
    errors: int
    owner: str
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryStarted(Event):
    """A `share` (0 to 1) of the calls begins on this version from now on."""

    dialplan: str
    version: str
    share: float
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryStopped(Event):
    """`reason`: hung_up_in_menu or failed (these rose), promoted, withdrawn, or replaced (the dialplan itself
    has changed). `by` is '' when the engine stopped it."""

    dialplan: str
    version: str
    reason: str
    by: str = ""


def kind(event: type[Event] | Event) -> str:
    """The journal's name of an event: its class in snake_case, such as `queue_entered`."""
    name = event.__name__ if isinstance(event, type) else type(event).__name__
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
