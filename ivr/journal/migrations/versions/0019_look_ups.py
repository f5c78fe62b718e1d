"""Indexes by which a call is found among millions: by its caller's number however it is spelled, and by the
beginning of its id.

After 0016.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None

_STRANGE_IN_SQLITE = sa.text("caller_number GLOB '*[0-9]*' AND caller_number GLOB '*[^0-9+]*'")
_STRANGE_IN_POSTGRESQL = sa.text("caller_number ~ '[0-9]' AND caller_number ~ '[^0-9+]'")


def upgrade() -> None:
    op.drop_index("ix_calls_caller_number", "calls")
    op.create_index(
        "ix_calls_caller_number_began_id",
        "calls",
        ["caller_number", "began", "id"],
        postgresql_ops={"caller_number": "text_pattern_ops"},
    )
    op.create_index(
        "ix_calls_ending",
        "calls",
        [sa.text("substr(caller_number, length(caller_number) - 3)"), "caller_number"],
    )
    op.create_index(
        "ix_calls_strange_number",
        "calls",
        ["caller_number"],
        sqlite_where=_STRANGE_IN_SQLITE,
        postgresql_where=_STRANGE_IN_POSTGRESQL,
    )
    if _has_locales():
        op.create_index("ix_calls_id_beginning", "calls", ["id"], postgresql_ops={"id": "text_pattern_ops"})


def downgrade() -> None:
    if _has_locales():
        op.drop_index("ix_calls_id_beginning", "calls")
    for index in ("strange_number", "ending", "caller_number_began_id"):
        op.drop_index(f"ix_calls_{index}", "calls")
    op.create_index("ix_calls_caller_number", "calls", ["caller_number"])


def _has_locales() -> bool:
    """In SQLite the primary key does what another index has to do in PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"
