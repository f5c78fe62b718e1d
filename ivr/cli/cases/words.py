"""What `ivr cases` says, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

WORDS: Mapping[str, Mapping[str, str]] = {
    "reference": {"zh": "受理编号", "en": "Reference"},
    "opened": {"zh": "时间", "en": "Opened"},
    "kind": {"zh": "类型", "en": "Kind"},
    "category": {"zh": "类别", "en": "Category"},
    "status": {"zh": "状态", "en": "Status"},
    "owner": {"zh": "负责人", "en": "Owner"},
    "department": {"zh": "部门", "en": "Department"},
    "due": {"zh": "到期", "en": "Due"},
    "line": {"zh": "专线", "en": "Line"},
    "caller": {"zh": "来电号码", "en": "Caller"},
    "length": {"zh": "时长", "en": "Length"},
    "recording": {"zh": "录音", "en": "Recording"},
    "call": {"zh": "通话", "en": "Call"},
    "language": {"zh": "语言", "en": "Language"},
    "answer": {"zh": "答复", "en": "Answer"},
    "answered": {"zh": "首次答复", "en": "Answered"},
    "closed_at": {"zh": "关闭时间", "en": "Closed"},
    "reason": {"zh": "原因", "en": "Reason"},
    "reopened_times": {"zh": "重新打开", "en": "Reopened"},
    "helped": {"zh": "是否有帮助", "en": "Helped"},
    "merged_into": {"zh": "并入", "en": "Merged into"},
    "responsible": {"zh": "责任方", "en": "Responsible"},
    "charges": {"zh": "扣款", "en": "Charges"},
    "call_back": {"zh": "回电号码", "en": "Call back"},
    "text": {"zh": "内容", "en": "Words"},
    "details": {"zh": "详情", "en": "Details"},
    "history": {"zh": "经过", "en": "History"},
    "suggestion": {"zh": "建议", "en": "suggestion"},
    "praise": {"zh": "表扬", "en": "praise"},
    "complaint": {"zh": "投诉", "en": "complaint"},
    "question": {"zh": "咨询", "en": "question"},
    "new": {"zh": "新", "en": "new"},
    "assigned": {"zh": "已分派", "en": "assigned"},
    "in_work": {"zh": "处理中", "en": "in work"},
    "is_answered": {"zh": "已答复", "en": "answered"},
    "closed": {"zh": "已关闭", "en": "closed"},
    "reopened": {"zh": "重新打开", "en": "reopened"},
    "solved": {"zh": "已解决", "en": "solved"},
    "settled": {"zh": "无异议", "en": "settled"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "unfounded": {"zh": "不成立", "en": "unfounded"},
    "merged": {"zh": "已合并", "en": "merged"},
    "yes": {"zh": "是", "en": "yes"},
    "no": {"zh": "否", "en": "no"},
    "overdue": {"zh": "已超期", "en": "overdue"},
    "anonymous": {"zh": "匿名", "en": "anonymous"},
    "move_assign": {"zh": "分派", "en": "assign"},
    "move_begin": {"zh": "开始处理", "en": "begin"},
    "move_answer": {"zh": "答复", "en": "answer"},
    "move_close": {"zh": "关闭", "en": "close"},
    "move_reopen": {"zh": "重新打开", "en": "reopen"},
    "move_merge": {"zh": "合并", "en": "merge"},
    "did_opened": {"zh": "来电提出", "en": "opened"},
    "did_assigned": {"zh": "分派", "en": "assigned"},
    "did_begun": {"zh": "开始处理", "en": "begun"},
    "did_answered": {"zh": "答复", "en": "answered"},
    "did_closed": {"zh": "关闭", "en": "closed"},
    "did_reopened": {"zh": "重新打开", "en": "reopened"},
    "did_merged": {"zh": "合并", "en": "merged"},
    "did_noted": {"zh": "备注", "en": "noted"},
    "did_added": {"zh": "补充", "en": "added"},
    "did_sorted": {"zh": "改类别", "en": "sorted"},
    "did_attributed": {"zh": "认定责任方", "en": "attributed"},
    "did_charged": {"zh": "扣款", "en": "charged"},
    "did_wished": {"zh": "希望回电", "en": "wished"},
    "did_transcribed": {"zh": "转写", "en": "transcribed"},
    "did_reminded": {"zh": "提醒", "en": "reminded"},
    "no_case": {
        "zh": "没有受理编号 {reference} 的工单",
        "en": "there is no case {reference}",
    },
    "no_reference": {
        "zh": "{reference} 不是受理编号：应为八位数字，请核对",
        "en": "{reference} is no reference number: these have eight digits; look for a slip",
    },
    "no_move": {
        "zh": "工单状态为“{status}”，不能{move}；可以：{possible}",
        "en": "the case is {status}: it cannot {move}; it can: {possible}",
    },
    "no_cases": {"zh": "没有符合条件的工单。", "en": "There are no such cases."},
    "none_similar": {"zh": "没有相似的工单。", "en": "No case is like it."},
    "no_department": {"zh": "没有部门“{unknown}”；{nearest}", "en": "no department '{unknown}'; {nearest}"},
    "no_agent": {"zh": "没有坐席“{unknown}”；{nearest}", "en": "no agent '{unknown}'; {nearest}"},
    "no_file": {"zh": "无法读取录音 {file}：{error}", "en": "the recording {file} cannot be read: {error}"},
    "words_or_recording": {
        "zh": "请写答复内容，或用 --recording 指定录音文件",
        "en": "write the answer, or name its recording by --recording",
    },
    "done": {
        "zh": "工单 {reference}：{status}。",
        "en": "Case {reference}: {status}.",
    },
    "done_due": {
        "zh": "工单 {reference}：{status}，到期 {due}。",
        "en": "Case {reference}: {status}, due {due}.",
    },
}


def word(name: str, language: Language | None, **values: object) -> str:
    """The text, filled in."""
    return WORDS[name][chosen(language)].format(**values)


def status_word(status: str, language: Language | None) -> str:
    """A status in words."""
    return word("is_answered" if status == "answered" else status, language)
