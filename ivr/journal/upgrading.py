"""Bringing the tables up to date, by the scripts in `ivr/journal/migrations`."""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection

from ivr.journal.unusable import REMEDY, REMEDY_ZH, DatabaseUnusable


def alembic_config(connection: Any) -> Config:
    """Alembic's configuration without an ini file: the scripts travel inside the package."""
    config = Config()
    config.set_main_option("script_location", "ivr.journal:migrations")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest version; raises `DatabaseUnusable` where they are newer than that."""
    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as fault:
        if not isinstance(fault.__cause__, ResolutionError):
            raise
        raise DatabaseUnusable(
            f"the database was last used by a later version of Callwright: install that one; {REMEDY}",
            f"数据库已被 Callwright 更新的版本使用过：请安装该版本；{REMEDY_ZH}",
        ) from fault
