from __future__ import annotations

from ivr.ports import Phrase
from ivr.speech.catalogue import catalogue
from ivr.spoken import vocabulary


def test_the_catalogue_holds_each_text_once_in_order() -> None:
    texts = [("zh", "您好"), ("en", "Hello"), ("zh", "您好"), ("zh", "再见")]
    assert catalogue(texts, []) == (Phrase("您好", "zh"), Phrase("Hello", "en"), Phrase("再见", "zh"))


def test_the_catalogue_holds_the_words_of_spoken_values() -> None:
    phrases = catalogue([], ["zh", "en"])
    assert {phrase.text for phrase in phrases if phrase.language == "zh"} == set(vocabulary("zh"))
    assert {phrase.text for phrase in phrases if phrase.language == "en"} == set(vocabulary("en"))


def test_texts_known_only_during_a_call_are_left_out() -> None:
    assert catalogue([("en", "Order {{ order.number }}"), ("en", " ")], []) == ()
