"""The measures of work, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ivr.measures.measure import words
from ivr.measures.parts import ratio
from ivr.measures.work.parts import WorkParts


@dataclass(frozen=True, slots=True)
class WorkMeasure:
    """As `ivr.measures.measure.Measure`, of parts of work."""

    name: str
    unit: Literal["count", "seconds", "share"]
    title: Mapping[str, str]
    formula: Mapping[str, str]
    of: Callable[[WorkParts], float | None]


_ALL = (
    WorkMeasure(
        "work_arrived",
        "count",
        words("到达", "arrived"),
        words("到达的全部工作", "all work that was brought"),
        lambda parts: parts.arrived,
    ),
    WorkMeasure(
        "work_finished",
        "count",
        words("已完成", "finished"),
        words("到达的工作中已完成的", "of what arrived, what is done"),
        lambda parts: parts.finished,
    ),
    WorkMeasure(
        "work_cancelled",
        "count",
        words("已取消", "cancelled"),
        words("到达的工作中被取消的", "of what arrived, what nobody was to do any more"),
        lambda parts: parts.cancelled,
    ),
    WorkMeasure(
        "work_open",
        "count",
        words("未完成", "still open"),
        words("到达的工作中仍在等待或处理的", "of what arrived, what waits or is being done"),
        lambda parts: parts.open,
    ),
    WorkMeasure(
        "work_wait",
        "seconds",
        words("平均接受等待", "mean wait until accepted"),
        words(
            "到达至首次被接受的时长合计/被接受过的工作", "arrival to first acceptance / work accepted once"
        ),
        lambda parts: ratio(parts.waited, parts.taken),
    ),
    WorkMeasure(
        "work_longest_wait",
        "seconds",
        words("最长接受等待", "longest wait until accepted"),
        words("等待最久的一件，含无人接受的", "the longest of all that arrived, not accepted ones included"),
        lambda parts: parts.longest if parts.arrived else None,
    ),
    WorkMeasure(
        "work_within_due",
        "share",
        words("按时完成率", "finished within due time"),
        words("按时完成/（按时完成+逾期）", "finished in time / (finished in time + overdue)"),
        lambda parts: ratio(parts.due_met, parts.due_met + parts.due_missed),
    ),
    WorkMeasure(
        "work_overdue",
        "count",
        words("逾期", "overdue"),
        words("到期未完成，或到期后才完成、取消", "not finished when it was due"),
        lambda parts: parts.due_missed,
    ),
    WorkMeasure(
        "work_offered",
        "count",
        words("分派次数", "offered to agents"),
        words("向坐席的分派，一件可有多次", "offers to agents, several of one piece of work possible"),
        lambda parts: parts.offers,
    ),
    WorkMeasure(
        "work_accepted",
        "count",
        words("接受", "accepted"),
        words("坐席接受的分派", "offers that the agent took"),
        lambda parts: parts.accepted,
    ),
    WorkMeasure(
        "work_rejected",
        "count",
        words("拒绝", "rejected"),
        words("坐席拒绝的分派", "offers that the agent refused"),
        lambda parts: parts.rejected,
    ),
    WorkMeasure(
        "work_unanswered",
        "count",
        words("未应答", "not answered"),
        words("坐席未在时限内应答的分派", "offers that the agent let pass"),
        lambda parts: parts.unanswered,
    ),
    WorkMeasure(
        "work_withdrawn",
        "count",
        words("撤回", "withdrawn"),
        words(
            "被撤回的分派，如改接来电或工作被取消",
            "offers taken back: a call came first, or it was cancelled",
        ),
        lambda parts: parts.withdrawn,
    ),
    WorkMeasure(
        "work_unreached",
        "count",
        words("未送达", "not reached"),
        words("坐席话机忙或不可达的分派", "offers to an agent whose phone was busy or not there"),
        lambda parts: parts.unreached,
    ),
    WorkMeasure(
        "work_acceptance",
        "share",
        words("接受率", "acceptance rate"),
        words("接受/（接受+拒绝+未应答）", "accepted / (accepted + rejected + not answered)"),
        lambda parts: ratio(parts.accepted, parts.accepted + parts.rejected + parts.unanswered),
    ),
    WorkMeasure(
        "work_handled",
        "count",
        words("处理次数", "handled"),
        words(
            "坐席结束的处理：完成、退回或被取消", "agents' parts that ended: finished, given back, cancelled"
        ),
        lambda parts: parts.handled,
    ),
    WorkMeasure(
        "work_released",
        "count",
        words("退回", "given back"),
        words("坐席退回队列的处理", "parts that ended with the work back in the queue"),
        lambda parts: parts.released,
    ),
    WorkMeasure(
        "work_handle_time",
        "seconds",
        words("平均处理时长", "mean handle time"),
        words("接受至结束的时长合计/处理次数", "acceptance to the end of the part / handled"),
        lambda parts: ratio(parts.handle_time, parts.handled),
    ),
)
WORK_MEASURES: Mapping[str, WorkMeasure] = {measure.name: measure for measure in _ALL}
