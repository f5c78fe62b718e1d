"""What a source of config/ivr.yaml wants to know before it can be asked."""

from __future__ import annotations

from sqlalchemy import text

from ivr.flow.expressions import Template
from ivr.settings import Source


def parameters(source: Source) -> frozenset[str]:
    """The names that a look-up must give under `with`. Raises ValueError for a fault in `{{ }}`."""
    if source.kind == "sql":
        return frozenset(text(source.query or "").compile().params)
    if source.kind == "csv":
        return frozenset({source.key or ""})
    written = (source.http or "", *source.headers.values())
    return frozenset(name for template in written for name in Template(template).names) - {"env"}
