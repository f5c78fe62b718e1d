"""Callers who wait to be called back.

After 0003.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "callbacks",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        _column("asked", sa.Double()),
        _column("state", sa.Text()),
        _column("attempts", sa.Integer()),
        *(_column(name, sa.Text()) for name in ("call", "number", "queue")),
        _column("skills", sa.JSON()),
        _column("priority", sa.Integer()),
        *(_column(name, sa.Text()) for name in ("language", "dialplan", "dialled", "hours")),
        _column("tries", sa.Integer()),
        _column("ring", sa.Double()),
        _column("again", sa.Double()),
    )
    op.create_index(
        "ix_callbacks_one_waiting_per_number",
        "callbacks",
        ["number"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    op.drop_table("callbacks")


def _column(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)
