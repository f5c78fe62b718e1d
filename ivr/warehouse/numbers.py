"""Callers' numbers as the warehouse is to have them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Literal, get_args

from ivr.numbers import normal

Form = Literal["masked", "hashed", "plain"]
FORMS: tuple[Form, ...] = get_args(Form)
_SHOWN_FIRST, _SHOWN_LAST, _SHORTEST = 3, 2, 8

Written = Callable[[str], str]


def masked(number: str) -> str:
    """The first three and the last two characters, stars between; of a short number nothing but stars."""
    if len(number) < _SHORTEST:
        return "*" * len(number)
    hidden = len(number) - _SHOWN_FIRST - _SHOWN_LAST
    return f"{number[:_SHOWN_FIRST]}{'*' * hidden}{number[-_SHOWN_LAST:]}"


def hashed(number: str, secret: str, country: str) -> str:
    """The same for each spelling of a number, and of no use without the secret: HMAC-SHA256, 16 bytes of it
    in hexadecimal."""
    if not number:
        return ""
    return hmac.new(secret.encode(), normal(number, country).encode(), hashlib.sha256).hexdigest()[:32]


def written(form: Form, secret: str, country: str) -> Written:
    """How a number is written."""
    if form == "hashed":
        return lambda number: hashed(number, secret, country)
    return masked if form == "masked" else lambda number: number
