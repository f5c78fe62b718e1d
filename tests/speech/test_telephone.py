"""What happens to studio sound on its way to the telephone, measured with tones."""

from __future__ import annotations

import numpy as np
import pytest

from ivr.audio.measure import Samples
from ivr.speech.telephone import LOUDNESS, PEAK, telephone
from ivr.speech.voice import SpeechFailed

STUDIO = 22050


def tone(hertz: float, seconds: float = 1.0, loud: float = 0.5) -> Samples:
    times = np.arange(int(STUDIO * seconds)) / STUDIO
    return (loud * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(int(STUDIO * seconds), dtype=np.float32)


def strongest(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / 8000)[spectrum.argmax()])


@pytest.mark.parametrize("hertz", [200, 440, 1000, 2000, 3400])
def test_a_tone_in_the_telephone_band_keeps_its_pitch(hertz: float) -> None:
    assert strongest(telephone(tone(hertz), STUDIO)) == pytest.approx(hertz, abs=3)


def test_a_tone_above_the_band_does_not_fold_back_into_it() -> None:
    mixed = telephone(tone(1000, loud=0.25) + tone(6000, loud=0.25), STUDIO)
    spectrum = np.abs(np.fft.rfft(mixed[400:-800] * np.hanning(len(mixed) - 1200)))
    hertz = np.fft.rfftfreq(len(mixed) - 1200, 1 / 8000)
    folded = spectrum[(hertz > 1900) & (hertz < 2100)].max()  # 8000 - 6000
    assert folded < spectrum.max() / 1000


def test_silence_around_is_trimmed_and_silence_inside_is_kept() -> None:
    samples = telephone(
        np.concatenate([silence(1), tone(440, 0.5), silence(0.7), tone(440, 0.5), silence(2)]), STUDIO
    )
    assert len(samples) / 8000 == pytest.approx(0.5 + 0.7 + 0.5 + 0.08, abs=0.03)


@pytest.mark.parametrize("loud", [0.001, 0.05, 0.9])
def test_quiet_and_loud_voices_come_out_equally_loud(loud: float) -> None:
    samples = telephone(tone(440, loud=loud), STUDIO)
    middle = samples[800:-800]
    assert float(np.sqrt(np.mean(middle**2))) == pytest.approx(LOUDNESS, rel=0.02)


def test_a_peaky_sound_stays_below_full_scale() -> None:
    clicks = tone(440, loud=0.01)
    clicks[::2000] = 0.9
    assert np.abs(telephone(clicks, STUDIO)).max() <= PEAK * 1.0001


@pytest.mark.parametrize("samples", [silence(0), silence(0.001), silence(1)])
def test_silence_is_not_speech(samples: Samples) -> None:
    with pytest.raises(SpeechFailed, match="silence"):
        telephone(samples, STUDIO)
