"""Callers who asked to be erased.

After 0015.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("asked", sa.Double(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, index=True),
        sa.Column("done", sa.Double()),
    )


def downgrade() -> None:
    op.drop_table("erasures")
