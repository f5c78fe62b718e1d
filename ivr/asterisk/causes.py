"""Why a channel ended: the Q.850 number in Asterisk's Hangup event to our word, in one table.

Numbers and meaning: ITU-T Q.850 (table 1) and Asterisk's `include/asterisk/causes.h`. Asterisk's own 0 means
that nobody named a cause, as when a SIP phone says BYE: a normal end.
"""

from __future__ import annotations

from dataclasses import dataclass

CAUSES = {
    0: "normal",
    1: "no_such_number",
    2: "no_route",
    3: "no_route",
    6: "channel_unacceptable",
    16: "normal",
    17: "busy",
    18: "no_reply",
    19: "no_answer",
    20: "unreachable",
    21: "rejected",
    22: "number_changed",
    26: "answered_elsewhere",
    27: "out_of_order",
    28: "invalid_number",
    29: "rejected",
    31: "normal",
    34: "congestion",
    38: "network_out_of_order",
    41: "temporary_failure",
    42: "congestion",
    44: "congestion",
    58: "no_common_codec",
    88: "no_common_codec",
    102: "timer_expired",
    111: "protocol_error",
    127: "interworking",
}


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How the caller's channel ended: `by` caller, flow or engine; `cause` is our word for `number`,
    'unknown' when Asterisk did not say."""

    by: str
    cause: str = "unknown"
    number: int | None = None


def cause(number: str) -> str:
    """Our word for the `Cause` of a Hangup event; a number that is not in the table reads
    `cause_<number>`."""
    value = q850(number)
    return "unknown" if value is None else CAUSES.get(value, f"cause_{value}")


def q850(number: str) -> int | None:
    """The number, None for what is none."""
    return int(number) if number.isdecimal() and number.isascii() else None
