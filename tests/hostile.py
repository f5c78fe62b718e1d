"""Texts that a phone line, a file, a form or another program may bring, and what may never become of them.

One list for all tests that drive such texts through a way out.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "nothing": "",
    "a blank": " ",
    "a formula": "=cmd|' /C calc'!A0",
    "a sum": "+1+1",
    "a difference": "-2+3+cmd|' /C calc'!A0",
    "a function": "@SUM(1+1)",
    "a full-width formula": "＝1+1",
    "a formula behind a blank": "  =1+1",
    "a tab before a formula": "\t=1+1",
    "a return before a formula": "\r=1+1",
    "a line end before a formula": "\n=1+1",
    "commas": "a,b;c\td",
    "quotes": """O'Neil "the" `boss` \\""",
    "lines": "a\r\nb\nc\rd",
    "a header": "x\r\nBcc: evil@example.com\r\n\r\nbody",
    "NUL": "a\0b\0",
    "half a character": "a\ud800b",
    "bytes that are no UTF-8": b"\xe5\xbcx".decode(errors="surrogateescape"),
    "text backwards": "\u202egnp.evil\u2066\u2069",
    "marks of direction": "\u200f\u200e",
    "no width": "a\u200bb\ufeffc\u00ad",
    "emoji": "☎️ 王芳 👩‍💻🎉",
    "accents on accents": "e" + "\u0301" * 200,
    "line separators": "a\u2028b\u2029c\x85d\x0b\x0ce",
    "commands of a terminal": "\x1b[2J\x1b]0;owned\x07\x9b31m\x08\x7f",
    "what XML forbids": "\x01\x1f\ufffe\uffff",
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entities": "&amp;&#0;]]><!--",
    "marks of rich": "[red]x[/] [/] [link=http://evil.example]y[/link] :boom:",
    "SQL": "'; DROP TABLE events; --",
    "another folder": "../../etc/passwd",
    "a format": "%s %n %(x)s {0.__class__} {{ 7 * 7 }} ${HOME}",
    "4 kB": "长" * 4096,
}
LONG = "=" + "a\n" * 500_000
"""1 MB."""


def shown(text: str) -> bool:
    """Whether a person's terminal shows this and does nothing else: lines of printable characters."""
    return all(line.isprintable() for line in text.split("\n"))
