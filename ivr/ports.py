"""What the core asks of the world: the caller on the line, the queues, the clock, the journal and the rest.

Flows are written against these, never against Asterisk. `Caller` is implemented by the FastAGI caller, the
terminal phone of `ivr call` and the scripted caller of the flow tests; all pass `tests/caller_contract.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from ivr.events import Event

KEYS = "0123456789*#"

DialOutcome = Literal["answered", "rang_out", "busy", "unreachable"]


class CallerHungUp(Exception):
    """The caller is gone. Raised by any method of `Caller`, caught in one place: `ivr.flow.session`."""


@dataclass(frozen=True, slots=True)
class CallInfo:
    """Who calls whom. All texts are cleaned: printable, no line ends, at most 128 characters.

    `id` is Asterisk's linkedid, `endpoint` the SIP account the call came in on ('1001' for an agent's phone;
    the name of the line else): it is known from the channel, not claimed by the caller.
    """

    id: str
    channel: str
    number: str
    name: str
    dialled: str
    endpoint: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Phrase:
    """One piece of a prompt: `text` in a language (zh, en), spoken by the voice; or a recorded `file` by its
    name without ending, looked for under the language's sound folder, whose words are then in `text`.

    `masked` is what logs and displays show in place of a secure text, None for one that is not secure.
    """

    text: str
    language: str
    file: str = ""
    masked: str | None = field(default=None, compare=False)

    @property
    def secure(self) -> bool:
        return self.masked is not None

    @property
    def shown(self) -> str:
        """The words for logs and displays."""
        return (self.text or self.file) if self.masked is None else self.masked

    def __repr__(self) -> str:
        return f"Phrase({self.shown!r}, {self.language!r}, file={self.file!r})"


@dataclass(frozen=True, slots=True)
class Sound:
    """Audio that Asterisk can play: an absolute `path` without its ending, and its length in `seconds`."""

    path: str
    seconds: float


class Sounds(Protocol):
    """Where the audio of a phrase is."""

    async def find(self, phrase: Phrase) -> Sound | None:
        """The sound, or None when there is none to be had within two seconds. Never raises."""
        ...

    def release(self, sound: Sound) -> None:
        """A sound of a secure phrase has been heard: its audio, if made for it alone, is removed."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """How a prompt went: the key that cut it short ('' if none), the seconds heard, the phrases that had
    no audio.

    `woken` is true when `Caller.wake` cut it short.
    """

    key: str = field(default="", repr=False)
    seconds: float = 0.0
    missing: tuple[Phrase, ...] = ()
    woken: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """How digits are taken: at most `most` keys, ended by `terminator` ('' for none: then only length and
    time end it), `timeout` seconds for the first key after the prompt, `gap` seconds between keys."""

    most: int = 1
    terminator: str = "#"
    timeout: float = 5.0
    gap: float = 3.0


@dataclass(frozen=True, slots=True)
class Entered:
    """What was keyed in (without the terminator), and what ended it. `ended` is 'timeout' with empty
    `digits` for silence."""

    digits: str = field(repr=False)
    ended: Literal["full", "terminator", "timeout"]
    heard: Heard = field(default_factory=Heard)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording of the caller: `seconds` long, ended by a key ('' by silence or the limit)."""

    seconds: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What ended a hold: `woken` by `Caller.wake`, a `key`, or neither (the time was over)."""

    woken: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring `phone` (an account name or an allowed outside number, resolved by the Phones port, never a
    raw dial string) for `ring` seconds while the caller hears music. `record` is a file relative to the
    recordings folder, '' for none."""

    phone: str
    ring: float
    record: str = ""


@dataclass(frozen=True, slots=True)
class Dialled:
    """How it went. `rang` seconds to the answer or the end of ringing, `talked` seconds, `recorded`
    seconds of stereo audio."""

    outcome: DialOutcome
    rang: float = 0.0
    talked: float = 0.0
    recorded: float = 0.0


class NotPaused(Exception):
    """A recording of the caller goes on although it should pause; the text says why."""


class DialWatcher(Protocol):
    """Told, in order, what happens during `Caller.dial`; also when the caller hangs up in the middle of it
    (then `ended` is called before `CallerHungUp` is raised)."""

    def answered(self, rang: float) -> None: ...

    def ended(self, result: Dialled, by: Literal["caller", "agent"]) -> None: ...


