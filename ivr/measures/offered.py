"""Offered: all callers who entered the queue, whatever became of them.

offered = answered + abandoned + left otherwise + still waiting, for every interval and every split.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words

MEASURES = (
    Measure(
        "offered",
        "count",
        words("呼入量", "offered"),
        words("进入队列的全部来电", "all who entered the queue"),
        lambda parts: parts.entered,
    ),
    Measure(
        "flowed_out",
        "count",
        words("转出", "flowed out"),
        words(
            "以其他方式离开队列：溢出、回呼、留言、下班、无人",
            "left otherwise: overflow, callback, voicemail, closing",
        ),
        lambda parts: parts.flowed_out,
    ),
    Measure(
        "waiting",
        "count",
        words("仍在等待", "still waiting"),
        words("统计时仍在队列中", "in the queue when it was counted"),
        lambda parts: parts.waiting,
    ),
)
