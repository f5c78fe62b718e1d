"""A caller in memory: no Asterisk, no sound; keys and hang-ups come from a script or from a terminal.

Time is the running loop's: virtual under `ivr.flow.virtual.run`, real in `ivr call`.
"""

from __future__ import annotations

import asyncio
import struct
import wave
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ivr.ports import (
    KEYS,
    CallerHungUp,
    CallInfo,
    Dial,
    Dialled,
    DialOutcome,
    DialWatcher,
    EndedBy,
    Entered,
    Entry,
    Heard,
    Held,
    Joining,
    Phrase,
    Recorded,
    SentOn,
    Supervise,
    Supervised,
)

_WOKEN = "woken"
_SILENCE_KEPT = 1.0  # seconds of closing silence that Asterisk leaves in a recording
_RATE = 8000


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys one by one, `after` seconds after a text containing `hearing` began.

    Without `hearing`: as soon as the engine listens for keys, so the prompt is cut short (barge-in).
    """

    keys: str
    hearing: str = ""
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class HangUp:
    """Hang up `after` seconds after a text containing `hearing` began; without it, after the last act."""

    hearing: str = ""
    after: float = 0.0


Act = Press | HangUp


@dataclass(frozen=True, slots=True)
class Manner:
    """How a phone behaves when it is rung: after `rings` seconds it answers, and hangs up after `talks`, or
    sends the caller on (`sends_on`). With `unconfirmed` it is picked up, and no key is pressed to take the
    call."""

    outcome: DialOutcome = "answered"
    rings: float = 2.0
    talks: float = 10.0
    sends_on: SentOn | None = None


def speaking_time(phrase: Phrase) -> float:
    """Seconds that a voice needs, roughly: 4 Chinese characters or 14 letters a second."""
    return len(phrase.text) / (4 if phrase.language == "zh" else 14) or 1.0


def joined(texts: Sequence[str], language: str) -> str:
    """What a person hears, in one text."""
    return ("" if language == "zh" else " ").join(text for text in texts if text)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a scripted caller meets beside the engine.

    `phones` tells how dialled phones behave (`other` the rest), `missing` are texts without audio, `lasts` is
    the length of a phrase in seconds, `speaks` that of what the caller says when recorded, `recordings` the
    folder for (silent) audio, None for none. `talks`: how long the talk of an agent's phone still goes on, or
    why a supervisor cannot be in it.
    """

    phones: Mapping[str, Manner] = field(default_factory=dict)
    other: Manner = Manner()
    missing: frozenset[str] = frozenset()
    speaks: float = 5.0
    lasts: Callable[[Phrase], float] = speaking_time
    recordings: Path | None = None
    talks: Mapping[str, float | Supervised] = field(default_factory=dict)


