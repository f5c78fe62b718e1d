"""A report as the forms of `ivr.reports.written` get it."""

from __future__ import annotations

from dataclasses import replace

from ivr.reports.sheet import Chart, Column, Series, Sheet

COLUMNS = (
    Column("queue", "Queue", "text"),
    Column("offered", "Offered", "count"),
    Column("answered", "Answered", "count"),
    Column("abandoned", "Abandoned", "count"),
    Column("service_level", "Service level", "share"),
    Column("asa", "ASA", "seconds"),
)
HOSTILE = '=cmd|"/c calc"!A1, "x"\u202e😀<script>alert(1)</script>&amp;' + "长" * 4096
SHEET = Sheet(
    name="queue",
    title="Calls by queue",
    language="en",
    facts=(("Range", "2026-11-25 00:00 to 2026-11-26 00:00"), ("Service level", "formula D, 20 s")),
    columns=COLUMNS,
    rows=(("Customer service", 10, 8, 2, 0.8125, 12.5), (HOSTILE, 1, 0, 1, None, None)),
    total=("Total", 11, 8, 3, 0.7, 12.5),
    charts=(
        Chart(
            "Calls",
            "parts",
            "count",
            False,
            ("Customer service", HOSTILE),
            (Series("Answered", (8, 0)), Series("Abandoned", (2, 1))),
        ),
    ),
    notes=("A note.",),
    told={"formula": "D", "within": 20.0},
)
EMPTY = replace(
    SHEET, rows=(), charts=(replace(SHEET.charts[0], categories=(), series=(Series("Answered", ()),)),)
)
