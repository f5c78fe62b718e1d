"""Entries of lists that are valid from a later moment on.

After 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("listed") as table:
        table.add_column(sa.Column("since", sa.Double()))


def downgrade() -> None:
    with op.batch_alter_table("listed") as table:
        table.drop_column("since")