class ScriptedCaller:
    """The caller port; `press` and `leave` are what the person does, `heard` is what they heard.

    `waited_for` is true while the engine waits for something, `listens` are the keys that would then count,
    `recorded` is true while the caller is recorded, `talking` while they talk to somebody; `answered_by` are
    the phones that answered so far, `told_first` what was said to those who picked up, `supervises` the talks
    of others they were in. `on_prompt` is told
    what may be shown of a prompt, `paused` is true while nothing may be recorded.
    """

    def __init__(
        self,
        call: CallInfo,
        around: Surroundings | None = None,
        on_prompt: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._call = call
        self._around = around or Surroundings()
        self._on_prompt = on_prompt
        self._typed: deque[str] = deque()
        self._gone = False
        self._woken = False
        self._news: asyncio.Future[None] | None = None
        self.answered = False
        self.waited_for = False
        self.listens = ""
        self.recorded = False
        self.paused = False
        self.talking = False
        self.heard: list[str] = []
        self.answered_by: list[str] = []
        self.told_first: list[str] = []
        self.supervises: list[Supervise] = []
        self._silent_from = 0.0
        self._talk_until = 0.0

    @property
    def is_gone(self) -> bool:
        """Whether the call is over for the caller, whoever hung up."""
        return self._gone

    # What the person does, and what others do

    def press(self, keys: str) -> None:
        """Press these keys now."""
        self._typed.extend(keys)
        self._tell()

    def leave(self) -> None:
        """Hang up now."""
        self._gone = True
        self._tell()

    def say(self, seconds: float) -> None:
        """Speak from now on for so long, into a recording."""
        self._silent_from = self._time() + seconds
        self._tell()

    def end_talk_in(self, seconds: float) -> None:
        """The other side hangs up in so many seconds."""
        self._talk_until = self._time() + seconds
        self._tell()

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something that the person notices has come about."""
        while not seen():
            await self._wait_for_news(None)

    # The port

    @property
    def call(self) -> CallInfo:
        return self._call

    async def answer(self) -> None:
        self._check()
        self.answered = True

    async def play(self, phrases: Sequence[Phrase], *, keys: str = "") -> Heard:
        return await self._speak(phrases, keys, wake=True)

    async def collect(self, phrases: Sequence[Phrase], entry: Entry) -> Entered:
        heard = await self._speak(phrases, KEYS)
        began = self._time()
        try:
            entered = await self._take(entry, heard)
        except CallerHungUp as gone:
            gone.heard = replace(heard, after=self._time() - began)
            raise
        return replace(entered, heard=replace(heard, after=self._time() - began))

    async def _take(self, entry: Entry, heard: Heard) -> Entered:
        digits, key = "", heard.key
        while True:
            key = key or await self._wait(entry.gap if digits else entry.timeout, KEYS)
            if not key:
                return Entered(digits, "timeout")
            if key == entry.terminator:
                return Entered(digits, "terminator")
            digits, key = digits + key, ""
            if len(digits) >= entry.most:
                return Entered(digits, "full")

    async def record(self, file: str, *, limit: float, silence: float = 0.0, keys: str = "#") -> Recorded:
        began = self._time()
        self._silent_from = began + self._around.speaks
        self.recorded = True
        try:
            key = await self._wait_till(lambda: self._recording_ends(began + limit, silence), keys)
        except CallerHungUp:
            self._write(file, self._time() - began, 1, self._silent_from - began)
            raise
        finally:
            self.recorded = False
        by_silence = not key and self._silent_from + silence < began + limit
        kept = self._silent_from - began + min(silence, _SILENCE_KEPT)
        seconds = kept if by_silence and silence > 0 else self._time() - began
        self._write(file, seconds, 1, self._silent_from - began)
        return Recorded(seconds, key)

    async def replay(self, file: str, *, keys: str = "") -> Heard:
        return await self._speak([Phrase("", "en", file)], keys)

    async def hold(
        self,
        *,
        music: str = "default",
        keys: str = "",
        timeout: float | None = None,  # noqa: ASYNC109 (so says the port)
    ) -> Held:
        ended = await self._wait(timeout, keys, wake=True)
        return Held(woken=True) if ended == _WOKEN else Held(key=ended)

    def wake(self) -> None:
        self._woken = True
        self._tell()

    async def dial(self, dial: Dial, watcher: DialWatcher | None = None) -> Dialled:
        try:
            return await self._dial(dial, watcher)
        finally:
            self._woken = False

    async def supervise(self, wish: Supervise) -> Supervised:
        self._check()
        talk = self._around.talks.get(wish.phone, "no_talk")
        if isinstance(talk, str):
            return talk
        self.supervises.append(wish)
        await self._wait(talk, "")
        return "over"

    async def secure(self, on: bool) -> None:
        self._check()
        self.paused = on

    async def gone(self) -> None:
        await self.until(lambda: self._gone)

    async def hang_up(self) -> None:
        self._check()
        self._gone = True
        self._tell()

    # How it works

    def _recording_ends(self, latest: float, silence: float) -> float:
        return min(latest, self._silent_from + silence) if silence > 0 else latest

    async def _dial(self, dial: Dial, watcher: DialWatcher | None) -> Dialled:
        self._check()
        manner = self._around.phones.get(dial.phone, self._around.other)
        outcome, rings = _ringing(manner, dial)
        began = self._time()
        try:
            await self._wait(rings, "")
            if outcome in ("answered", "unconfirmed") and dial.joining:
                await self._tell_first(dial.joining, manner, watcher, rings)
            elif outcome == "unconfirmed":
                outcome = "answered"
            if outcome != "answered":
                return _told(watcher, Dialled(outcome, rang=self._time() - began), "agent")
        except CallerHungUp:
            _told(watcher, Dialled("rang_out", rang=self._time() - began), "caller")
            raise
        return await self._talk(dial, watcher, Dialled("answered", rang=self._time() - began), manner)

    async def _tell_first(
        self, joining: Joining, manner: Manner, watcher: DialWatcher | None, rang: float
    ) -> None:
        if watcher:
            watcher.picked_up(rang)
        if joining.phrases:
            language = joining.phrases[0].language
            self.told_first.append(joined([phrase.shown for phrase in joining.phrases], language))
        silence = joining.confirm if manner.outcome == "unconfirmed" else 0.0
        await self._wait(sum(map(self._around.lasts, joining.phrases)) + silence, "")

    async def _talk(self, dial: Dial, watcher: DialWatcher | None, rang: Dialled, manner: Manner) -> Dialled:
        if watcher:
            watcher.answered(rang.rang)
        began = self._time()
        self._talk_until = began + manner.talks
        self.talking = True
        self.answered_by.append(dial.phone)
        by: EndedBy = "agent"
        try:
            await self._wait_till(lambda: self._talk_until, "")
        except CallerHungUp:
            by = "caller"
            raise
        finally:
            self.talking = False
            talked = self._time() - began
            if dial.record:
                self._write(dial.record, talked, 2, talked)
            sent_on = manner.sends_on if by != "caller" else None
            by = "transfer" if sent_on else by
            recorded = talked if dial.record else 0.0
            result = Dialled("answered", rang.rang, talked, recorded, sent_on)
            _told(watcher, result, by)
        return result

    async def _speak(self, phrases: Sequence[Phrase], keys: str, wake: bool = False) -> Heard:
        self._check()
        missing = tuple(phrase for phrase in phrases if self._is_missing(phrase))
        audible = [phrase for phrase in phrases if phrase not in missing]
        if not audible:
            return Heard(missing=missing)
        language = audible[0].language
        self.heard.append(joined([phrase.text or phrase.file for phrase in audible], language))
        self._on_prompt(joined([phrase.shown for phrase in audible], language))
        self._tell()
        began, length = self._time(), sum(map(self._around.lasts, audible))
        try:
            ended = await self._wait(length, keys, wake)
        except CallerHungUp as gone:
            gone.heard = Heard("", self._time() - began, missing, length=length)
            raise
        woken = ended == _WOKEN
        return Heard("" if woken else ended, self._time() - began, missing, woken, length)

    def _is_missing(self, phrase: Phrase) -> bool:
        return phrase.text in self._around.missing or phrase.file in self._around.missing - {""}

    async def _wait(self, seconds: float | None, keys: str, wake: bool = False) -> str:
        """Until the time is over (''), one of `keys` is pressed, or `wake` was called (_WOKEN)."""
        end = None if seconds is None else self._time() + seconds
        return await self._wait_till(lambda: end, keys, wake)

    async def _wait_till(self, end: Callable[[], float | None], keys: str, wake: bool = False) -> str:
        """As `_wait`, to an end that may still be put off."""
        self.waited_for, self.listens = True, keys
        self._tell()
        try:
            while True:
                self._check()
                if wake and self._woken:
                    self._woken = False
                    return _WOKEN
                if key := self._typed_among(keys):
                    return key
                until = end()
                if until is not None and self._time() >= until:
                    return ""
                await self._wait_for_news(until)
        finally:
            self.waited_for, self.listens = False, ""

    def _typed_among(self, keys: str) -> str:
        """The first key typed that counts here; others before it are heard by nobody."""
        while self._typed:
            key = self._typed.popleft()
            if key in keys:
                return key
        return ""

    async def _wait_for_news(self, until: float | None) -> None:
        if self._news is None:
            self._news = asyncio.get_running_loop().create_future()
        await asyncio.wait([self._news], timeout=None if until is None else until - self._time())

    def _tell(self) -> None:
        if self._news is not None:
            self._news.set_result(None)
            self._news = None

    def _check(self) -> None:
        if self._gone:
            raise CallerHungUp

    def _time(self) -> float:
        return asyncio.get_running_loop().time()

    def _write(self, file: str, seconds: float, channels: int, spoken: float) -> None:
        """A file of that length, a tone as long as the caller speaks: what reads recordings finds a voice."""
        if self._around.recordings is None:
            return
        path = self._around.recordings / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as audio:
            audio.setnchannels(channels)
            audio.setsampwidth(2)
            audio.setframerate(_RATE)
            tone = round(min(seconds, spoken) * _RATE) * channels
            silence = round(seconds * _RATE) * channels - tone
            audio.writeframes((_TONE * (tone // 40 + 1))[: tone * 2] + bytes(silence * 2))


_TONE = struct.pack("<40h", *[3000] * 20, *[-3000] * 20)
"""One swing of a tone, 16-bit."""


def _ringing(manner: Manner, dial: Dial) -> tuple[DialOutcome, float]:
    """What comes of the ringing, and how long it takes."""
    if manner.outcome not in ("answered", "rang_out", "unconfirmed"):
        return manner.outcome, min(manner.rings, dial.ring)
    if manner.outcome == "rang_out" or manner.rings >= dial.ring:
        return "rang_out", dial.ring
    return manner.outcome, manner.rings


def _told(watcher: DialWatcher | None, result: Dialled, by: EndedBy) -> Dialled:
    if watcher:
        watcher.ended(result, by)
    return result
