"""Callbacks want an agent by an expression of skills that relaxes, and not by skills and levels alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0007"
branch_labels = None
depends_on = None

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_CALLBACKS = sa.table(
    "callbacks",
    sa.column("id", sa.Integer()),
    sa.column("skills", sa.JSON()),
    sa.column("priority", sa.Integer()),
    sa.column("wanted", sa.JSON()),
)


def upgrade() -> None:
    op.add_column("callbacks", sa.Column("wanted", sa.JSON(), nullable=False, server_default="{}"))
    row = _CALLBACKS.c
    for found in op.get_bind().execute(sa.select(row.id, row.skills, row.priority)).all():
        wanted = _wanted(found.skills, found.priority)
        op.execute(_CALLBACKS.update().where(row.id == found.id).values(wanted=wanted))
    op.drop_column("callbacks", "skills")
    op.drop_column("callbacks", "priority")


def downgrade() -> None:
    op.add_column("callbacks", sa.Column("skills", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("callbacks", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("callbacks", "wanted")


def _wanted(skills: Mapping[str, int], priority: int) -> dict[str, Any]:
    written = (f"{skill} >= {level}" for skill, level in skills.items() if _NAME.fullmatch(skill))
    asked = " and ".join(written) or "anybody"
    return {"needs": asked, "prefer": {}, "relax": [], "agent": "", "patience": 0.0, "priority": priority}
