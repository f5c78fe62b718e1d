"""A real SMTP server on loopback, which answers as a test wants."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from threading import Thread
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult

from ivr.mail.server import Server
from ivr.settings.mail import Mail

USER, PASSWORD = "callwright", "correct horse: % battery"
SENDER = "Callwright 呼叫 <a@b.example>"
TAKEN = "250 Message accepted"


@dataclass(slots=True)
class Post:
    """What the server was sent, and what it answers: to addresses, to the messages one after another.

    An answer `hang up` breaks the connection; `silence` is none for ever."""

    to: Mapping[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        said = self.to.get(address, "")
        if not said:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = self.answers.pop(0) if self.answers else TAKEN
        if said == "silence":
            await asyncio.sleep(3600)
        if said == "hang up":
            server.transport.abort()
        if said.startswith("2"):
            self.taken.append((tuple(envelope.rcpt_tos), envelope.content))
        return said

    @property
    def messages(self) -> list[EmailMessage]:
        """Those that it took, read."""
        return [parsed(content) for _, content in self.taken]

    @property
    def mail(self) -> Mail:
        """The settings that lead here, without TLS."""
        return Mail.model_validate(
            {
                "host": "127.0.0.1",
                "port": self.port,
                "security": "none",
                "from": "Callwright 呼叫 <a@b.example>",
            }
        )

    @property
    def server(self) -> Server:
        """Such as the program has it, not patient."""
        return Server(self.mail, Path("/"), patience=10.0)


def parsed(content: bytes) -> EmailMessage:
    found = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(found, EmailMessage)
    return found


@contextmanager
def post_office(
    post: Post, port: int = 0, tls: ssl.SSLContext | None = None, **options: Any
) -> Iterator[Post]:
    """Meanwhile the server takes mail, at a free port unless one is given; with `tls` from the first byte."""
    loop = asyncio.new_event_loop()

    async def begin() -> asyncio.Server:
        return await loop.create_server(lambda: SMTP(post, loop=loop, **options), "127.0.0.1", port, ssl=tls)

    listening = loop.run_until_complete(begin())
    post.port = listening.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(_finished(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _finished(listening: asyncio.Server) -> None:
    listening.close()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.sleep(0.01)  # sockets are closed a turn after what they served


def certified(folder: Path) -> tuple[Mapping[str, Any], Path]:
    """The options of a server with TLS and a password, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))

    def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = data.login == USER.encode() and data.password == PASSWORD.encode()
        return AuthResult(success=right, handled=False)

    return {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": known,
    }, folder / "ca.pem"
