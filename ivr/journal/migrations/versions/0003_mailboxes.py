"""The events of the mailboxes are found without looking through all the others.

After 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OF_MAILBOXES = sa.text("kind IN ('voicemail_left', 'voicemail_heard')")


def upgrade() -> None:
    op.create_index(
        "ix_events_mailboxes", "events", ["seq"], sqlite_where=OF_MAILBOXES, postgresql_where=OF_MAILBOXES
    )


def downgrade() -> None:
    op.drop_index("ix_events_mailboxes", "events")
