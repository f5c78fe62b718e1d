"""What the commands about webhooks say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

WORDS: Mapping[str, Mapping[str, str]] = {
    "name": {"zh": "名称", "en": "Name"},
    "address": {"zh": "地址", "en": "Address"},
    "state": {"zh": "状态", "en": "State"},
    "behind": {"zh": "待发送", "en": "To send"},
    "waiting": {"zh": "待重试", "en": "Waiting"},
    "put_aside": {"zh": "已搁置", "en": "Put aside"},
    "accepted": {"zh": "最近接收", "en": "Accepted"},
    "id": {"zh": "编号", "en": "Id"},
    "at": {"zh": "时间", "en": "When"},
    "kind": {"zh": "事件", "en": "Event"},
    "call": {"zh": "通话", "en": "Call"},
    "attempts": {"zh": "次数", "en": "Tries"},
    "due": {"zh": "下次", "en": "Next"},
    "error": {"zh": "原因", "en": "Why"},
    "is_well": {"zh": "正常", "en": "well"},
    "is_new": {"zh": "引擎尚未启动过", "en": "no engine has run with it yet"},
    "is_failing": {"zh": "自{since}起失败：{error}", "en": "fails since {since}: {error}"},
    "is_gone": {"zh": "{since}停用：{error}", "en": "off since {since}: {error}"},
    "state_waiting": {"zh": "待重试", "en": "waiting"},
    "state_dead": {"zh": "已放弃", "en": "given up"},
    "state_refused": {"zh": "被拒绝", "en": "refused"},
    "none_named": {
        "zh": "config/ivr.yaml 的 webhooks 中没有“{name}”；{nearest}",
        "en": "`webhooks` in config/ivr.yaml has no '{name}'; {nearest}",
    },
    "none": {"zh": "config/ivr.yaml 中没有 webhooks。", "en": "There are no webhooks in config/ivr.yaml."},
    "nothing_kept": {"zh": "没有待重试或已搁置的事件。", "en": "No event waits or was put aside."},
    "retried": {"zh": "将重新发送 {count} 个事件。", "en": "Sent again: {count} events."},
    "forgotten": {"zh": "不再发送 {count} 个事件。", "en": "Never sent: {count} events."},
    "nothing_put_aside": {
        "zh": "没有这样的已搁置事件；ivr webhooks show {name} 列出全部",
        "en": "no such event was put aside; 'ivr webhooks show {name}' lists them",
    },
    "ask_forget": {
        "zh": "永不发送 {name} 的 {count} 个已搁置事件？",
        "en": "Never send the {count} events of {name} that were put aside?",
    },
    "resumed": {"zh": "已恢复发送。", "en": "Sending goes on."},
    "not_gone": {"zh": "{name} 没有停用", "en": "{name} is not off"},
    "try_accepted": {"zh": "{name} 已接收测试事件。", "en": "{name} accepted a test event."},
    "try_failed": {
        "zh": "{name} 未接收测试事件：{error}",
        "en": "{name} did not accept a test event: {error}",
    },
}


def word(id: str, /, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return WORDS[id][chosen(language)].format(**values)
