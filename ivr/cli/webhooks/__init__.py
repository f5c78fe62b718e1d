"""`ivr webhooks`: who is told of events of calls, what had to wait, and a test event."""

from __future__ import annotations

import typer

from ivr.cli.webhooks.acting import forget, resume, retry, try_out
from ivr.cli.webhooks.listing import list_webhooks, show

webhooks = typer.Typer(
    no_args_is_help=True,
    help="""Webhooks: list, what waits, send again, try. Webhook：列表、待发送、重发、测试。

    ivr webhooks list

    ivr webhooks show crm

    ivr webhooks try crm

    ivr webhooks retry crm
    """,
)
webhooks.command("list")(list_webhooks)
webhooks.command()(show)
webhooks.command("try")(try_out)
webhooks.command()(retry)
webhooks.command()(forget)
webhooks.command()(resume)
