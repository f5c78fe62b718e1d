"""Which phrases need audio before the first call: the texts of the dialplans, the words of spoken values."""

from __future__ import annotations

from collections.abc import Iterable

from ivr.ports import Phrase
from ivr.spoken import vocabulary


def catalogue(texts: Iterable[tuple[str, str]], languages: Iterable[str]) -> tuple[Phrase, ...]:
    """Each phrase once, in order: the (language, text) pairs, then the vocabulary of each of the languages.

    A text with a template in it (`{{ … }}`) is known only during a call; it is left out and made then.
    """
    fixed = (Phrase(text, language) for language, text in texts if text.strip() and "{{" not in text)
    words = (Phrase(word, language) for language in languages for word in vocabulary(language))
    return tuple(dict.fromkeys((*fixed, *words)))
