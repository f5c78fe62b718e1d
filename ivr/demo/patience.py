"""How long shows and tests wait for what they expect; a limit costs nothing where that comes."""

from __future__ import annotations

LIMIT = 30.0
"""Seconds, where no other limit is given: as much as a machine may need that does much else."""
