"""`ivr webhooks try`, `retry`, `forget` and `resume`."""

from __future__ import annotations

import asyncio
import secrets
import time
from datetime import UTC, datetime
from typing import Annotated

import typer

from ivr.cli.audit import audit
from ivr.cli.language import LanguageOption
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, say, stop_with
from ivr.cli.webhooks.shared import IdsArgument, NameArgument, of_ledger, the_one
from ivr.cli.webhooks.words import word
from ivr.http_client import HttpClient
from ivr.journal.json import to_json
from ivr.webhooks.attempt import Outcome, attempt
from ivr.webhooks.ledger import PUT_ASIDE, Ledger
from ivr.webhooks.source import Letter, Receiver
from ivr.webhooks.worker import receiver_of

TEST = "webhook_test"


def try_out(
    name: NameArgument, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Send one test event, signed, and say what the receiver answered. 发送一个测试事件。

    ivr webhooks try crm
    """
    _, webhook = the_one(config, name, language)
    outcome = asyncio.run(_tried(receiver_of(name, webhook)))
    if outcome.verdict != "accepted":
        stop_with(word("try_failed", language, name=name, error=outcome.error))
    say(word("try_accepted", language, name=name))


def retry(
    name: NameArgument,
    ids: IdsArgument = None,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Have events sent again that were given up or refused. 重新发送已搁置的事件。

    ivr webhooks retry crm\n
    ivr webhooks retry crm 1207 1311
    """
    settings, _ = the_one(config, name, language)
    many = of_ledger(settings, lambda ledger: ledger.retry(name, ids or []))
    if not many:
        stop_with(word("nothing_put_aside", language, name=name))
    audit("webhook_retried", webhook=name, events=many)
    say(word("retried", language, count=many))


def forget(
    name: NameArgument,
    ids: IdsArgument = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask. 不询问。")] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Never send events that were given up or refused. 不再发送已搁置的事件。

    ivr webhooks forget crm\n
    ivr webhooks forget crm 1207 --yes
    """
    settings, webhook = the_one(config, name, language)

    async def put_aside(ledger: Ledger) -> int:
        overview = await ledger.overview(name, webhook.events)
        return sum(overview.kept.get(state, 0) for state in PUT_ASIDE) if overview else 0

    count = len(ids) if ids else of_ledger(settings, put_aside)
    if count and not yes:
        typer.confirm(word("ask_forget", language, name=name, count=count), abort=True)
    many = of_ledger(settings, lambda ledger: ledger.forget(name, ids or []))
    if not many:
        stop_with(word("nothing_put_aside", language, name=name))
    audit("webhook_events_forgotten", webhook=name, events=many)
    say(word("forgotten", language, count=many))


def resume(
    name: NameArgument, language: LanguageOption = None, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Send again to a receiver that had answered 410, gone. 恢复向已停用的接收方发送。

    ivr webhooks resume crm
    """
    settings, _ = the_one(config, name, language)
    if not of_ledger(settings, lambda ledger: ledger.resume(name)):
        stop_with(word("not_gone", language, name=name))
    audit("webhook_resumed", webhook=name)
    say(word("resumed", language))


async def _tried(receiver: Receiver) -> Outcome:
    now = time.time()
    when = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = to_json({"type": TEST, "timestamp": when, "data": {"webhook": receiver.name}}).encode()
    async with HttpClient() as http:
        return await attempt(http.post, receiver, Letter(f"test_{secrets.token_hex(8)}", body), now)
