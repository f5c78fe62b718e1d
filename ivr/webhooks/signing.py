"""Signatures as the Standard Webhooks specification 1.0 has them: HMAC-SHA256 of id, time and body.

headers(("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",), "msg_1", 1614265330, b"{}")
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence

from ivr.settings.webhooks import key_of


def headers(secrets: Sequence[str], id: str, at: int, body: bytes) -> Mapping[str, str]:
    """What goes along with the body: its `id`, which must have no full stop, the time of this attempt in
    seconds since 1970, and one signature for each secret."""
    signed = f"{id}.{at}.".encode() + body
    return {
        "webhook-id": id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(_signature(key_of(secret), signed) for secret in secrets),
    }


def _signature(key: bytes, signed: bytes) -> str:
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"
