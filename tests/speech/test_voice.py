"""What is left of a text when it reaches a voice."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.voice import LONGEST, SpeechFailed, VoiceMissing, check_resampler, clean


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  Welcome\r\nto\tservice ", "Welcome to service"),
        ("a\x01900Sb", "a 900Sb"),
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("订单\u202e已发货\u200b", "订单 已发货"),
        ("a\ud800b", "a b"),
        ("cafe\u0301", "café"),
        ("1️⃣ 好😀", "1️⃣ 好😀"),
        ("<b>买家</b>", "<b>买家</b>"),
    ],
)
def test_a_text_becomes_one_printable_line(text: str, said: str) -> None:
    assert clean(text) == said


@pytest.mark.parametrize("text", ["", "  \n", "…", "!!!", "\x01\x02", "\u200b"])
def test_a_text_with_nothing_to_say_is_refused(text: str) -> None:
    with pytest.raises(SpeechFailed, match="nothing to say"):
        clean(text)


def test_a_text_that_is_too_long_is_refused() -> None:
    clean("好" * LONGEST)
    with pytest.raises(SpeechFailed, match="1001 characters is too long"):
        clean("好" * (LONGEST + 1))


@given(st.text(max_size=200))
def test_no_control_or_format_character_ever_gets_through(text: str) -> None:
    try:
        line = clean(text)
    except SpeechFailed:
        return
    assert not [sign for sign in line if unicodedata.category(sign)[0] == "C"]
    assert line.encode()
    assert clean(line) == line


def test_a_machine_without_the_resampler_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    check_resampler()
    monkeypatch.setitem(sys.modules, "soxr", None)
    with pytest.raises(VoiceMissing, match=r"pip install callwright\[voice\]"):
        check_resampler()
