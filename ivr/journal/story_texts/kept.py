"""What outlives a call: lists, choices, counts, callbacks. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

KEPT: Mapping[str, Mapping[str, str]] = {
    "list_checked": {"zh": "在名单 {list} 中：{entry} {note}", "en": "is on the list {list}: {entry} {note}"},
    "list_checked.False": {"zh": "不在名单 {list} 中", "en": "is not on the list {list}"},
    "choice_kept": {"zh": "记住 {name} = {value}", "en": "remembered {name} = {value}"},
    "choice_kept.": {"zh": "不再记住 {name}", "en": "forgot {name}"},
    "choice_offered": {
        "zh": "没有采用上次的选择 {name} = {value}",
        "en": "did not take {name} = {value} of an earlier call",
    },
    "choice_offered.accepted": {
        "zh": "采用上次的选择 {name} = {value}",
        "en": "took {name} = {value} of an earlier call",
    },
    "calls_counted": {
        "zh": "限制 {throttle}：第{calls}次来电（最多{most}次）",
        "en": "throttle {throttle}: call {calls} of {most}",
    },
    "calls_counted.exceeded": {
        "zh": "限制 {throttle}：第{calls}次来电，超过{most}次",
        "en": "throttle {throttle}: call {calls}, more than the {most} allowed",
    },
    "share_drawn": {"zh": "分流 {split} → {way}", "en": "split {split} → {way}"},
    "broadcast_heard": {"zh": "听到线路 {line} 的广播", "en": "heard the broadcast of the line {line}"},
    "broadcast_heard.": {"zh": "听到全线广播", "en": "heard the broadcast of all lines"},
    "memory_unavailable": {
        "zh": "步骤 {verb} 读写不到记忆，按没有记录继续：{error}",
        "en": "step {verb} could not reach what is remembered and went on without it: {error}",
    },
    "callback_requested": {
        "zh": "要求回呼 {number}：{outcome}",
        "en": "asked to be called at {number}: {outcome}",
    },
    "callback_requested.noted": {
        "zh": "将由队列 {queue} 回呼 {number}",
        "en": "will be called back at {number} by queue {queue}",
    },
    "callback_requested.already": {
        "zh": "{number} 已在等待回呼",
        "en": "{number} is waiting for a callback already",
    },
    "callback_requested.impossible": {
        "zh": "不能回呼 {number}：外呼号码中未允许",
        "en": "{number} may not be called: outbound.allow does not list it",
    },
    "callback_began": {
        "zh": "回呼（第{attempt}次），原通话 {original}",
        "en": "calling back (attempt {attempt}) for call {original}",
    },
    "callback_dialled": {"zh": "拨打 {number}：{outcome}", "en": "dialled {number}: {outcome}"},
    "callback_dialled.answered": {"zh": "{number} 接听", "en": "{number} answered"},
    "callback_dialled.rang_out": {"zh": "{number} 无人接听", "en": "{number} did not answer"},
    "callback_dialled.busy": {"zh": "{number} 忙", "en": "{number} is busy"},
    "callback_dialled.unreachable": {"zh": "{number} 无法接通", "en": "{number} cannot be reached"},
    "callback_confirmed": {"zh": "按键确认：{confirmed}", "en": "confirmed by key: {confirmed}"},
    "callback_confirmed.True": {"zh": "按键确认接听", "en": "pressed the key to join"},
    "callback_confirmed.False": {"zh": "未按键确认", "en": "did not press the key to join"},
}