class Caller(Protocol):
    """The person on the line. Every method raises `CallerHungUp` once they are gone."""

    @property
    def call(self) -> CallInfo: ...

    async def answer(self) -> None: ...

    async def play(self, phrases: Sequence[Phrase], *, keys: str = "") -> Heard:
        """Play the phrases one after the other; a key among `keys` ends them at once (barge-in)."""
        ...

    async def collect(self, phrases: Sequence[Phrase], entry: Entry) -> Entered:
        """Play the phrases, cut short by any key, and take digits. With `most` 1 and no terminator any of
        0-9 * # is an answer. No key may be lost between the end of the prompt and the wait."""
        ...

    async def record(self, file: str, *, limit: float, silence: float = 0.0, keys: str = "#") -> Recorded:
        """Record the caller after a beep into `file` (relative to the recordings folder, ends in .wav)."""
        ...

    async def replay(self, file: str, *, keys: str = "") -> Heard:
        """Play a recording (relative to the recordings folder); a key among `keys` ends it at once."""
        ...

    async def hold(
        self,
        *,
        music: str = "default",
        keys: str = "",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Held:
        """Play music until woken, a key among `keys`, or `timeout` seconds. Returns at once if `wake`
        came before."""
        ...

    def wake(self) -> None:
        """End the current (or, if there is none, the next) `hold` or `play` at once. Called from other
        tasks."""
        ...

    async def dial(self, dial: Dial, watcher: DialWatcher | None = None) -> Dialled:
        """Connect the caller to a phone; returns when the other side hung up or did not answer. It uses
        up any `wake` from before its return: nothing that follows is cut short by that."""
        ...

    async def secure(self, on: bool) -> None:
        """While it is on, all recordings of the caller's channel are paused, and keys leave no trace outside
        the engine. Raises `NotPaused` when a recording cannot be paused; then it is not on."""
        ...

    async def gone(self) -> None:
        """Return once the caller is gone; raises nothing. For those who wait for something else meanwhile."""
        ...

    async def hang_up(self) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall-clock time, aware, UTC."""
        ...

    def monotonic(self) -> float: ...


class Journal(Protocol):
    def append(self, event: Event) -> None:
        """Take the event; it is on disk before 50 ms have passed. Never blocks, never raises."""
        ...


# Queues


@dataclass(frozen=True, slots=True)
class QueueRequest:
    """A caller who wants an agent: required skills with their least level (1 to 5); higher priority goes
    first. `waited`: seconds waited before this, which count for the place; `reserve`: seconds that an agent
    is kept before their phone is rung."""

    call: str
    queue: str
    skills: Mapping[str, int]
    priority: int = 0
    waited: float = 0.0
    reserve: float = 0.0


@dataclass(frozen=True, slots=True)
class AgentOffer:
    """The router chose this agent: ring `phone` for `ring` seconds."""

    id: int
    agent: str
    name: str
    phone: str
    ring: float


class Visit(Protocol):
    """A caller's stay in a queue, from entry until the context is left (which withdraws the caller)."""

    @property
    def offer(self) -> AgentOffer | None:
        """The agent to ring now. `Caller.wake` is called whenever this becomes set."""
        ...

    @property
    def position(self) -> int:
        """Place in the line, counted from 1; 0 while an agent is offered."""
        ...

    @property
    def waited(self) -> float:
        """Seconds since entry."""
        ...

    @property
    def talked(self) -> bool:
        """Whether an agent has answered."""
        ...

    def answered(self, offer: AgentOffer) -> None: ...

    def refused(self, offer: AgentOffer, outcome: DialOutcome) -> None:
        """The agent did not answer; the caller keeps the place and the router goes on."""
        ...

    def finished(self, offer: AgentOffer, by: Literal["caller", "agent"] = "agent") -> None:
        """The conversation is over, ended by this side: the agent's wrap-up begins."""
        ...


class Wakeable(Protocol):
    """What a queue needs of whoever waits in it."""

    def wake(self) -> None:
        """See `Caller.wake`."""
        ...


class Queues(Protocol):
    def enter(self, request: QueueRequest, caller: Wakeable) -> AbstractAsyncContextManager[Visit]:
        """Join a queue. Raises KeyError for a queue that is not configured."""
        ...


class Desk(Protocol):
    """What an agent can do about their own state from the phone."""

    def log_in(self, phone: str) -> str:
        """Returns the new state's name. Raises `NotAnAgent`. So do the others."""
        ...

    def log_out(self, phone: str) -> str: ...

    def pause(self, phone: str, reason: str) -> str: ...

    def resume(self, phone: str) -> str: ...


class NotAnAgent(Exception):
    """The phone belongs to no agent in `config/agents.yaml`."""


# Callbacks


@dataclass(frozen=True, slots=True)
class NewCallback:
    """A caller who wants to be called at `number` when an agent of the queue is free.

    `call` is the call it was asked for in, `dialled` the number that they had called, `hours` the opening
    hours of the dialplan in which they may be called ('' for any time). They are dialled up to `tries` times,
    for `ring` seconds each, `again` seconds apart.
    """

    call: str
    number: str
    queue: str
    skills: Mapping[str, int]
    priority: int
    language: str
    dialplan: str
    dialled: str
    hours: str = ""
    tries: int = 3
    ring: float = 30.0
    again: float = 300.0


class Callbacks(Protocol):
    async def ask(self, wanted: NewCallback) -> bool:
        """Note it; False when this number is waiting for a callback already. Raises `MemoryFailed`."""
        ...


class Outgoing(Protocol):
    async def dial(self, call: str, number: str, shown: str, ring: float) -> DialOutcome:
        """Ring `number` for `ring` seconds and tell how that went. One that answers comes to the engine as
        the call with the id `call`; `shown` is the number that the phone displays. Never raises."""
        ...


# Cases and look-ups


@dataclass(frozen=True, slots=True)
class NewCase:
    """A suggestion as it came in; `file` is relative to the recordings folder."""

    call: str
    line: str
    category: str
    category_name: str
    caller_number: str
    language: str
    file: str
    seconds: float


class Cases(Protocol):
    async def open(self, case: NewCase) -> str:
        """Store it; the reference number (digits only) that is read to the caller."""
        ...


@dataclass(frozen=True, slots=True)
class HttpRequest:
    method: Literal["GET", "POST"]
    url: str = field(repr=False)
    timeout: float
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)  # sent as JSON


