"""`ivr warehouse`: the call log as Parquet files, kept up to date."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.journal import ask, zone_of
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, err, say, settings_or_exit, shown, stop_with
from ivr.cli.progress import stage_bar
from ivr.cli.texts import TEXTS
from ivr.document.problems import nearest
from ivr.settings import Settings
from ivr.warehouse.export import Asked, Busy
from ivr.warehouse.export import export as exported
from ivr.warehouse.manifest import Unfit
from ivr.warehouse.numbers import FORMS, Form
from ivr.warehouse.writing import ParquetMissing

SECRET = "CALLWRIGHT_WAREHOUSE_SECRET"
LEAST_SECRET = 16

warehouse = typer.Typer(
    no_args_is_help=True, help="The call log as Parquet files, for a data warehouse. 数据仓库导出。"
)


@warehouse.callback()
def _together() -> None: ...


@warehouse.command("export")
def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder, new or of an earlier export. 目标文件夹。")
    ],
    numbers: Annotated[
        str, typer.Option(help="Callers' numbers: masked, hashed or plain. 来电号码的写法。")
    ] = "masked",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write what is new in the call log into a folder of Parquet files. 将新的通话记录导出为Parquet文件。

    Only days of which the log tells something new are written; each is there whole or as it was. Run it as
    often as you like, beside a running engine; a run that was broken off is gone on with by the next one.

        ivr warehouse export /srv/warehouse\n
        ivr warehouse export /srv/warehouse --numbers hashed
    """
    words = chosen(language)
    form = _form(numbers, words)
    settings = settings_or_exit(config)
    asked = Asked(folder, zone_of(settings), form, _secret(form, words), settings.engine.country)
    days = _exported(asked, settings, words)
    told = {"days": len(days), "folder": shown(folder)}
    if not days:
        return say(_said("warehouse_nothing", words, **told))
    say(_said("warehouse_written", words, first=days[0], last=days[-1], **told))


def _exported(asked: Asked, settings: Settings, words: str) -> list[str]:
    title = _said("warehouse_writing", words)
    try:
        with stage_bar(err) as bar:
            return ask(
                settings,
                lambda reader: exported(reader, asked, lambda done, of: bar(title, done, of)),
            )
    except ParquetMissing:
        stop_with(_said("report_no_parquet", words))
    except Busy:
        stop_with(_said("warehouse_busy", words, folder=shown(asked.folder)))
    except Unfit as fault:
        said = _said(f"warehouse_unfit_{fault.what}", words, old=fault.old[:80], new=fault.new[:80])
        stop_with(f"{shown(asked.folder)}: {said}")
    except OSError as fault:
        stop_with(f"{shown(Path(fault.filename or asked.folder))}: {fault.strerror or fault}")


def _form(given: str, words: str) -> Form:
    for form in FORMS:
        if given.strip().lower() == form:
            return form
    said = _said("warehouse_numbers", words, given=given[:80], nearest=nearest(given, FORMS, words))
    raise typer.BadParameter(said, param_hint="--numbers")


def _secret(form: Form, words: str) -> str:
    """Only hashed numbers need one. A short one could be found by trying."""
    if form != "hashed":
        return ""
    secret = os.environ.get(SECRET, "")
    if len(secret) < LEAST_SECRET:
        stop_with(_said("warehouse_secret", words, name=SECRET, least=LEAST_SECRET))
    return secret


def _said(told: str, words: str, **values: object) -> str:
    return TEXTS[told][words].format(**values)
