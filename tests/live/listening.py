"""What a caller's own ear tells: whether somebody speaks, and which tones are in a sound."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import numpy
import soundfile
from numpy.typing import NDArray

from ivr.demo.calls import Call
from ivr.demo.patience import LIMIT
from ivr.demo.person import Person
from ivr.demo.rtp import RtpStream
from ivr.demo.stage import Stage
from ivr.ports import Phrase

LOOK_EVERY = 0.05
TONE = 0.8
"""The share of its energy from which on a sound is a tone."""
LOUD = 0.02
"""Of a sample, 1.0 the loudest there is: no silence."""


async def silence(caller: Person | Call, *, lasting: float = 0.7, limit: float = LIMIT) -> None:
    """Wait until Asterisk has sent no sound for `lasting` seconds. Raises TimeoutError.

    Looks are counted, not seconds: while this process stood still it heard nothing.
    """
    sound = _stream(caller)
    async with asyncio.timeout(limit):
        heard, looks = len(sound.heard), 0
        while looks < lasting / LOOK_EVERY:
            await asyncio.sleep(LOOK_EVERY)
            looks = looks + 1 if len(sound.heard) == heard else 0
            heard = len(sound.heard)


async def sound(caller: Person | Call, *, seconds: float = 0.1, limit: float = LIMIT) -> None:
    """Wait until so much more sound has come. Raises TimeoutError."""
    stream = _stream(caller)
    enough = len(stream.heard) + seconds * 8000
    async with asyncio.timeout(limit):
        while len(stream.heard) < enough:  # noqa: ASYNC110 - RTP does not call back
            await asyncio.sleep(LOOK_EVERY)


def _stream(caller: Person | Call) -> RtpStream:
    return caller.sound if isinstance(caller, Call) else caller.phone.sound


async def length_of(here: Stage, text: str, language: str = "zh") -> float:
    """The seconds of a prompt that is heard to its end."""
    found = await here.engine.sounds.find(Phrase(text, language))
    assert found is not None, text
    return found.seconds


def strongest_tone(channel: NDArray[numpy.float64], rate: int = 8000) -> float:
    """The strongest frequency in Hz."""
    spectrum = numpy.abs(numpy.fft.rfft(channel))
    return float(numpy.fft.rfftfreq(len(channel), 1 / rate)[int(spectrum.argmax())])


def tone_share(channel: NDArray[numpy.float64], tone: int, rate: int = 8000) -> float:
    """The share of a sound's energy within 15 Hz of `tone`: nearly 1 for a tone, below a half for speech."""
    energy = numpy.abs(numpy.fft.rfft(channel)) ** 2
    near = numpy.abs(numpy.fft.rfftfreq(len(channel), 1 / rate) - tone) <= 15
    return float(energy[near].sum() / max(energy.sum(), 1e-9))


def before_tone(channel: NDArray[numpy.float64], tone: int, rate: int = 8000) -> NDArray[numpy.float64]:
    """What is heard before `tone` begins, in whole tenths of a second; everything where it never does."""
    tenth = rate // 10
    for begin in range(0, len(channel) - tenth + 1, tenth):
        if tone_share(channel[begin : begin + tenth], tone, rate) > TONE:
            return channel[:begin]
    return channel


def samples(file: Path) -> NDArray[numpy.float64]:
    """The samples of a file, one column for each channel."""
    read, rate = soundfile.read(file, always_2d=True)
    assert rate == 8000
    return numpy.asarray(read, dtype=numpy.float64)


async def hears_tone(caller: Person | Call, tone: int, *, seconds: float = 0.25) -> None:
    """Wait until what is heard has been this tone for so long. Raises TimeoutError."""
    async with asyncio.timeout(LIMIT):
        while tone_share(await listened(caller, seconds=seconds), tone) <= TONE:
            pass


async def voice(call: Call, *tones: int) -> None:
    """Wait until a voice is heard, and none of these tones. Raises TimeoutError."""
    async with asyncio.timeout(LIMIT):
        while True:
            heard = await listened(call, seconds=0.2)
            if numpy.abs(heard).max() > LOUD and sum(tone_share(heard, tone) for tone in tones) <= TONE:
                return


async def listened(caller: Person | Call, *, seconds: float) -> NDArray[numpy.float64]:
    """The samples of so much sound that is heard from now on."""
    before = heard_so_far(caller)
    await sound(caller, seconds=seconds)
    return heard_since(caller, before)


def heard_so_far(caller: Person | Call) -> int:
    """How many samples have been heard."""
    return len(_stream(caller).heard)


def heard_since(caller: Person | Call, before: int) -> NDArray[numpy.float64]:
    """The samples heard after the first `before`."""
    raw = io.BytesIO(bytes(_stream(caller).heard[before:]))
    read, _ = soundfile.read(raw, format="RAW", subtype="ULAW", samplerate=8000, channels=1)
    return numpy.asarray(read, dtype=numpy.float64)
