"""Who asks, and what they may do. Tokens are compared as their SHA-256, so that none is kept in memory."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import get_args

from ivr.files.durable import private_folder, write
from ivr.settings.web import Client as ClientSettings
from ivr.settings.web import Limit, Right, Web

RIGHTS: frozenset[Right] = frozenset(get_args(Right))
TOKEN_FILE, ADDRESS_FILE = "api.token", "api.url"
ADMINISTRATOR = TOKEN_FILE
"""How the log calls whoever uses the token in that file; no client of the settings can have this name."""


@dataclass(frozen=True, slots=True)
class Client:
    """A program that asks, by its name in the settings. `agent`: whose it is, '' for nobody's."""

    name: str
    may: frozenset[Right]
    limit: Limit
    agent: str = ""


class Keys:
    """All clients, by the SHA-256 of their tokens."""

    def __init__(self, clients: Iterable[tuple[bytes, Client]]) -> None:
        self._clients = tuple(clients)

    def owner(self, token: str) -> Client | None:
        """Whose token this is. Takes as long whether it is anybody's or nobody's."""
        digest, found = _digest(token), None
        for known, client in self._clients:
            if hmac.compare_digest(known, digest):
                found = client
        return found


def keys(settings: Web, administrator: str) -> Keys:
    """Those of the settings, and the administrator's, who may do everything."""
    configured = (
        (_of(client), Client(name, frozenset(client.may), client.limit or settings.limit, client.agent))
        for name, client in settings.tokens.items()
    )
    return Keys([*configured, (_digest(administrator), Client(ADMINISTRATOR, RIGHTS, settings.limit))])


def _of(client: ClientSettings) -> bytes:
    return _digest(client.token) if client.token else bytes.fromhex(client.sha256)


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def new_token(state: Path) -> str:
    """A new token for the administrator of this machine, in a file that only the engine's user may read.

    Raises OSError.
    """
    token = secrets.token_hex(24)
    write(private_folder(state) / TOKEN_FILE, token.encode() + b"\n")
    return token
