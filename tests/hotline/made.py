"""What the tests of cases share: a case as it comes, promises, and the moments of a week in Shanghai."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.hotline.case import Case
from ivr.ports import NewCase
from ivr.settings.hotline import Hotline

NEW = NewCase(
    call="1763776800.12",
    line="product",
    category="goods",
    category_name="商品",
    caller_number="13800000004",
    language="zh",
    file="2026/11/22/1763776800.12-100211-suggestion.wav",
    seconds=6.5,
)
CASE = Case(
    reference="11111111",
    opened=1000.0,
    call="1763776800.12",
    line="product",
    category="goods",
    category_name="商品",
    caller_number="13800000004",
    language="zh",
    file="a.wav",
    seconds=6.5,
)
OFFICE = {"timezone": "Asia/Shanghai", "open": ["mon-fri 09:00-18:00"]}
PROMISED = Hotline.model_validate(
    {
        "hours": {"office": OFFICE},
        "departments": {"goods": {"name": {"zh": "商品部", "en": "Goods"}, "mail": ["goods@shop.example"]}},
        "kinds": {
            "complaint": {
                "answer": "9h",
                "close": "18h",
                "hours": "office",
                "remind": [{"before": "2h"}, {"after": "0s"}, {"after": "9h", "to": "goods"}],
                "settle": "3d",
            }
        },
    }
)
"""An answer to a complaint within a working day, its end within two."""


def at(written: str) -> float:
    """A moment of Shanghai's clock, such as 2026-11-23 09:00, which is a Monday."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
