"""Work that is no call. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

WORK: Mapping[str, Mapping[str, str]] = {
    "work_arrived": {
        "zh": "{by} 送来工作（{channel}，有期限）：进入队列 {queue}，优先级 {priority} {needs}",
        "en": "{by} brought it ({channel}, with a due time): queue {queue}, priority {priority} {needs}",
    },
    "work_arrived.0.0": {
        "zh": "{by} 送来工作（{channel}）：进入队列 {queue}，优先级 {priority} {needs}",
        "en": "{by} brought it ({channel}): queue {queue}, priority {priority} {needs}",
    },
    "work_offered": {
        "zh": "提供给 {agent}（{ring:.0f}秒内答复）",
        "en": "offered to {agent} for {ring:.0f} s",
    },
    "work_offer_ended": {
        "zh": "{agent} 未接受：{outcome}（{rang:.1f}秒）",
        "en": "{agent} did not take it: {outcome} ({rang:.1f} s)",
    },
    "work_offer_ended.accepted": {
        "zh": "{agent} 接受（{rang:.1f}秒后）",
        "en": "{agent} accepted after {rang:.1f} s",
    },
    "work_offer_ended.rejected": {
        "zh": "{agent} 拒绝（{rang:.1f}秒后）",
        "en": "{agent} rejected it after {rang:.1f} s",
    },
    "work_offer_ended.withdrawn": {
        "zh": "从 {agent} 处收回（{rang:.1f}秒后）",
        "en": "taken back from {agent} after {rang:.1f} s",
    },
    "work_released": {
        "zh": "{agent} 退回队列 {queue}（{by}）",
        "en": "{agent} gave it back to queue {queue} ({by})",
    },
    "work_finished": {
        "zh": "{agent} 完成，用时{took:.0f}秒，超过期限（{by}）",
        "en": "{agent} finished it after {took:.0f} s, too late ({by})",
    },
    "work_finished.True": {
        "zh": "{agent} 完成，用时{took:.0f}秒（{by}）",
        "en": "{agent} finished it after {took:.0f} s ({by})",
    },
    "work_cancelled": {"zh": "取消（{by}），曾由 {agent} 处理", "en": "cancelled by {by}; {agent} had it"},
    "work_cancelled.": {"zh": "取消（{by}）", "en": "cancelled by {by}"},
    "work_overdue": {"zh": "已过期限，{agent} 正在处理", "en": "overdue; {agent} has it"},
    "work_overdue.": {"zh": "已过期限，尚无人处理", "en": "overdue, and nobody has it"},
}
