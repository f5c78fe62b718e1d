"""The forms in which a report can be written to a file, by name; each name is the file's ending too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ivr.reports.sheet import Sheet
from ivr.reports.written import csv, html, json, parquet, pdf, xlsx


@dataclass(frozen=True, slots=True)
class Form:
    """`readable`: what it gives is text, which a terminal can show."""

    write: Callable[[Sheet], bytes]
    readable: bool


FORMS: Mapping[str, Form] = {
    "csv": Form(csv.write, True),
    "json": Form(json.write, True),
    "html": Form(html.write, True),
    "xlsx": Form(xlsx.write, False),
    "parquet": Form(parquet.write, False),
    "pdf": Form(pdf.write, False),
}
