"""The person on the line, what they hear, press, say, and whom they are connected to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ivr.ports.supervising import Supervise, Supervised
from ivr.ports.talks import SentOn

KEYS = "0123456789*#"

EndedBy = Literal["caller", "agent", "transfer"]
"""Who ended an agent's part of a call; `transfer`: the agent, by sending the caller on."""


DialOutcome = Literal["answered", "rang_out", "busy", "unreachable", "unconfirmed"]
"""`unconfirmed`: somebody picked up, heard who waits (`Joining`), and did not take the call."""


class CallerHungUp(Exception):
    """The caller is gone. Raised by any method of `Caller`, caught in one place: `ivr.flow.session`. `heard`
    tells how the prompt went in which, or behind which, they left; None where there was none."""

    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class CallInfo:
    """Who calls whom. All texts are cleaned: printable, no line ends, at most 128 characters.

    `id` is Asterisk's linkedid, `endpoint` the SIP account the call came in on ('1001' for an agent's phone;
    the name of the line else): it is known from the channel, not claimed by the caller. `came` is when the
    call came to us, in seconds since 1970: that is earlier than we took it up when we were busy; None where
    nobody tells.
    """

    id: str
    channel: str
    number: str
    name: str
    dialled: str
    endpoint: str = ""
    came: float | None = None


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

    `woken` is true when `Caller.wake` cut it short. `length`: seconds of the whole prompt; `after`: seconds
    from where it stopped to the answer, or to the end of the wait for one.
    """

    key: str = field(default="", repr=False)
    seconds: float = 0.0
    missing: tuple[Phrase, ...] = ()
    woken: bool = False
    length: float = 0.0
    after: float = 0.0


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
class Joining:
    """What is said to whoever picks up, to them alone, before they are joined with the caller, who goes on
    hearing music. Any key cuts it short. With `confirm` seconds more than 0 only the key 1, within that time
    after the words, takes the call; every other key, and silence, does not."""

    phrases: tuple[Phrase, ...]
    confirm: float = 0.0


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring `phone` (an account name or an allowed outside number, resolved by the Phones port, never a
    raw dial string) for `ring` seconds while the caller hears music. `record` is a file relative to the
    recordings folder, '' for none. `joining`: what comes between the answer and the talk. `agent` and
    `queue`: whose talk this is and where it came from; without an agent nobody can do anything with the talk
    but hang up."""

    phone: str
    ring: float
    record: str = ""
    joining: Joining | None = None
    agent: str = ""
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Dialled:
    """How it went. `rang` seconds to the answer or the end of ringing, `talked` seconds, `recorded`
    seconds of stereo audio. `sent_on`: the agent ended their part by sending the caller on."""

    outcome: DialOutcome
    rang: float = 0.0
    talked: float = 0.0
    recorded: float = 0.0
    sent_on: SentOn | None = None


class NotPaused(Exception):
    """A recording of the caller goes on although it should pause; the text says why."""


class DialWatcher(Protocol):
    """Told, in order, what happens during `Caller.dial`; also when the caller hangs up in the middle of it
    (then `ended` is called before `CallerHungUp` is raised)."""

    def picked_up(self, rang: float) -> None:
        """Somebody picked up and hears `Dial.joining`; without one `answered` comes at once."""
        ...

    def answered(self, rang: float) -> None: ...

    def ended(self, result: Dialled, by: EndedBy) -> None: ...


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

    async def supervise(self, wish: Supervise) -> Supervised:
        """Be in the talk of an agent until that is over, or nobody may listen to it any more."""
        ...

    async def secure(self, on: bool) -> None:
        """While it is on, all recordings of the caller's channel are paused, and keys leave no trace outside
        the engine. Raises `NotPaused` when a recording cannot be paused; then it is not on."""
        ...

    async def gone(self) -> None:
        """Return once the caller is gone; raises nothing. For those who wait for something else meanwhile."""
        ...

    async def hang_up(self) -> None: ...
