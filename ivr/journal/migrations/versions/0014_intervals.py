"""What is counted of each half-hour and day, and how far.

After 0019.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intervals",
        sa.Column("split", sa.Text(), primary_key=True),
        sa.Column("at", sa.Double(), primary_key=True),
        sa.Column("pending", sa.Double()),
        sa.Column("parts", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted_until",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("known", sa.Double(), nullable=False),
    )
    op.create_table("recounts", sa.Column("at", sa.Double(), primary_key=True))


def downgrade() -> None:
    for table in ("recounts", "counted_until", "intervals"):
        op.drop_table(table)
