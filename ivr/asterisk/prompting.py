"""Playing phrases and taking keys on a FastAGI dialogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic
from typing import Literal

from ivr.asterisk.dialogue import Dialogue
from ivr.asterisk.waking import KEY, Waker
from ivr.ports import KEYS, CallerHungUp, Entered, Entry, Heard, Phrase, Sound, Sounds
from ivr.wire.agi import Reply

_RATE = 8000  # samples per second of our sounds; `endpos` counts them
_VARIABLE = "CALLWRIGHT_KEYS"
# The files of one Read command: AGI lines are limited (see `ivr.wire.agi`).
_FILES_LIMIT = 3500
_FILES_MANY = 10

End = Literal["full", "terminator", "timeout"]


class Prompting:
    """The prompts of one call."""

    def __init__(self, dialogue: Dialogue, sounds: Sounds, waker: Waker) -> None:
        self._dialogue = dialogue
        self._sounds = sounds
        self._waker = waker
        self._times = ("", "")
        self.secure = False
        """Keys may leave no trace in Asterisk."""

    async def play(self, phrases: Sequence[Phrase], keys: str) -> Heard:
        """Play one after the other, until a key among `keys`."""
        sounds, missing = await self._find(phrases)
        try:
            with _told_who_left(sounds, missing):
                return await self._play(sounds, missing, keys)
        finally:
            self._release(sounds)

    async def replay(self, sound: Sound, keys: str) -> Heard:
        """Play a recording, until a key among `keys`."""
        key, heard = await self._stream(sound, keys)
        return Heard(key.replace(KEY, ""), heard or 0.0)

    async def _play(self, sounds: Sequence[tuple[Phrase, Sound]], missing: list[Phrase], keys: str) -> Heard:
        seconds, length = 0.0, _length(sounds)
        with self._waker.listening():
            for phrase, sound in sounds:
                if self._waker.take():
                    return Heard("", seconds, tuple(missing), woken=True, length=length)
                key, heard = await self._stream(sound, keys)
                if heard is None:
                    missing.append(phrase)
                    continue
                seconds += heard
                if key:
                    woken = key == KEY
                    return Heard(key.replace(KEY, ""), seconds, tuple(missing), woken, length)
        return Heard("", seconds, tuple(missing), length=length)

    async def _stream(self, sound: Sound, keys: str) -> tuple[str, float | None]:
        """The key that ended it and the seconds heard, None when Asterisk cannot open the file."""
        start = 0
        while True:
            reply = await self._dialogue.send("STREAM FILE", sound.path, keys + KEY, start)
            if reply.result == "-1":
                return "", None
            if not reply.key:
                return "", sound.seconds
            if reply.key != KEY or self._waker.take():
                return reply.key, min(reply.endpos / _RATE, sound.seconds)
            # A phone with a key D, or one that we sent too late to an earlier command: go on where it was.
            start = max(reply.endpos, start)

    async def collect(self, phrases: Sequence[Phrase], entry: Entry) -> Entered:
        """Play until any key and take digits."""
        sounds, missing = await self._find(phrases)
        began = monotonic()
        take = self._take_unseen if self.secure else self._take
        try:
            with _told_who_left(sounds, missing):
                digits, end = await take(sounds, entry)
        finally:
            self._release(sounds)
        if end is None:
            # Asterisk could not open a file that was there before: ask without it.
            missing, sounds = list(phrases), []
            digits, end = await take(sounds, entry)
        heard = _heard(sounds, missing, monotonic() - began)
        key = (digits[:1] or entry.terminator[:1]) if heard.seconds < heard.length else ""
        return Entered(digits, end or "timeout", replace(heard, key=key))

    async def _take(self, sounds: Sequence[tuple[Phrase, Sound]], entry: Entry) -> tuple[str, End | None]:
        taken, paths = "", [sound.path for _, sound in sounds]
        if len(paths) > _FILES_MANY:
            taken, paths = await self._overlong([sound for _, sound in sounds])
        if taken and taken == entry.terminator:
            return "", "terminator"
        while len(taken) < entry.most:
            most = entry.most - len(taken)
            first = entry.gap if taken else entry.timeout
            if len(paths) <= 1 and self._simple(entry, most, first):
                limit = max(1, round(first * 1000))
                reply = await self._dialogue.send("GET DATA", paths[0] if paths else "", limit, most)
                digits, end = _taken(reply, entry, most)
            else:
                digits, end = await self._read(paths, entry, most, first)
            keys = "".join(key for key in digits if key in KEYS)
            taken += keys
            if end != "full" or keys == digits:
                return taken, end
            # A key D was among them (see `_stream`). Alone it has cut the prompt, so that is played again.
            paths = [] if keys else paths
        return taken, "full"

    async def _take_unseen(
        self, sounds: Sequence[tuple[Phrase, Sound]], entry: Entry
    ) -> tuple[str, End | None]:
        """Without the application Read: it puts the keys into a channel variable, which AMI tells others."""
        taken, first = "", True
        for _, sound in sounds:
            if taken := (await self._stream(sound, KEYS))[0].replace(KEY, ""):
                break
        while True:
            if taken and taken[-1] == entry.terminator:
                return taken[:-1], "terminator"
            if len(taken) >= entry.most:
                return taken, "full"
            wait = entry.timeout if first and not taken else entry.gap
            reply = await self._dialogue.send("WAIT FOR DIGIT", max(1, round(wait * 1000)))
            if not reply.key:
                return taken, "timeout"
            taken, first = taken + reply.key.replace(KEY, ""), False

    @staticmethod
    def _simple(entry: Entry, most: int, first: float) -> bool:
        """Can GET DATA do it? It knows one file, the terminator # and one time for all keys."""
        return (entry.terminator == "#" and (most == 1 or first == entry.gap)) or (
            most == 1 and not entry.terminator
        )

    async def _read(self, paths: list[str], entry: Entry, most: int, first: float) -> tuple[str, End | None]:
        """By the application Read: any number of files, any terminator, one time for the first key and one
        for the others. Between files it waits 50 ms."""
        await self._set_times(first, entry.gap)
        await self._dialogue.send(
            "EXEC", "Read", f"{_VARIABLE},{'&'.join(paths)},{most},t({entry.terminator})"
        )
        reply = await self._dialogue.send("GET FULL VARIABLE", f"${{READSTATUS}} ${{{_VARIABLE}}}")
        status, _, digits = reply.data.partition(" ")
        if status == "ERROR":
            return "", None
        if status == "TIMEOUT":
            return digits, "timeout"
        return digits, "full" if len(digits) >= most else "terminator"

    async def _overlong(self, sounds: list[Sound]) -> tuple[str, list[str]]:
        """Play what is too much for one command before it: the key that ended that, and the files that are
        left."""
        paths = [sound.path for sound in sounds]
        while sum(len(path) + 1 for path in paths) > _FILES_LIMIT:
            key, _ = await self._stream(sounds[-len(paths)], KEYS)
            if key in KEYS and key:
                return key, []
            del paths[0]
        return "", paths

    async def _set_times(self, first: float, gap: float) -> None:
        for index, (name, seconds) in enumerate((("response", first), ("digit", gap))):
            value = f"{max(seconds, 0.001):.3f}"
            if self._times[index] != value:
                await self._dialogue.send("SET VARIABLE", f"TIMEOUT({name})", value)
                self._times = (value, self._times[1]) if index == 0 else (self._times[0], value)

    def _release(self, sounds: Sequence[tuple[Phrase, Sound]]) -> None:
        for phrase, sound in sounds:
            if phrase.secure:
                self._sounds.release(sound)

    async def _find(self, phrases: Sequence[Phrase]) -> tuple[list[tuple[Phrase, Sound]], list[Phrase]]:
        found: list[tuple[Phrase, Sound]] = []
        missing: list[Phrase] = []
        for phrase in phrases:
            sound = await self._sounds.find(phrase)
            if sound is None:
                missing.append(phrase)
            else:
                found.append((phrase, sound))
        return found, missing


