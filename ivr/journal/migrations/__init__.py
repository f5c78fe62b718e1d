"""Alembic's scripts: the only thing that makes or alters tables."""
