"""The first tables: events, and what is derived from them; cases of the hotline.

The first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _events()
    _calls()
    _agent_states()
    _cases()


def downgrade() -> None:
    for table in ("cases", "agent_states", "calls", "events"):
        op.drop_table(table)


def _events() -> None:
    op.create_table(
        "events",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("call", sa.Text()),
        _text("kind"),
        _real("at"),
        _json("data"),
    )
    op.create_index("ix_events_call", "events", ["call"])


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Text(), primary_key=True),
        _real("began"),
        sa.Column("answered", sa.Double()),
        sa.Column("ended", sa.Double()),
        *map(_text, ("caller_number", "caller_name", "dialled_number", "dialplan", "version", "language")),
        _json("flows"),
        _json("keys"),
        _text("queue"),
        _real("waited"),
        _text("agent"),
        _real("talked"),
        *map(_text, ("outcome", "ended_by", "cause")),
        _json("recordings"),
        _text("reference"),
    )
    op.create_index("ix_calls_began", "calls", ["began"])
    op.create_index("ix_calls_caller_number", "calls", ["caller_number"])


def _agent_states() -> None:
    op.create_table(
        "agent_states",
        sa.Column("agent", sa.Text(), primary_key=True),
        _text("state"),
        _text("reason"),
        _real("since"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("reference", sa.Text(), primary_key=True),
        _real("opened"),
        *map(_text, ("call", "line", "category", "category_name", "caller_number", "language", "file")),
        _real("seconds"),
    )
    op.create_index("ix_cases_opened", "cases", ["opened"])
    op.create_index("ix_cases_call", "cases", ["call"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _real(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)
