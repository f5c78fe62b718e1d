"""`ivr cases`: suggestions and complaints, and what becomes of them."""

from __future__ import annotations

import typer

from ivr.cli.cases.acting import (
    answer,
    assign,
    attribute,
    begin,
    charge,
    close,
    merge,
    note,
    reopen,
    sort,
    wish,
)
from ivr.cli.cases.listing import list_cases, show, similar

cases = typer.Typer(
    no_args_is_help=True,
    help="""Cases: who sees to a suggestion or complaint, until when, and the answer. 工单：跟进与答复。

    ivr cases list --overdue

    ivr cases show 40817265

    ivr cases assign 40817265 --department goods

    ivr cases answer 40817265 "We have sent a new one today."
    """,
)
cases.command("list")(list_cases)
cases.command()(show)
cases.command()(similar)
cases.command()(assign)
cases.command()(begin)
cases.command()(answer)
cases.command()(note)
cases.command()(sort)
cases.command()(attribute)
cases.command()(charge)
cases.command()(wish)
cases.command()(merge)
cases.command()(close)
cases.command()(reopen)
