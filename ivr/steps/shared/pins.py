"""Whether a PIN is the right one: compared in constant time, plain or against an argon2 hash."""

from __future__ import annotations

import asyncio
import hashlib
import hmac

import argon2
from argon2.exceptions import Argon2Error, InvalidHashError

from ivr.flow.expressions import ExpressionFailed

# What a hash may ask of this machine: a web service could name any price.
_MEMORY_KIB = 256 * 1024
_PASSES = 10
_LANES = 16

_HASHER = argon2.PasswordHasher()


def right_pin(known: object, source: str) -> str:
    """The PIN or hash that a look-up gave, '' for nobody. Raises `ExpressionFailed` for what is neither."""
    if known is None or known == "":
        return ""
    text = str(known) if isinstance(known, str | int) and not isinstance(known, bool) else ""
    if text.startswith("$argon2") and _is_affordable(text):
        return text
    if text.isascii() and text.isdigit():
        return text
    raise ExpressionFailed(
        f"'{source}' is neither digits nor an argon2 hash of at most {_MEMORY_KIB // 1024} MiB and {_PASSES}"
        " passes"
    )


def hashed(pin: str) -> str:
    """Its argon2 hash, as `right_pin` takes it. Takes some ten milliseconds of CPU."""
    return _HASHER.hash(pin)


async def matches(keyed: str, right: str) -> bool:
    """Whether the keys are the PIN; `right` as `right_pin` gives it."""
    if right.startswith("$argon2"):
        return await asyncio.to_thread(_verified, right, keyed)
    same = hmac.compare_digest(_digest(keyed), _digest(right))
    return same and bool(right)


def _is_affordable(text: str) -> bool:
    try:
        asked = argon2.extract_parameters(text)
    except InvalidHashError:
        return False
    return asked.memory_cost <= _MEMORY_KIB and asked.time_cost <= _PASSES and asked.parallelism <= _LANES


def _verified(right: str, keyed: str) -> bool:
    try:
        return _HASHER.verify(right, keyed)
    except (Argon2Error, InvalidHashError):
        return False


def _digest(text: str) -> bytes:
    """Of equal length for all texts, so that the comparison tells nothing about it."""
    return hashlib.sha256(text.encode()).digest()
