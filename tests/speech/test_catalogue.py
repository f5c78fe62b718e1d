"""Which phrases need audio, and what they are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.ports import Phrase
from ivr.speech.catalogue import catalogue, phrase_id, recording_name
from ivr.spoken import vocabulary


def test_the_catalogue_holds_each_text_once_in_order() -> None:
    texts = [("zh", "您好"), ("en", "Hello"), ("zh", "您好"), ("zh", "再见")]
    assert catalogue(texts, []) == (Phrase("您好", "zh"), Phrase("Hello", "en"), Phrase("再见", "zh"))


def test_the_catalogue_holds_the_words_of_spoken_values() -> None:
    phrases = catalogue([], ["zh", "en"])
    assert {phrase.text for phrase in phrases if phrase.language == "zh"} == set(vocabulary("zh"))
    assert {phrase.text for phrase in phrases if phrase.language == "en"} == set(vocabulary("en"))


@pytest.mark.parametrize("text", ["Order {{ order.number }}", " ", "。", "…"])
def test_texts_known_only_during_a_call_and_ones_with_nothing_to_say_are_left_out(text: str) -> None:
    assert catalogue([("en", text)], []) == ()


# Ids


def test_an_id_never_changes() -> None:
    """It stands in scripts that voice artists have, and in the names of their files."""
    assert phrase_id(Phrase("您好", "zh")) == "zh-25c27ccdc4"
    assert phrase_id(Phrase("Hello", "en")) == "en-b968d43be4"
    assert phrase_id(Phrase("您好", "zh", "welcome")) == "zh-welcome"


def test_blanks_do_not_change_an_id_and_words_do() -> None:
    assert phrase_id(Phrase(" Hello\n there ", "en")) == phrase_id(Phrase("Hello there", "en"))
    assert phrase_id(Phrase("Hello there!", "en")) != phrase_id(Phrase("Hello there", "en"))
    assert phrase_id(Phrase("100", "zh")) != phrase_id(Phrase("100", "en"))
    assert phrase_id(Phrase("cafe\u0301", "en")) == phrase_id(Phrase("café", "en"))


def test_no_two_words_of_spoken_values_share_an_id() -> None:
    phrases = catalogue([], ["zh", "en"])
    assert len({phrase_id(phrase) for phrase in phrases}) == len(phrases)


@given(st.text())
def test_an_id_is_always_the_name_of_a_file(text: str) -> None:
    name = phrase_id(Phrase(text, "zh"))
    assert name.removeprefix("zh-").isalnum()
    assert len(name) == 13


def test_a_recording_is_called_by_its_file_or_by_its_id() -> None:
    assert recording_name(Phrase("您好", "zh", "welcome")) == "welcome"
    assert recording_name(Phrase("您好", "zh")) == phrase_id(Phrase("您好", "zh"))
