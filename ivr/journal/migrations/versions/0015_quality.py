"""Scoring forms, samples, scores, appeals, calibration, and what was heard of recorded talks.

After 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quality_forms",
        sa.Column("version", sa.Text(), primary_key=True),
        *_texts("form"),
        *_times("since"),
        *_json("content"),
    )
    op.create_table(
        "quality_samples",
        sa.Column("id", sa.Text(), primary_key=True),
        *_times("made"),
        *_texts("by"),
        *_json("criteria"),
    )
    op.create_index("ix_quality_samples_made", "quality_samples", ["made"])
    op.create_table(
        "quality_picks",
        sa.Column("sample", sa.Text(), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("recording", sa.BigInteger(), nullable=False),
        *_texts("call", "agent", "stratum"),
        *_json("reasons"),
    )
    _scores()
    op.create_table(
        "quality_appeals",
        sa.Column("score", sa.BigInteger(), primary_key=True, autoincrement=False),
        *_times("at"),
        *_texts("by", "text", "outcome", "decided_by", "reason"),
        sa.Column("decided", sa.Double()),
        *_json("before"),
    )
    op.create_table(
        "quality_sessions",
        sa.Column("id", sa.Text(), primary_key=True),
        *_times("made"),
        *_texts("by", "call", "agent", "form"),
    )
    op.create_table(
        "talk_sounds",
        sa.Column("recording", sa.BigInteger(), primary_key=True, autoincrement=False),
        *_times("silence", "both", "seconds"),
    )


def _scores() -> None:
    op.create_table(
        "quality_scores",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        *_texts("call", "agent", "queue", "form", "version", "session", "scorer", "state", "comment"),
        *_times("began", "made"),
        sa.Column("master", sa.Integer(), nullable=False),
        sa.Column("final", sa.Double()),
        sa.Column("score", sa.Double()),
        *_json("fatal", "answers"),
    )
    once = ["call", "agent", "form", "session", "scorer", "master"]
    op.create_index("ix_quality_scores_once", "quality_scores", once, unique=True)
    op.create_index("ix_quality_scores_agent", "quality_scores", ["agent", "began"])
    op.create_index("ix_quality_scores_began", "quality_scores", ["began"])


def downgrade() -> None:
    for table in (
        "talk_sounds",
        "quality_sessions",
        "quality_appeals",
        "quality_scores",
        "quality_picks",
        "quality_samples",
        "quality_forms",
    ):
        op.drop_table(table)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _times(*names: str) -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Double(), nullable=False) for name in names]


def _json(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.JSON(), nullable=False) for name in names]
