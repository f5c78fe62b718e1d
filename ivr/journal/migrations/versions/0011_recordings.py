"""The index of the recordings, and who did what with them.

After 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

_OF_RECORDINGS = sa.text("kind = 'recording_stored'")

_IN_WAV = sa.text("format = 'wav' AND problem = '' AND erased IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_events_recordings",
        "events",
        ["seq"],
        sqlite_where=_OF_RECORDINGS,
        postgresql_where=_OF_RECORDINGS,
    )
    op.create_table(
        "recordings",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        *_texts("call", "kind", "line", "queue", "agent", "file", "format", "sha256"),
        *_texts("problem", "note", "why"),
        sa.Column("began", sa.Double(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("peaks", sa.LargeBinary()),
        sa.Column("held", sa.Double()),
        sa.Column("erased", sa.Double()),
    )
    for name in ("call", "began", "file"):
        op.create_index(f"ix_recordings_{name}", "recordings", [name])
    op.create_index(
        "ix_recordings_in_wav", "recordings", ["id"], sqlite_where=_IN_WAV, postgresql_where=_IN_WAV
    )
    op.create_table(
        "audit",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("at", sa.Double(), nullable=False),
        *_texts("who", "what", "about"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_table("recordings")
    op.drop_index("ix_events_recordings", "events")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
