"""`ivr report`: figures of a time as a table, a page with charts, or a file for spreadsheets and programs."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.journal import ask, zone_of
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, err, say, settings_or_exit, stop_with
from ivr.cli.progress import stage_bar
from ivr.cli.reporting.asking import Options, asked_of
from ivr.cli.reporting.delivering import deliver, form_of
from ivr.cli.reporting.mail_schedules import NAME, send_now, show
from ivr.cli.reporting.mailing import addresses, attached, mail
from ivr.cli.reporting.preparing import prepare_figures
from ivr.cli.reporting.schedules import scheduled
from ivr.cli.reporting.words import word as told
from ivr.cli.texts import TEXTS
from ivr.measures.service_level import DEFAULT
from ivr.reports.asked import Asked
from ivr.reports.definitions import REPORTS
from ivr.reports.report import TooMany, report_of
from ivr.reports.sheet import Sheet
from ivr.reports.words import word
from ivr.settings import Settings

_OBJECTS = 100_000
"""That are made between two searches for cycles: the facts of calls have none, and with Python's own number
the search takes a third of the time of a report."""


def report(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which report; without it they are listed. 报表名称。")
    ] = "",
    since: Annotated[
        str, typer.Option("--from", help="Since: today, yesterday, 2026-11-22, 7d (ago). 起始时间。")
    ] = "today",
    until: Annotated[
        str, typer.Option("--to", help="Until, that day included; else now. 截止时间，含当天。")
    ] = "",
    by: Annotated[
        str, typer.Option(help="Split by: queue, agent, line, ... several with commas. 分组，逗号分隔。")
    ] = "",
    interval: Annotated[str, typer.Option(help="hour, half_hour, day, week, month, all, 15m. 时段。")] = "",
    formula: Annotated[str, typer.Option(help="Of the service level: A to G. 服务水平公式。")] = DEFAULT,
    within: Annotated[str, typer.Option(help="Its time, as 20s; else each queue's own. 服务水平限时。")] = "",
    short: Annotated[str, typer.Option(help="Up to which an abandon is short. 短时放弃的上限。")] = "5s",
    schedule: Annotated[
        Path | None, typer.Option(help="CSV of who is to work when, for utilisation and adherence. 排班表。")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", help="csv, xlsx, html, pdf, json, parquet; else a table. 格式。")
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write to a file, by its ending. 写入文件。")
    ] = None,
    mail_to: Annotated[
        list[str] | None,
        typer.Option("--mail", help="Send to this address; several times for several. 用邮件发送。"),
    ] = None,
    trial: Annotated[
        str,
        typer.Option(
            "--try", metavar="NAME", help="With schedules: send this one now, by --mail. 立即发送定时报表。"
        ),
    ] = "",
    prepare: Annotated[
        bool,
        typer.Option("--prepare", help="Count all half-hours that are not counted yet, and end. 预先统计。"),
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Report on calls, queues and agents, from the call log. 呼入、队列、坐席等报表。

    Every report names its range and time zone, formula and time of its service level, and what is still open.

        ivr report                                      which reports there are 列出报表\n
        ivr report inbound                              today by half-hour 今天各半小时\n
        ivr report queue --from yesterday --to yesterday\n
        ivr report inbound --from 2026-11-01 --to 2026-11-30 --by interval,queue\n
        ivr report queue --from 7d --out queues.xlsx    a workbook with charts 带图表的工作簿\n
        ivr report inbound --out today.html             a page to print or mail 网页，可打印\n
        ivr report schedules                            what is sent when 定时报表\n
        ivr report queue --mail boss@example.com        by mail, with its charts 邮件发送\n
        ivr report queue --formula B --within 30s --format json\n
        ivr report --prepare                            count what is not counted yet 预先统计
    """
    words = chosen(language)
    if prepare:
        return prepare_figures(settings_or_exit(config), words)
    if not name:
        return _list(words)
    if name == NAME:
        return _schedules(settings_or_exit(config), trial, mail_to or (), words)
    options = Options(name, since, until, by, interval, formula, within, short, words)
    settings = settings_or_exit(config)
    asked = scheduled(asked_of(options, settings, datetime.now(zone_of(settings))), schedule, settings)
    if mail_to and to:
        raise typer.BadParameter(told("report_either", words), param_hint="--mail")
    if mail_to:
        recipients, along = addresses(mail_to, settings, words), attached(form, words)
        return mail(_made(asked, settings), recipients, along, settings)
    form = form_of(form, to, words)
    deliver(_made(asked, settings), form, to)


def _made(asked: Asked, settings: Settings) -> Sheet:
    title = word("reading", asked.language)
    gc.set_threshold(_OBJECTS)
    try:
        with stage_bar(err) as bar:
            return ask(
                settings,
                lambda reader: report_of(reader, asked, lambda done, total: bar(title, done, total)),
            )
    except TooMany as fault:
        stop_with(
            TEXTS["report_too_many"][asked.language].format(calls=f"{fault.calls:,}", most=f"{fault.most:,}")
        )


def _schedules(settings: Settings, trial: str, to: Sequence[str], words: str) -> None:
    if trial or to:
        send_now(settings, trial, to, words)
    else:
        show(settings, words)


def _list(language: str) -> None:
    width = max(map(len, REPORTS))
    between = "：" if language == "zh" else ": "
    for name, each in REPORTS.items():
        say(f"{name:<{width}}  {each.title[language]}{between}{each.about[language]}")
    say(TEXTS["report_how"][language])
