"""Cases and their history as rows of the database."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from ivr.hotline.case import Case, Charge, Entry

_FIELDS = tuple(field.name for field in dataclasses.fields(Case))


def values(case: Case) -> Mapping[str, Any]:
    """The columns of a case."""
    plain = {name: getattr(case, name) for name in _FIELDS}
    return plain | {
        "details": dict(case.details),
        "charges": [dataclasses.asdict(charge) for charge in case.charges],
        "anonymous": int(case.anonymous),
        "helped": None if case.helped is None else int(case.helped),
        "due": case.due,
    }


def case_of(row: Row[Any]) -> Case:
    """The case in a row."""
    plain = {name: row._mapping[name] for name in _FIELDS}
    return Case(
        **plain
        | {
            "charges": tuple(Charge(**charge) for charge in row.charges),
            "anonymous": bool(row.anonymous),
            "helped": None if row.helped is None else bool(row.helped),
        }
    )


def entry_of(row: Row[Any]) -> Entry:
    """What happened, in a row."""
    return Entry(row.reference, row.number, row.at, row.who, row.what, row.data)
