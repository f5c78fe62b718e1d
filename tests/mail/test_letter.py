"""Letters as messages: what goes in comes out of them again, whatever it is, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.mail.letter import Attachment, Letter, Picture, message
from tests.cli.site import HOSTILE
from tests.mail.servers import parsed

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
LETTER = Letter(
    sender="呼叫中心 <reports@a.example>",
    to=("li@b.example", "wang@b.example"),
    subject="队列报表 · 2026-11-24",
    text="平文\n.\n",
    html='<p>网页<img src="cid:chart0@x"></p>',
    pictures=(Picture("chart0@x", b"\x89PNG 0"),),
    attachments=(Attachment("队列.csv", "text/csv", b"\xef\xbb\xbfa,b\r\n"),),
    language="zh",
)


def test_headers_in_chinese_are_decoded_as_they_were() -> None:
    found = parsed(message(LETTER, "abc", AT))
    assert found["Subject"] == LETTER.subject
    assert found["From"].addresses[0].display_name == "呼叫中心"
    assert [each.addr_spec for each in found["To"].addresses] == list(LETTER.to)
    assert found["Message-ID"] == "<abc@a.example>"
    assert found["Date"].datetime == AT
    assert found["Content-Language"] == "zh"
    assert found["Auto-Submitted"] == "auto-generated"


def test_who_sees_no_page_has_the_text_and_who_does_has_the_pictures_in_it() -> None:
    found = parsed(message(LETTER, "abc", AT))
    alternative, attached = found.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    plain, related = alternative.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == LETTER.text
    page, picture = related.iter_parts()
    assert (page.get_content_type(), page.get_content().strip()) == ("text/html", LETTER.html)
    assert (picture["Content-ID"], picture.get_content_type()) == ("<chart0@x>", "image/png")
    assert picture.get_content() == b"\x89PNG 0"
    assert (attached.get_filename(), attached.get_content_type()) == ("队列.csv", "text/csv")
    assert attached.get_payload(decode=True) == b"\xef\xbb\xbfa,b\r\n"


def test_a_letter_may_be_text_alone() -> None:
    found = parsed(message(replace(LETTER, html="", pictures=(), attachments=()), "abc", AT))
    assert found.get_content_type() == "text/plain"


def test_each_line_is_one_that_servers_take() -> None:
    letter = replace(LETTER, subject="长" * 4096, text="长" * 4096, html="x" * 100_000)
    assert max(map(len, message(letter, "abc", AT).split(b"\r\n"))) <= 998


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_texts_add_no_header(text: str) -> None:
    letter = replace(LETTER, subject=text, attachments=(replace(LETTER.attachments[0], name=text),))
    found, plain = parsed(message(letter, "abc", AT)), parsed(message(LETTER, "abc", AT))
    assert found.keys() == plain.keys()
    assert len(str(found["Subject"])) <= 150
    assert len(list(found.iter_parts())) == 2


@settings(max_examples=40)
@given(st.text(), st.text())
def test_whatever_is_said_it_can_be_written_and_read(subject: str, text: str) -> None:
    letter = replace(LETTER, subject=subject, text=text, html=f"<p>{len(text)}</p>")
    found = parsed(message(letter, "abc", AT))
    assert found.keys() == parsed(message(LETTER, "abc", AT)).keys()
    body = found.get_body(("html",))
    assert body is not None
    assert body.get_content().strip() == letter.html


def test_a_line_that_adds_a_header_is_part_of_the_subject() -> None:
    letter = replace(LETTER, subject="x\r\nBcc: everybody@b.example\r\n\r\n<script>")
    found = parsed(message(letter, "abc", AT))
    assert found["Bcc"] is None
    assert "Bcc: everybody@b.example" in found["Subject"]
