"""A letter, and the message of RFC 5322 that it is sent as.

Names, subjects and texts may come from callers, files and forms: what does not print becomes a space, so that
no header can be added and no part ended by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ivr.files.sound import sound
from ivr.settings.mail import split

LONGEST_SUBJECT = 150
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG shown in the HTML, which names it as `cid:` and this `id`."""

    id: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along; `kind` like application/pdf."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """`text` says the same as `html`, for those who see no HTML; without HTML it is the whole. `sender` is an
    address, also with a name before it, and `to` are addresses, as the settings take them."""

    sender: str
    to: Sequence[str]
    subject: str
    text: str
    html: str = ""
    pictures: Sequence[Picture] = ()
    attachments: Sequence[Attachment] = ()
    language: str = "en"


def message(letter: Letter, id: str, at: datetime) -> bytes:
    """The message. `id` is unique in the world and the same however often it is sent."""
    found = EmailMessage(policy=SMTP)
    name, address = split(letter.sender)
    found["From"] = Address(one_line(name, LONGEST_NAME), addr_spec=address)
    found["To"] = tuple(Address(addr_spec=each) for each in letter.to)
    found["Subject"] = one_line(letter.subject, LONGEST_SUBJECT)
    found["Date"] = format_datetime(at)
    found["Message-ID"] = f"<{id}@{address.rpartition('@')[2]}>"
    found["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers of absent people
    found.set_content(sound(letter.text), cte="base64")
    if letter.html:
        _add_page(found, letter)
    for each in letter.attachments:
        main, _, sub = each.kind.partition("/")
        name = one_line(each.name, LONGEST_NAME)
        found.add_attachment(each.data, maintype=main, subtype=sub, filename=name)
    found["Content-Language"] = letter.language
    return found.as_bytes()


def _add_page(found: EmailMessage, letter: Letter) -> None:
    found.add_alternative(sound(letter.html), subtype="html", cte="base64")
    *_, page = found.iter_parts()
    assert isinstance(page, EmailMessage)
    for each in letter.pictures:
        page.add_related(
            each.png,
            maintype="image",
            subtype="png",
            cid=f"<{each.id}>",
            disposition="inline",
            filename=f"{each.id.partition('@')[0]}.png",
        )


def one_line(text: str, most: int) -> str:
    """Printable, on one line, of so many characters at most."""
    shown = "".join(char if char.isprintable() else " " for char in text[: most + 1]).strip()
    return shown if len(shown) <= most else shown[: most - 1] + "…"
