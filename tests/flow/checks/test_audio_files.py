"""Recorded files that a caller would not hear as they should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ivr.flow.check import check_text
from ivr.flow.site import Site
from ivr.steps import CATALOGUE
from tests.audio.sounds import silence, speech, write

from .samples import SITE, found, places, told, whole

ID = "audio_files"
BOTH = "- language: {keys: {1: zh, 2: en}}\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Recordings: welcome in both languages, hours in Chinese only."""
    for name in ("zh/welcome", "en/welcome", "zh/hours"):
        write(tmp_path / "recorded" / f"{name}.wav", speech())
    return replace(SITE, prompts=tmp_path)


def severities(example: str, site: Site) -> list[str]:
    return [p.severity for p in check_text(whole(example), CATALOGUE, site) if p.check == ID]


@pytest.mark.parametrize(
    "example",
    [
        "- play: {file: »welcom}",
        "- play: [{zh: 好, en: ok}, {file: »welcom}]",
        "- play: {zh: [{file: »welcom}], en: ok}",
        "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup}, no_match: {prompts: [file: »no]}}",
        BOTH + "- play: {file: »hours}",
    ],
)
def test_an_absent_file_is_told_at_its_name(example: str, site: Site) -> None:
    assert found(example, ID, site) == places(example)
    assert severities(example, site) == ["error"]


def test_the_nearest_file_is_told(site: Site) -> None:
    said = told("- play: {file: welcom}", ID, site)
    assert said == [
        "recorded/zh/welcom.wav is absent; did you mean 'welcome'? allowed: hours, welcome",
    ]


def test_an_absent_file_whose_words_a_voice_can_say_is_a_warning(site: Site) -> None:
    assert severities("- play: {file: welcom, zh: 您好。, en: Hello.}", site) == ["warning"]
    assert severities(BOTH + "- play: {file: hours, zh: 您好。}", site) == ["error"]


@pytest.mark.parametrize(
    ("spoil", "text", "severity"),
    [
        (lambda path: write(path, speech(rate=44100), 44100), "Asterisk plays WAV, 8000 Hz", "error"),
        (lambda path: write(path, silence(1)), "nothing to hear", "error"),
        (lambda path: write(path, np.clip(speech(loud=4.0), -1, 1)), "clipped", "warning"),
        (lambda path: path.write_bytes(b"no sound"), "not an audio file", "error"),
    ],
)
def test_a_file_that_is_not_heard_as_it_should_be(
    spoil: Callable[[Path], object], text: str, severity: str, site: Site
) -> None:
    assert site.prompts
    spoil(site.prompts / "recorded" / "zh" / "welcome.wav")
    (said,) = told("- play: {file: welcome}", ID, site)
    assert said.startswith("recorded/zh/welcome.wav: ")
    assert text in said
    assert severities("- play: {file: welcome}", site) == [severity]


@pytest.mark.parametrize(
    "example",
    [
        "- play: {file: welcome}",
        BOTH + "- play: {file: welcome}",
        "- play: {file: hours}",
        BOTH + "- play: {zh: [{file: hours}], en: We are open.}",
    ],
)
def test_files_that_callers_can_hear_give_nothing(example: str, site: Site) -> None:
    assert found(example, ID, site) == []


def test_files_are_not_judged_where_their_folder_is_not_known() -> None:
    assert found("- play: {file: welcom}", ID) == []
