"""One day of one table as a file of Parquet, there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ivr.files.durable import UNFINISHED
from ivr.warehouse.tables import TABLES, VERSION, Row, Type

PART = "part-0.parquet"


class ParquetMissing(RuntimeError):
    """pyarrow is not installed."""


def place(folder: Path, table: str, day: str) -> Path:
    """Where a day of a table is kept."""
    return folder / table / f"date={day}" / PART


@contextmanager
def day_written(folder: Path, day: str, tables: Sequence[str]) -> Iterator[Day]:
    """Rows are put in by portions; at the end of the context the files take the place of the former ones, and
    where there are no rows, there is no file. Raises `ParquetMissing` and OSError; then the former ones
    stay."""
    day_of_tables = Day(folder, day, tables)
    try:
        yield day_of_tables
        day_of_tables.finish()
    finally:
        day_of_tables.drop()


class Day:
    """One day of some tables, while it is written."""

    def __init__(self, folder: Path, day: str, tables: Sequence[str]) -> None:
        self._pyarrow, self._parquet = _libraries()
        self._folder, self._day, self._tables = folder, day, tables
        self._writers: dict[str, Any] = {}

    def put(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Add rows to tables."""
        for table, new in rows.items():
            if new:
                self._put(table, new)

    def _put(self, table: str, rows: Sequence[Row]) -> None:
        schema = self._schema(TABLES[table])
        if table not in self._writers:
            unfinished = self._unfinished(table)
            unfinished.parent.mkdir(parents=True, exist_ok=True)
            self._writers[table] = self._parquet.ParquetWriter(unfinished, schema, compression="zstd")
        self._writers[table].write_table(self._pyarrow.Table.from_pylist(list(rows), schema=schema))

    def finish(self) -> None:
        """Put the files in their places, when all of them are on disk."""
        for table, writer in self._writers.items():
            writer.close()
            _sync(self._unfinished(table))
        for table in self._tables:
            to = place(self._folder, table, self._day)
            if table in self._writers:
                os.replace(self._unfinished(table), to)
            else:
                to.unlink(missing_ok=True)

    def drop(self) -> None:
        """What is not finished goes."""
        for table, writer in self._writers.items():
            writer.close()
            self._unfinished(table).unlink(missing_ok=True)

    def _unfinished(self, table: str) -> Path:
        to = place(self._folder, table, self._day)
        return to.with_name(UNFINISHED + to.name)

    def _schema(self, columns: Mapping[str, Type]) -> Any:
        arrow = self._pyarrow
        types: dict[Type, Any] = {
            "text": arrow.string(),
            "name": arrow.dictionary(arrow.int32(), arrow.string()),
            "moment": arrow.timestamp("us", tz="UTC"),
            "seconds": arrow.float64(),
            "count": arrow.int64(),
            "truth": arrow.bool_(),
        }
        fields = [(name, types[kind]) for name, kind in columns.items()]
        return arrow.schema(fields, metadata={"callwright_version": str(VERSION)})


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow  # takes a while to import, and may not be there
        from pyarrow import parquet
    except ImportError as fault:
        raise ParquetMissing from fault
    return pyarrow, parquet
