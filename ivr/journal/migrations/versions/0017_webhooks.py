"""Up to which event each webhook was told, and what could not be told yet.

After 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Double()),
        sa.Column("failing", sa.Double()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("gone", sa.Double()),
    )
    op.create_table(
        "deliveries",
        sa.Column("webhook", sa.Text(), primary_key=True),
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
    )
    op.create_index("ix_deliveries_webhook_call", "deliveries", ["webhook", "call"])
    op.create_index("ix_deliveries_webhook_state_due", "deliveries", ["webhook", "state", "due"])


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("webhooks")
