"""Callbacks want an agent by an expression of skills that relaxes, and not by skills and levels alone.

After 0007.
"""

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
_ONE = re.compile(r"(?!anybody$)([A-Za-z][A-Za-z0-9_-]{0,39})(?: >= (\d+))?")
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
    """Needs that skills and levels cannot say become those of anybody; the callback itself is kept."""
    op.add_column("callbacks", sa.Column("skills", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("callbacks", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    row = _CALLBACKS.c
    for found in op.get_bind().execute(sa.select(row.id, row.wanted)).all():
        skills, priority = _skills(found.wanted.get("needs", "")), found.wanted.get("priority", 0)
        op.execute(_CALLBACKS.update().where(row.id == found.id).values(skills=skills, priority=priority))
    op.drop_column("callbacks", "wanted")


def _skills(needs: str) -> dict[str, int]:
    parts = [_ONE.fullmatch(part) for part in needs.split(" and ")]
    return {part[1]: int(part[2] or 1) for part in parts if part} if all(parts) else {}


def _wanted(skills: Mapping[str, int], priority: int) -> dict[str, Any]:
    written = (f"{skill} >= {level}" for skill, level in skills.items() if _NAME.fullmatch(skill))
    asked = " and ".join(written) or "anybody"
    return {"needs": asked, "prefer": {}, "relax": [], "agent": "", "patience": 0.0, "priority": priority}
