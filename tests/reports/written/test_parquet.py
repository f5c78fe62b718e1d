"""Reports as Parquet."""

from __future__ import annotations

import io
import sys

import orjson
import pytest
from pyarrow import parquet as standard

from ivr.reports.written import parquet
from tests.reports.sheets import EMPTY, HOSTILE, SHEET


def test_figures_have_types_and_no_data_is_null() -> None:
    table = standard.read_table(io.BytesIO(parquet.write(SHEET)))
    assert [str(field.type) for field in table.schema] == ["string", *["int64"] * 3, "double", "double"]
    assert table.column("service_level").to_pylist() == [0.8125, None]
    assert table.column("queue").to_pylist()[1] == HOSTILE


def test_the_metadata_say_what_it_is_about() -> None:
    schema = standard.read_schema(io.BytesIO(parquet.write(SHEET)))
    about = orjson.loads(schema.metadata[b"callwright"])
    assert (about["report"], about["formula"], about["within"]) == ("queue", "D", 20.0)


def test_a_report_over_nothing_has_its_columns() -> None:
    assert standard.read_table(io.BytesIO(parquet.write(EMPTY))).num_rows == 0


def test_without_pyarrow_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(parquet.ParquetMissing):
        parquet.write(SHEET)
