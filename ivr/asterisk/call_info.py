"""Who calls whom, from the AGI header. Everything in it comes from the line: cleaned here, trusted
nowhere."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from ivr.ports import CallInfo

_CHANNEL = re.compile(r"[A-Za-z0-9]+/(.+)-[0-9a-f]{8}(?:;[12])?")
_LIMIT = 128
_SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_LONGEST_WAIT = 600.0
"""Seconds; a time before that is none of a caller who waits for us."""


def call_info(header: Mapping[str, str]) -> CallInfo:
    """The call of an AGI header (`setup_env` in Asterisk's res_agi.c), which says 'unknown' for what it does
    not know.

    The id is the channel's uniqueid, which is the linkedid too for a channel that began the call.
    """
    channel = cleaned(header.get("agi_channel", ""))
    account = _CHANNEL.fullmatch(channel)
    return CallInfo(
        id=cleaned(header.get("agi_uniqueid", "")),
        channel=channel,
        number=_known(header, "agi_callerid"),
        name=_known(header, "agi_calleridname"),
        dialled=_known(header, "agi_extension") or _known(header, "agi_dnid"),
        endpoint=account[1] if account else "",
        came=_came(header.get("agi_arg_1", "")),
    )


def _came(told: str) -> float | None:
    at = float(told) if _SECONDS.fullmatch(told) else None
    return at if at is not None and 0.0 <= time.time() - at <= _LONGEST_WAIT else None


def cleaned(text: str) -> str:
    """Printable, without line ends, at most 128 characters."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return text[:_LIMIT].strip()


def _known(header: Mapping[str, str], name: str) -> str:
    text = cleaned(header.get(name, ""))
    return "" if text == "unknown" else text
