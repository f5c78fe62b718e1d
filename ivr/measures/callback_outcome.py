"""Callback outcome: of the callers who were promised a callback, those with whom an agent then talked.

It counts by the call in which it was asked for, so that a callback of the next day is the promise of the day
before. The rest were not reached, or not yet. The stays of our own calls in a queue count among no callers'.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import ratio

MEASURES = (
    Measure(
        "callbacks",
        "count",
        words("约定回呼", "callbacks promised"),
        words("约定回呼的来电", "calls in which a callback was promised"),
        lambda parts: parts.callbacks,
    ),
    Measure(
        "callback_rate",
        "share",
        words("回呼成功率", "callbacks kept"),
        words("回呼后与坐席通话/约定回呼", "talked with an agent afterwards / promised"),
        lambda parts: ratio(parts.callbacks_talked, parts.callbacks),
    ),
    Measure(
        "callback_wait",
        "seconds",
        words("回呼平均等待", "mean wait for the callback"),
        words("约定至与坐席通话的时长合计/回呼成功", "promise to talk / callbacks kept"),
        lambda parts: ratio(parts.callback_waited, parts.callbacks_talked),
    ),
    Measure(
        "callback_attempts",
        "count",
        words("回呼尝试", "callback attempts"),
        words("回呼的拨打次数，按拨打时间", "calls we made for it, by when we made them"),
        lambda parts: parts.callback_attempts,
    ),
)
