"""Cases have a status, an owner and due times, and a history.

After 0014.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0014"
branch_labels = None
depends_on = None

_TEXTS = (
    ("kind", "suggestion"),
    ("subcategory", ""),
    ("subcategory_name", ""),
    ("pin", ""),
    ("call_back", ""),
    ("by", ""),
    ("status", "new"),
    ("owner", ""),
    ("department", ""),
    ("answer", ""),
    ("answer_file", ""),
    ("reason", ""),
    ("merged_into", ""),
    ("responsible", ""),
    ("text", ""),
)
_COUNTS = ("anonymous", "version", "reopened", "told")
_MOMENTS = ("answer_due", "close_due", "due", "answered", "closed", "remind_at")
_INDEXES = {
    "ix_cases_remind_at": ["remind_at"],
    "ix_cases_status_due": ["status", "due"],
    "ix_cases_caller_number": ["caller_number"],
}


def upgrade() -> None:
    with op.batch_alter_table("cases") as table:
        for name, default in _TEXTS:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=default))
        for name in _COUNTS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        for name in _MOMENTS:
            table.add_column(sa.Column(name, sa.Double()))
        table.add_column(sa.Column("helped", sa.Integer()))
        table.add_column(sa.Column("changed", sa.Double(), nullable=False, server_default="0"))
        table.add_column(sa.Column("details", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("charges", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE cases SET changed = opened")
    for name, columns in _INDEXES.items():
        op.create_index(name, "cases", columns)
    _history()
    _drafts()


def _history() -> None:
    op.create_table(
        "case_history",
        sa.Column("reference", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
    )
    op.execute(
        "INSERT INTO case_history (reference, number, at, who, what, data)"
        " SELECT reference, 1, opened, 'caller', 'opened', '{}' FROM cases"
    )


def _drafts() -> None:
    op.create_table(
        "case_drafts",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("began", sa.Double(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("case_drafts")
    op.drop_table("case_history")
    for name in _INDEXES:
        op.drop_index(name, "cases")
    with op.batch_alter_table("cases") as table:
        for name in (
            *(name for name, _ in _TEXTS),
            *_COUNTS,
            *_MOMENTS,
            "helped",
            "changed",
            "details",
            "charges",
        ):
            table.drop_column(name)
