"""AHT, average handle time: (talk + hold + wrap-up) / handled, in seconds.

Handled are agents' parts of calls: a transferred call is one call and two of them. Time with a colleague is
the agent's who asked for it, and lies within the talk. Talk here is without hold. The mean hold over all
parts and that over those with a hold are two figures.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def aht(parts: Parts) -> float | None:
    """None when nothing was handled."""
    return ratio(parts.talked + parts.wrapped_up, parts.handled)


MEASURES = (
    Measure(
        "handled",
        "count",
        words("处理量", "handled"),
        words("坐席参与的通话段，转接后算两段", "agents' parts of calls; a transfer makes two"),
        lambda parts: parts.handled,
    ),
    Measure(
        "aht",
        "seconds",
        words("平均处理时长", "AHT"),
        words("(通话+保持+话后处理)/处理量", "(talk + hold + wrap-up) / handled"),
        aht,
    ),
    Measure(
        "talk_time",
        "seconds",
        words("平均通话时长（不含保持）", "mean talk (without hold)"),
        words("通话/处理量", "talk / handled"),
        lambda parts: ratio(parts.talked - parts.held, parts.handled),
    ),
    Measure(
        "hold_time",
        "seconds",
        words("平均保持时长（全部）", "mean hold (over all handled)"),
        words("保持/处理量", "hold / handled"),
        lambda parts: ratio(parts.held, parts.handled),
    ),
    Measure(
        "hold_time_of_held",
        "seconds",
        words("平均保持时长（仅有保持的）", "mean hold (over those with a hold)"),
        words("保持/有保持的处理量", "hold / handled with a hold"),
        lambda parts: ratio(parts.held, parts.handled_with_hold),
    ),
    Measure(
        "wrap_up_time",
        "seconds",
        words("平均话后处理时长", "mean wrap-up"),
        words("话后处理/处理量", "wrap-up / handled"),
        lambda parts: ratio(parts.wrapped_up, parts.handled),
    ),
    Measure(
        "consult_time",
        "seconds",
        words("平均咨询时长", "mean consultation"),
        words("与同事咨询/处理量，含在通话内", "time with colleagues / handled; part of the talk"),
        lambda parts: ratio(parts.consulted, parts.handled),
    ),
)
