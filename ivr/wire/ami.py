"""What AMI needs beyond panoramisk: framing on bytes, safe values, and parsing of what is wanted only.

The format is the one of Asterisk's `main/manager.c`: a greeting line, then messages of `Name: value` lines
ended by an empty line. A command's output comes as `Output:` lines. Some events of a build with
TEST_FRAMEWORK end in one line end too many, so line ends before a message are skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.wire.errors import LocalProtocolError, RemoteProtocolError

# The largest single message is the output of a console command; `core show applications` is about 20 kB.
LIMIT = 1024 * 1024
_END = b"\r\n\r\n"
_GREETING = b"Asterisk Call Manager/"


class AmiReader:
    """Cuts what Asterisk sends into messages, as raw bytes without the empty line. `version` is the
    greeting's."""

    __slots__ = ("_buffer", "_limit", "version")

    def __init__(self, limit: int = LIMIT) -> None:
        self._buffer = b""
        self._limit = limit
        self.version = ""

    def receive(self, data: bytes) -> list[bytes]:
        """The messages that are complete now. Raises `RemoteProtocolError` for a peer that is no AMI."""
        self._buffer += data
        if not self.version and not self._greeting():
            return []
        *messages, self._buffer = self._buffer.split(_END)
        if len(self._buffer) > self._limit:
            raise RemoteProtocolError(f"an AMI message of more than {self._limit} bytes")
        return [message for message in (raw.lstrip(b"\r\n") for raw in messages) if message]

    def _greeting(self) -> bool:
        if self._buffer[: len(_GREETING)] != _GREETING[: len(self._buffer)]:
            raise RemoteProtocolError(f"no Asterisk manager interface: it greets with {self._buffer[:60]!r}")
        line, end, rest = self._buffer.partition(b"\r\n")
        if len(line) > 200:
            raise RemoteProtocolError("an AMI greeting of more than 200 bytes")
        if not end:
            return False
        self.version = line[len(_GREETING) :].decode("ascii", "replace").strip() or "?"
        self._buffer = rest
        return True


def event_name(message: bytes) -> bytes:
    """The name of an event, without parsing it; b'' for a response."""
    if not message.startswith(b"Event: "):
        return b""
    end = message.find(b"\r\n")
    return message[7:] if end < 0 else message[7:end]


def field(message: bytes, name: bytes) -> str:
    """One field of a message, without parsing the others; '' when it is not there. Of a repeated one the
    first."""
    start = message.find(b"\r\n" + name + b": ")
    if start < 0:
        return ""
    start += len(name) + 4
    end = message.find(b"\r\n", start)
    return message[start : end if end >= 0 else None].decode("utf-8", "replace")


class Event:
    """An event whose fields are looked for when they are asked for: most have 15, of which we want two."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __getitem__(self, name: str) -> str:
        """The field's text, '' when it is not there."""
        return field(self.raw, name.encode())

    def __repr__(self) -> str:
        return f"Event({self.raw!r})"


def parse(message: bytes) -> dict[str, str]:
    """All fields; of a repeated one the first. Lines that are none are left out."""
    fields: dict[str, str] = {}
    for line in message.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name, value[1:] if value.startswith(" ") else value)
    return fields


def output(message: bytes) -> list[str]:
    """The lines a console command printed."""
    lines = message.decode("utf-8", "replace").split("\r\n")
    return [line[8:] for line in lines if line.startswith("Output: ")]


def encode(action: str, number: str, fields: Mapping[str, str | Iterable[str]]) -> bytes:
    """An action with its ActionID. A list repeats its field, as `Variable` needs it.

    Raises `LocalProtocolError` for a line end or NUL in a name or value: it would begin a field or an action
    of its own. Texts from outside go through `cleaned` before.
    """
    lines = [_line("Action", action), _line("ActionID", number)]
    for name, value in fields.items():
        values = [value] if isinstance(value, str) else value
        lines += [_line(name, each) for each in values]
    return ("".join(lines) + "\r\n").encode("utf-8", "replace")


def cleaned(text: str, limit: int = 256) -> str:
    """A text from outside as a value: what is not printable becomes a space, cut to `limit` characters."""
    return "".join(char if char.isprintable() else " " for char in text[:limit]).strip()


def _line(name: str, value: str) -> str:
    for text in (name, value):
        if "\r" in text or "\n" in text or "\0" in text:
            raise LocalProtocolError(f"a line end or NUL in the AMI field {name[:40]!r}: {value[:60]!r}")
    if not name or ":" in name:
        raise LocalProtocolError(f"{name[:40]!r} is not the name of an AMI field")
    return f"{name}: {value}\r\n"
