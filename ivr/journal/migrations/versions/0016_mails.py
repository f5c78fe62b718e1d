"""Mail that is to be sent, and what became of it.

After 0018.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("about", "period", "subject", "note")),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("held", sa.Double(), nullable=False),
        sa.Column("message", sa.LargeBinary()),
    )
    op.create_index("ix_mails_about_period", "mails", ["about", "period"], unique=True)
    op.create_table(
        "mail_recipients",
        sa.Column("mail", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("changed", sa.Double(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
    )
    op.create_index("ix_mail_recipients_state_due", "mail_recipients", ["state", "due"])


def downgrade() -> None:
    op.drop_table("mail_recipients")
    op.drop_table("mails")
