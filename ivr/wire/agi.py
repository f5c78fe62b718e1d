"""The FastAGI dialogue without a socket: bytes in, header, replies and hang-up out; commands in, bytes out.

The protocol is the one of Asterisk's `res/res_agi.c`: the header is written by `setup_env`, a command line is
taken apart by `parse_args` (words, double quotes, backslash), replies are sent by the `handle_*` functions.
Incomplete input is no error: `receive` returns what is complete and keeps the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ivr.wire.errors import LocalProtocolError, RemoteProtocolError

# A real header has about 25 lines and 1 kB; texts from SIP in it are at most some 100 bytes each.
LIMIT = 64 * 1024

# AGI_BUF_LEN of res_agi.c is 8192: the rest of a longer line would be read as a further command.
COMMAND_LIMIT = 8000
VALUE_LIMIT = 4096

_REPLY = re.compile(r"result=(\S*)(?: \((.*)\))?(?: endpos=(-?\d+))?\s*")
_CONTROLS = dict.fromkeys((*range(32), 127, 133, 8232, 8233), " ")
_COMMAND = re.compile(r"[A-Z]+(?: [A-Z]+)*")


@dataclass(frozen=True, slots=True)
class Header:
    """What Asterisk says about the channel at the start: `agi_channel`, `agi_uniqueid` and so on."""

    values: Mapping[str, str]


class Reply(NamedTuple):
    """The reply to one command.

    `code` is 200 for a command that ran (`result`, the `data` in brackets, `endpos` in samples), 510 for an
    unknown command, 511 for one that a dead channel does not allow, 520 for wrong usage (the text is in
    `data`)."""

    code: int
    result: str = ""
    data: str = ""
    endpos: int = 0

    @property
    def key(self) -> str:
        """The key that ended the command, from its ASCII number; '' for none."""
        return (
            chr(int(self.result))
            if self.result.isascii() and self.result.isdecimal() and self.result != "0"
            else ""
        )


@dataclass(frozen=True, slots=True)
class HungUp:
    """The line `HANGUP`, sent out of band: the channel is gone. It is not the reply to anything."""


Message = Header | Reply | HungUp
HUNG_UP = HungUp()


def quoted(value: str) -> str:
    """One argument as `parse_args` reads it back: cut at 4096 bytes, control characters (line ends above all)
    turned into spaces, then quoted."""
    if not value.isprintable():
        value = value.translate(_CONTROLS)
    if len(value) > VALUE_LIMIT // 4:
        value = value.encode("utf-8", "replace")[:VALUE_LIMIT].decode("utf-8", "ignore")
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'


def encode(command: str, *arguments: str | int) -> bytes:
    """The line for a command in capitals, such as `STREAM FILE`. Numbers go unquoted.

    Raises `LocalProtocolError` for a command that is none and for a line that Asterisk would cut in two.
    """
    if not _COMMAND.fullmatch(command):
        raise LocalProtocolError(f"{command!r} is not an AGI command")
    for value in arguments:
        command += f" {value}" if isinstance(value, int) else f" {quoted(value)}"
    line = f"{command}\n".encode("utf-8", "replace")
    if len(line) > COMMAND_LIMIT:
        raise LocalProtocolError(
            f"{command[:40]}... with {len(line)} bytes is over the limit of {COMMAND_LIMIT}"
        )
    return line


class AgiReader:
    """Reads what Asterisk sends on one FastAGI connection. After an error it must not be fed again."""

    __slots__ = ("_buffer", "_greeted", "_usage")

    def __init__(self) -> None:
        self._buffer = b""
        self._greeted = False
        self._usage: list[str] | None = None

    def receive(self, data: bytes) -> list[Message]:
        """The messages that are complete now. Raises `RemoteProtocolError`."""
        if data[:11] == b"200 result=" and not self._buffer and self._greeted and self._usage is None:
            # One reply and nothing else is what nearly always comes.
            result = data[11:-1]
            if data[-1:] == b"\n" and (result.isdigit() or not result):
                return [Reply(200, result.decode())]
        self._buffer += data
        found: list[Message] = []
        if not self._greeted and not self._header(found):
            return found
        if b"\n" in self._buffer:
            *lines, self._buffer = self._buffer.split(b"\n")
            for line in lines:
                self._line(line, found)
        if len(self._buffer) > LIMIT:
            raise RemoteProtocolError(f"a line of more than {LIMIT} bytes")
        return found

    def _header(self, found: list[Message]) -> bool:
        if self._buffer[:4] != b"agi_"[: len(self._buffer)]:
            raise RemoteProtocolError("no AGI header: it must begin with agi_")
        head, end, rest = self._buffer.partition(b"\n\n")
        if len(head) > LIMIT:
            raise RemoteProtocolError(f"no end of the AGI header in {LIMIT} bytes")
        if not end:
            return False
        found.append(_parse_header(head))
        self._greeted, self._buffer = True, rest
        return True

    def _line(self, raw: bytes, found: list[Message]) -> None:
        line = raw.decode("utf-8", "replace")
        if self._usage is not None:
            self._usage_line(line, found)
        elif line.startswith("200 "):
            found.append(_parse_result(line))
        elif line == "HANGUP":
            found.append(HUNG_UP)
        elif line.startswith("520-"):
            self._usage = [line[4:]]
        elif line[:4] in ("510 ", "511 ", "520 "):
            found.append(Reply(int(line[:3]), data=line[4:]))
        elif line.startswith("100 "):
            pass  # provisional: the reply is still to come
        else:
            raise RemoteProtocolError(f"not an AGI reply: {line[:80]!r}")

    def _usage_line(self, line: str, found: list[Message]) -> None:
        assert self._usage is not None
        if line.startswith("520 "):
            found.append(Reply(520, data="\n".join(self._usage)))
            self._usage = None
        elif len(self._usage) >= 1000:
            raise RemoteProtocolError("a usage text of more than 1000 lines")
        else:
            self._usage.append(line)


def _parse_header(head: bytes) -> Header:
    lines = head.decode("utf-8", "replace").split("\n")
    try:
        values = dict([line.split(": ", 1) for line in lines])
    except ValueError:
        raise RemoteProtocolError("not an AGI header: a line without a colon") from None
    # Whatever makes a line of its own in a text, such as a caller's name, must not pass for another value.
    if len(values) < len(lines):
        raise RemoteProtocolError("a name twice in the AGI header")
    if head.count(b"\nagi_") < len(lines) - 1:
        raise RemoteProtocolError("not an AGI header: a line that does not begin with agi_")
    return Header(values)


def _parse_result(line: str) -> Reply:
    found = _REPLY.fullmatch(line, 4)
    if not found:
        # What follows may be keys that a caller typed: they stand in no log.
        raise RemoteProtocolError(f"not an AGI result: {line[:11]!r} and {len(line) - 11} more")
    result, data, endpos = found.groups()
    return Reply(200, result, data or "", int(endpos or 0))
