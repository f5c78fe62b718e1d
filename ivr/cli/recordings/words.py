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
    "none_yet": {
        "zh": "没有符合条件的录音；通话结束约一分钟后才列出。",
        "en": "There are no such recordings. They are in the list a minute after their call.",
    },
    "no_kind": {"zh": "没有类型“{kind}”；{nearest}", "en": "there is no kind '{kind}'; {nearest}"},
    "no_folder": {
        "zh": "没有文件夹 {folder}；请先创建，或用 --to 另选位置",
        "en": "there is no folder {folder}; make it first, or choose another place by --to",
    },
    "other_form": {
        "zh": "录音 {id} 的格式为 {form}；请把文件名写成以 .{form} 结尾",
        "en": "recording {id} is {form}; let the name of the file end in .{form}",
    },
    "no_file": {
        "zh": "录音 {id} 的文件 {file} 不存在；请检查 config/ivr.yaml 中 recordings 的文件夹",
        "en": "recording {id} cannot be read: no file {file}; see `recordings` in config/ivr.yaml",
    },
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
    "no_number": {
        "zh": "“{written}”不是电话号码；请写成 13800138000 或 +8613800138000",
        "en": "'{written}' is no telephone number; write it like 13800138000 or +8613800138000",
    },
    "nobody": {
        "zh": "没有主叫 {number} 的可删除内容。",
        "en": "There is nothing of {number} to erase.",
    },
    "goes_recordings": {"zh": "录音（删除）", "en": "recordings, removed"},
    "goes_calls": {"zh": "通话（号码、姓名、文本被替换）", "en": "calls, without number, name and texts"},
    "goes_elsewhere": {"zh": "他人的通话（其中的号码被替换）", "en": "calls of others, without the number"},
    "goes_cases": {"zh": "建议（号码被替换）", "en": "suggestions, without the number"},
    "goes_callbacks": {"zh": "回呼（取消，号码被替换）", "en": "callbacks, called off, without the number"},
    "goes_work": {"zh": "已结束的工作（内容被清空）", "en": "finished work, without its contents"},
    "goes_kept": {"zh": "记住的内容（删除）", "en": "what is remembered, removed"},
    "goes_scores": {"zh": "质检得分（评语被清空）", "en": "scores of their talks, without comments"},
    "stays_held": {"zh": "法律保全的通话，保持不变", "en": "calls under a legal hold stay as they are"},
    "stays_damaged": {
        "zh": "含有该号码且无法读取的文件，保持不变；请查看后手动删除",
        "en": "files with the number that no engine could read stay; look at them and delete them",
    },
    "follows_running": {
        "zh": "正在进行的通话，结束后由引擎删除",
        "en": "calls that go on; the engine erases them when they are over",
    },
    "follows_spooled": {
        "zh": "在磁盘上等待写入数据库的通话，写入后由引擎删除",
        "en": "calls that wait on disk for the database; the engine erases them when they are in it",
    },
    "follows_open_work": {
        "zh": "未完成的工作，完成后由引擎清空",
        "en": "work that is not finished; the engine empties it when it is",
    },
    "goes_lists": {"zh": "所在名单（移出）", "en": "lists, taken off"},
    "stays_lists": {
        "zh": "所在名单，保持不变（否则拦截会失效）；加 --lists 或用 ivr list 名单 remove 移除",
        "en": "lists keep the number, or a block would end; --lists, or 'ivr list NAME remove', takes it off",
    },
    "erased_before": {
        "zh": "该号码曾于 {at} 申请删除。",
        "en": "This number was asked to be erased before, at {at}.",
    },
    "erased_later": {
        "zh": "其余内容由引擎稍后删除。",
        "en": "The rest is erased by the engine as soon as it can be.",
    },
    "ask_erase": {
        "zh": "删除主叫 {number} 的以上内容？无法恢复。",
        "en": "Erase all this of {number}? It cannot be brought back.",
    },
    "cannot_erase": {
        "zh": "录音文件无法删除，通话记录未改动：{fault}；排除故障后请再执行一次",
        "en": "a file cannot be removed, so the log is as it was: {fault}; erase again when that is mended",
    },
    "erased_now": {
        "zh": "已删除：录音 {recordings} 个，通话 {calls} 个；统计数字不变。",
        "en": "Erased: {recordings} recordings, {calls} calls; every count stays as it was.",
    },
    "no_trail": {"zh": "还没有操作记录。", "en": "Nothing was done with a recording yet."},
}


def word(name: str, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return WORDS[name][chosen(language)].format(**values)
