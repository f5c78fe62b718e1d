"""Which phrases need audio before the first call: the texts of the dialplans, the words of spoken values."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from ivr.ports import Phrase
from ivr.spoken import vocabulary


def catalogue(texts: Iterable[tuple[str, str]], languages: Iterable[str]) -> tuple[Phrase, ...]:
    """Each phrase once, in order: the (language, text) pairs, then the vocabulary of each of the languages.

    A text with a template in it (`{{ … }}`) is known only during a call; it is left out and made then. So is
    one with nothing to say, such as a full stop between two values.
    """
    fixed = (Phrase(text, language) for language, text in texts if is_fixed(text))
    words = (Phrase(word, language) for language in languages for word in vocabulary(language))
    return tuple(dict.fromkeys((*fixed, *words)))


def is_fixed(text: str) -> bool:
    """True for a text with something to say that is the same in every call."""
    return "{{" not in text and any(sign.isalnum() for sign in text)


def phrase_id(phrase: Phrase) -> str:
    """What a phrase is called in the script for the voice artist: `zh-welcome` for one with a recorded file,
    `zh-3f2a9c1b04` after its words else. Other words are another id, other blanks are not."""
    if phrase.file:
        return f"{phrase.language}-{phrase.file}"
    words = unicodedata.normalize("NFC", " ".join(phrase.text.split()))
    digest = hashlib.sha256(f"{phrase.language}\0{words}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{phrase.language}-{digest[:10]}"


def recording_name(phrase: Phrase) -> str:
    """The name of its recording below `recorded/<language>/`, without ending."""
    return phrase.file or phrase_id(phrase)
