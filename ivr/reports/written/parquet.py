"""Parquet for warehouses and notebooks: exact figures with types; the metadata say what they are about."""

from __future__ import annotations

import io
from typing import Any

import orjson

from ivr.reports.sheet import Sheet, Unit


class ParquetMissing(RuntimeError):
    """pyarrow is not installed."""


def write(sheet: Sheet) -> bytes:
    """The whole file, without the total, which can be had from its parts. Raises ParquetMissing."""
    try:
        import pyarrow  # takes a while to import, and may not be there
        from pyarrow import parquet
    except ImportError as fault:
        raise ParquetMissing from fault
    types: dict[Unit, Any] = {"text": pyarrow.string(), "count": pyarrow.int64()}
    fields = [(column.name, types.get(column.unit, pyarrow.float64())) for column in sheet.columns]
    about = {"report": sheet.name, "title": sheet.title, **sheet.told, "notes": list(sheet.notes)}
    schema = pyarrow.schema(fields, metadata={"callwright": orjson.dumps(about)})
    columns = [[row[at] for row in sheet.exact_rows] for at in range(len(fields))]
    arrays = [pyarrow.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
    target = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, schema=schema), target, compression="zstd")
    return target.getvalue()
