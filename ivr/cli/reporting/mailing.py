"""A report by mail, now."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from email.utils import localtime

import typer

from ivr.cli.options import err, say, stop_with
from ivr.cli.reporting.words import word
from ivr.document.model import Fault
from ivr.mail.letter import Letter, message
from ivr.mail.server import Outcome, Server
from ivr.reports.mailed.letter import KINDS, Wrapping, letter
from ivr.reports.sheet import Sheet
from ivr.settings import Settings
from ivr.settings.mail import address


def addresses(given: Sequence[str], settings: Settings, language: str) -> Sequence[str]:
    """The addresses, each once. Raises typer.BadParameter; without a server the program ends."""
    for each in given:
        try:
            address(each)
        except Fault as fault:
            raise typer.BadParameter(
                fault.zh if language == "zh" else str(fault), param_hint="--mail"
            ) from None
    if given and not settings.engine.mail.host:
        stop_with(word("report_no_server", language))
    return tuple(dict.fromkeys(given))


def attached(form: str, language: str) -> Sequence[str]:
    """The form of a file to go along, if one is asked for. Raises typer.BadParameter."""
    given = form.strip().lower()
    if given and given not in KINDS:
        said = word("report_attached", language, known=", ".join(KINDS))
        raise typer.BadParameter(said, param_hint="--format")
    return (given,) if given else ()


def mail(sheet: Sheet, to: Sequence[str], attach: Sequence[str], settings: Settings) -> None:
    """Send it and say what the server said; the program ends with 1 where it did not take it for all."""
    sender = settings.engine.mail.sender or ""
    send(letter([sheet], Wrapping(sender, to, attach)), settings, sheet.language)


def send(written: Letter, settings: Settings, language: str) -> None:
    """Send a letter and say what the server said; the program ends with 1 where it did not take it."""
    server = Server(settings.engine.mail, settings.root)
    found = server.deliver(written.to, message(written, secrets.token_hex(12), localtime()))
    _tell(found, language)
    if any(outcome.state != "accepted" for outcome in found.values()):
        raise typer.Exit(1)


def _tell(found: Mapping[str, Outcome], language: str) -> None:
    for each, outcome in found.items():
        words = word(f"mail_{outcome.state}", language, to=each, answer=outcome.answer)
        if outcome.state == "accepted":
            say(words)
        else:
            err.print(words, style="red", markup=False, soft_wrap=True)
