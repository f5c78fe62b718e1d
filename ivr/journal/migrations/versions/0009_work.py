"""Work of other channels than the phone.

After 0010.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.Text(), primary_key=True),
        _column("arrived", sa.Double()),
        _column("state", sa.Text()),
        _column("agent", sa.Text()),
        _column("changed", sa.Double()),
        _column("overdue", sa.Integer()),
        *(_column(name, sa.Text()) for name in ("queue", "channel", "by")),
        sa.Column("key", sa.Text()),
        _column("needs", sa.Text()),
        _column("priority", sa.Integer()),
        sa.Column("due", sa.Double()),
        *(_column(name, sa.Text()) for name in ("subject", "reference", "sender", "url")),
        _column("payload", sa.JSON()),
    )
    op.create_index("ix_work_by_key", "work", ["by", "key"], unique=True)
    op.create_index("ix_work_state_changed", "work", ["state", "changed"])


def downgrade() -> None:
    op.drop_table("work")


def _column(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)