LookupFault = Literal["timeout", "unreachable", "status", "nonsense"]


class LookupFailed(Exception):
    """No usable answer. `outcome`: timeout, unreachable, status or nonsense (not JSON, or over 1 MiB; for a
    database, a query it does not understand); `status` 0 without a reply."""

    def __init__(self, outcome: LookupFault, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.outcome = outcome
        self.status = status


class Http(Protocol):
    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        """Status and the JSON of the reply. Raises `LookupFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question to a `source` of config/ivr.yaml. `timeout` is the limit for all of it, in seconds; an
    answer that is not older than `cache` seconds may be used again (0: none may)."""

    source: str
    values: Mapping[str, str] = field(repr=False)
    timeout: float
    cache: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source has: `rows`, none when it has nothing of this kind; `cached` when it was asked before."""

    rows: Sequence[Mapping[str, Any]] = ()
    cached: bool = False


class Sources(Protocol):
    async def ask(self, lookup: Lookup) -> Answer:
        """The answer, within the time limit. Raises `LookupFailed`."""
        ...


class Phones(Protocol):
    """Which phones may be dialled."""

    def knows(self, number: str) -> bool:
        """True for an agent's phone and for an outside number that the allow list admits."""
        ...


# Mailboxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in a mailbox: who called (`number`), its `file` in the recordings folder, `seconds` long,
    and when it was `left` and first `heard` (None: not yet), in seconds since 1970."""

    mailbox: str
    file: str
    call: str
    number: str
    left: float
    seconds: float
    heard: float | None = None


class Mailboxes(Protocol):
    """The messages that callers left. One is marked as heard by the event `VoicemailHeard`."""

    async def unheard(self, mailbox: str) -> Sequence[Message]:
        """Those that nobody has heard, oldest first. Raises `MemoryFailed`."""
        ...


# What outlives a call


class Memory(Protocol):
    """Small facts that outlive a call and a restart, by `kind` (what is remembered) and `key` (of whom, as a
    rule the caller's number). All methods raise `MemoryFailed` when the store cannot be reached in time."""

    async def recall(self, kind: str, key: str) -> str | None:
        """What was kept last; None when there is nothing or its time is over."""
        ...

    async def keep(self, kind: str, key: str, value: str, lasts: float | None = None) -> None:
        """Remember it for `lasts` seconds, None for ever; it replaces what was kept before."""
        ...

    async def forget(self, kind: str, key: str) -> None: ...

    async def count(self, kind: str, key: str, window: float) -> int:
        """Count one more, and tell how many there were in the last `window` seconds, this one included. Two
        calls at once never get the same number."""
        ...

    async def counted(self, kind: str, key: str, window: float) -> int:
        """How many were counted in the last `window` seconds."""
        ...


class MemoryFailed(Exception):
    """The store of `Memory`, `Lists` or `Mailboxes` cannot be reached; the text says why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list: who (`number`, x any digit), what was noted, and when it is valid: `since` a moment
    (None: from the beginning) `until` another (None: for ever)."""

    number: str
    note: str = ""
    until: datetime | None = None
    since: datetime | None = None

    def valid(self, now: datetime) -> bool:
        return (self.since is None or self.since <= now) and (self.until is None or self.until > now)


class Lists(Protocol):
    """Lists of numbers that are edited while the engine runs: VIP, blocked, others."""

    async def find(self, name: str, number: str) -> Listed | None:
        """The entry of the list `name` that is valid now for this number. Raises `MemoryFailed`."""
        ...
