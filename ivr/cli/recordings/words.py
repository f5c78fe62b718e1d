"""What the commands about recordings say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {"zh": "编号", "en": "Id"},
    "began": {"zh": "时间", "en": "When"},
    "kind": {"zh": "类型", "en": "Kind"},
    "line": {"zh": "线路", "en": "Line"},
    "caller": {"zh": "主叫", "en": "Caller"},
    "queue": {"zh": "队列", "en": "Queue"},
    "agent": {"zh": "坐席", "en": "Agent"},
    "seconds": {"zh": "时长", "en": "Length"},
    "size": {"zh": "大小", "en": "Size"},
    "state": {"zh": "状态", "en": "State"},
    "call": {"zh": "通话", "en": "Call"},
    "channels": {"zh": "声道", "en": "Channels"},
    "format": {"zh": "格式", "en": "Format"},
    "sha256": {"zh": "校验和", "en": "SHA-256"},
    "file": {"zh": "文件", "en": "File"},
    "note": {"zh": "保全原因", "en": "Hold"},
    "wave": {"zh": "波形", "en": "Wave"},
    "who": {"zh": "操作人", "en": "Who"},
    "what": {"zh": "操作", "en": "What"},
    "about": {"zh": "对象", "en": "About"},
    "conversation": {"zh": "通话", "en": "conversation"},
    "message": {"zh": "留言", "en": "message"},
    "suggestion": {"zh": "建议", "en": "suggestion"},
    "comment": {"zh": "调查留言", "en": "comment"},
    "voicemail": {"zh": "语音信箱", "en": "voicemail"},
    "missing": {"zh": "文件缺失", "en": "the file is missing"},
    "unreadable": {"zh": "无法读取", "en": "is no sound"},
    "changed": {"zh": "校验不符", "en": "is not what was stored"},
    "outside": {"zh": "文件名不合法", "en": "the name leads out of the folder"},
    "held": {"zh": "法律保全", "en": "held"},
    "erased": {"zh": "已删除", "en": "erased"},
    "none": {"zh": "没有符合条件的录音。", "en": "There are no such recordings."},
    "no_such": {
        "zh": "没有编号为 {id} 的录音；ivr recordings list 列出全部",
        "en": "no recording has the id {id}; 'ivr recordings list' lists them",
    },
    "verifying": {"zh": "校验录音", "en": "Verifying"},
    "verified": {
        "zh": "已校验 {count} 个录音：完好 {good} 个，有问题 {bad} 个。",
        "en": "{count} recordings verified: {good} as they were stored, {bad} not.",
    },
    "got": {"zh": "已写入 {file}。", "en": "Written: {file}."},
    "there_already": {
        "zh": "{file} 已存在；请用 --to 另选文件名",
        "en": "{file} is there already; choose another name by --to",
    },
    "cannot_read": {
        "zh": "无法读取录音 {id}：{fault}",
        "en": "recording {id} cannot be read: {fault}",
    },
    "nothing_goes": {"zh": "没有要删除的录音。", "en": "Nothing is to go."},
    "no_keep": {
        "zh": "没有要删除的录音：config/ivr.yaml 的 archive 中没有 keep，录音永久保存。",
        "en": "Nothing is to go: `archive` in config/ivr.yaml has no `keep`, so they are kept for ever.",
    },
    "would_go": {
        "zh": "将删除 {count} 个录音，共 {size} MB。",
        "en": "{count} recordings would go, {size} MB.",
    },
    "ask_prune": {
        "zh": "删除以上 {count} 个录音（{size} MB）？无法恢复。",
        "en": "Remove these {count} recordings ({size} MB)? They cannot be brought back.",
    },
    "pruning": {"zh": "删除录音", "en": "Removing"},
    "pruned": {
        "zh": "已删除 {count} 个录音，释放 {size} MB。",
        "en": "Removed: {count} recordings, {size} MB.",
    },
    "not_pruned": {
        "zh": "已删除 {count} 个录音，其余无法删除：{fault}",
        "en": "Removed: {count} recordings; the others cannot be removed: {fault}",
    },
    "hold_which": {
        "zh": "请写出录音编号，或用 --call、--number 指定",
        "en": "say which: their ids, or --call, or --number",
    },
    "hold_now": {"zh": "已保全 {count} 个录音。", "en": "Held: {count} recordings."},
    "released": {"zh": "已解除 {count} 个录音的保全。", "en": "Released: {count} recordings."},
    "would_hold": {"zh": "将保全 {count} 个录音。", "en": "{count} recordings would be held."},
    "would_release": {"zh": "将解除 {count} 个录音的保全。", "en": "{count} recordings would be released."},
    "no_trail": {"zh": "还没有操作记录。", "en": "Nothing was done with a recording yet."},
}


def word(name: str, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return WORDS[name][chosen(language)].format(**values)