def _length(sounds: Sequence[tuple[Phrase, Sound]]) -> float:
    return sum(sound.seconds for _, sound in sounds)


def _heard(sounds: Sequence[tuple[Phrase, Sound]], missing: Sequence[Phrase], elapsed: float) -> Heard:
    """How a prompt went that began so many seconds ago and was not cut short before."""
    length = _length(sounds)
    seconds = min(elapsed, length)
    return Heard("", seconds, tuple(missing), length=length, after=elapsed - seconds)


@contextmanager
def _told_who_left(sounds: Sequence[tuple[Phrase, Sound]], missing: Sequence[Phrase]) -> Iterator[None]:
    """Who hangs up meanwhile is told with what they had heard."""
    began = monotonic()
    try:
        yield
    except CallerHungUp as gone:
        gone.heard = _heard(sounds, missing, monotonic() - began)
        raise


def _taken(reply: Reply, entry: Entry, most: int) -> tuple[str, End | None]:
    """What GET DATA says: the keys, and what ended them; None when it could not open the file."""
    if reply.result == "-1":
        return "", None
    if reply.data == "timeout":
        return reply.result, "timeout"
    if not reply.result:  # a lone #
        return ("", "terminator") if entry.terminator else ("#", "full")
    return reply.result, "full" if len(reply.result) >= most else "terminator"
