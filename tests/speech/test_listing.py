"""The catalogue for people: each phrase once, where it is said, and where its audio comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.flow.step import Place
from ivr.flow.texts import Said
from ivr.ports import Phrase
from ivr.speech.cache import PromptFiles
from ivr.speech.catalogue import phrase_id
from ivr.speech.listing import Entry, entries
from ivr.speech.recorded import Recorded
from ivr.spoken import vocabulary
from tests.speech.fake_voice import FakeVoice, write_wav

HELLO = Phrase("您好", "zh")


def at(phrase: Phrase, line: int, dialplan: str = "main") -> Said:
    return Said(phrase, dialplan, Place(f"{dialplan}.yaml", line, 1))


def listed(folder: Path, *said: Said, languages: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    return entries(said, languages, Recorded(folder / "recorded"), PromptFiles(folder, FakeVoice()))


def test_a_phrase_said_in_three_places_is_listed_once_with_all_of_them(tmp_path: Path) -> None:
    (entry,) = listed(tmp_path, at(HELLO, 3), at(HELLO, 9), at(HELLO, 2, "vip"), at(HELLO, 9))
    assert entry.places == ("main.yaml:3", "main.yaml:9", "vip.yaml:2")
    assert entry.dialplans == {"main", "vip"}


def test_what_the_engine_says_by_itself_has_no_place(tmp_path: Path) -> None:
    (entry,) = listed(tmp_path, Said(HELLO))
    assert (entry.places, entry.dialplans, entry.is_word) == ((), frozenset(), False)


def test_a_phrase_without_audio_is_missing(tmp_path: Path) -> None:
    (entry,) = listed(tmp_path, at(HELLO, 1))
    assert (entry.state, entry.seconds, entry.synthetic) == ("missing", None, None)


async def test_one_that_the_voice_has_said_is_synthesised(tmp_path: Path) -> None:
    files = PromptFiles(tmp_path, FakeVoice())
    await files.make(HELLO, files.path(HELLO))
    (entry,) = listed(tmp_path, at(HELLO, 1))
    assert (entry.state, entry.seconds) == ("synthesised", 0.5)


@pytest.mark.parametrize("name", [phrase_id(HELLO), "您好"])
async def test_one_that_a_person_has_said_is_recorded_by_its_id_or_its_words(
    tmp_path: Path, name: str
) -> None:
    files = PromptFiles(tmp_path, FakeVoice())
    await files.make(HELLO, files.path(HELLO))
    write_wav(tmp_path / "recorded" / "zh" / f"{name}.wav", seconds=2)
    (entry,) = listed(tmp_path, at(HELLO, 1))
    assert (entry.state, entry.seconds, entry.synthetic) == ("recorded", 2.0, 0.5)


def test_one_file_with_and_without_its_words_is_one_phrase(tmp_path: Path) -> None:
    bare, worded = Phrase("", "zh", "welcome"), Phrase("您好", "zh", "welcome")
    write_wav(tmp_path / "recorded" / "zh" / "welcome.wav")
    (entry,) = listed(tmp_path, at(bare, 1), at(worded, 2))
    assert (entry.id, entry.phrase, entry.state) == ("zh-welcome", worded, "recorded")


def test_what_cannot_be_said_is_left_out_or_missing(tmp_path: Path) -> None:
    assert listed(tmp_path, at(Phrase("。", "zh"), 1), at(Phrase("{{ x }}", "zh"), 1)) == ()
    (entry,) = listed(tmp_path, at(Phrase("好" * 1001, "zh"), 1))
    assert entry.state == "missing"


def test_the_words_of_values_follow_each_once(tmp_path: Path) -> None:
    word = Phrase(vocabulary("zh")[0], "zh")
    found = listed(tmp_path, at(word, 1), languages=("zh", "en"))
    assert not found[0].is_word
    assert all(entry.is_word for entry in found[1:])
    assert len(found) == len(vocabulary("zh")) + len(vocabulary("en"))
