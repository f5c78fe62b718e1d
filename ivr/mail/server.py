"""One message to the server, and what became of it for each address.

Nothing here is raised: a server that is away, slow or breaks off is an answer like a refusal. A code from
500 on is final where it is about the message or an address; where it is about the log-in or TLS it is not,
since somebody will mend that.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Literal

from ivr.mail.letter import one_line
from ivr.settings.mail import Mail, split

PATIENCE = 60.0
"""Seconds that the server may be silent."""
LIMIT = 300.0
"""Seconds that all of it may take."""
LONGEST_ANSWER = 300
_ABOUT_US = (530, 535, 538)
_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")

State = Literal["accepted", "refused", "later"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`accepted`: the server has it. `refused`: it never will. `later`: it may be tried again. `answer` is
    what the server said, or what happened instead."""

    state: State
    answer: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes: the settings, and the folder that their files are in."""

    mail: Mail
    root: Path
    patience: float = PATIENCE
    limit: float = LIMIT

    def deliver(self, to: Sequence[str], message: bytes) -> Mapping[str, Outcome]:
        """Hand the message over for these addresses."""
        sender = split(self.mail.sender or "")[1]
        try:
            with self._session() as session:
                refused = session.sendmail(sender, list(to), message)
        except smtplib.SMTPRecipientsRefused as fault:
            return {address: _refusal(*fault.recipients[address]) for address in to}
        except (smtplib.SMTPException, OSError) as fault:
            return dict.fromkeys(to, _trouble(fault))
        taken = Outcome("accepted", "")
        return {address: _refusal(*refused[address]) if address in refused else taken for address in to}

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """A session in which mail may be sent. Raises SMTPException, OSError."""
        session = self._connected()
        stop = Timer(self.limit, _break_off, [session])
        stop.daemon = True
        stop.start()
        try:
            if self.mail.security == "starttls":
                session.starttls(context=self._tls())
            if self.mail.user:
                session.login(self.mail.user, self.mail.password.get_secret_value())
            yield session
            with suppress(smtplib.SMTPException, OSError):  # it has the mail already
                session.quit()
        finally:
            stop.cancel()
            session.close()

    def _connected(self) -> smtplib.SMTP:
        where = (self.mail.host, self.mail.reached_at, _own_name())
        if self.mail.security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=self.patience, context=self._tls())
        return smtplib.SMTP(*where, timeout=self.patience)

    def _tls(self) -> ssl.SSLContext:
        file = self.mail.ca_file
        return ssl.create_default_context(cafile=str(self.root / file) if file else None)


def _own_name() -> str:
    """This machine, without asking the name server for more."""
    name = socket.gethostname()
    return name if _HOST.fullmatch(name) else "localhost"


def _break_off(session: smtplib.SMTP) -> None:
    with suppress(OSError, AttributeError):
        session.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]


def _refusal(code: int, said: bytes | str) -> Outcome:
    final = code >= 500 and code not in _ABOUT_US
    return Outcome("refused" if final else "later", _answer(code, said))


def _trouble(fault: Exception) -> Outcome:
    """What keeps the server from taking the message for anybody."""
    if isinstance(fault, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return _refusal(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, smtplib.SMTPResponseException):
        return Outcome("later", _answer(fault.smtp_code, fault.smtp_error))
    if isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError):
        return Outcome("later", "the server did not answer in time")
    return Outcome("later", one_line(str(fault), LONGEST_ANSWER) or type(fault).__name__)


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return one_line(f"{code} {text}", LONGEST_ANSWER)
