"""What outlives a call: what is remembered of callers, how often they did something, lists of numbers.

After 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _remembered()
    _counted()
    _listed()


def downgrade() -> None:
    for table in ("listed", "counted", "remembered"):
        op.drop_table(table)


def _remembered() -> None:
    op.create_table(
        "remembered",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        _text("value"),
        sa.Column("until", sa.Double()),
    )
    op.create_index("ix_remembered_until", "remembered", ["until"])


def _counted() -> None:
    op.create_table(
        "counted",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        *map(_text, ("kind", "key")),
        _real("at"),
        _real("until"),
    )
    op.create_index("ix_counted_until", "counted", ["until"])
    op.create_index("ix_counted_kind_key_at", "counted", ["kind", "key", "at"])


def _listed() -> None:
    op.create_table(
        "listed",
        sa.Column("list", sa.Text(), primary_key=True),
        sa.Column("number", sa.Text(), primary_key=True),
        sa.Column("wild", sa.Integer(), nullable=False),
        _text("note"),
        sa.Column("until", sa.Double()),
        _real("added"),
    )
    op.create_index("ix_listed_list_wild", "listed", ["list", "wild"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _real(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)
