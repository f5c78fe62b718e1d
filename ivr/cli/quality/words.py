"""What `ivr quality` says, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {"zh": "编号", "en": "Id"},
    "began": {"zh": "时间", "en": "When"},
    "call": {"zh": "通话", "en": "Call"},
    "agent": {"zh": "坐席", "en": "Agent"},
    "queue": {"zh": "队列", "en": "Queue"},
    "form": {"zh": "表单", "en": "Form"},
    "version": {"zh": "版本", "en": "Version"},
    "scorer": {"zh": "评分人", "en": "Scorer"},
    "state": {"zh": "状态", "en": "State"},
    "score": {"zh": "得分", "en": "Score"},
    "appeal": {"zh": "申诉", "en": "Appeal"},
    "title": {"zh": "名称", "en": "Title"},
    "items": {"zh": "项目数", "en": "Items"},
    "comment": {"zh": "评语", "en": "Comment"},
    "reason": {"zh": "裁决理由", "en": "Decision"},
    "who": {"zh": "操作人", "en": "Who"},
    "what": {"zh": "操作", "en": "What"},
    "about": {"zh": "对象", "en": "About"},
    "draft": {"zh": "草稿", "en": "draft"},
    "final": {"zh": "定稿", "en": "final"},
    "open": {"zh": "待裁决", "en": "open"},
    "upheld": {"zh": "维持", "en": "upheld"},
    "changed": {"zh": "已改", "en": "changed"},
    "fatal": {"zh": "致命", "en": "fatal"},
    "na": {"zh": "不适用", "en": "n/a"},
    "no_score": {"zh": "无得分", "en": "no score"},
    "no_scores": {"zh": "没有符合条件的得分。", "en": "There are no such scores."},
    "no_forms": {
        "zh": "{folder} 中没有评分表单；请写一个，写法见 docs/quality.md",
        "en": "{folder} has no scoring form; write one: docs/quality.md tells how",
    },
    "no_form": {
        "zh": "没有表单“{form}”；{nearest}",
        "en": "no form '{form}'; {nearest}",
    },
    "no_call": {
        "zh": "请写明通话：--call，或文件中的 call",
        "en": "say which call: --call, or call in the file",
    },
    "which_agent": {
        "zh": "此通话有多位坐席：{agents}；请用 --agent 指定",
        "en": "several agents talked in this call: {agents}; say which by --agent",
    },
    "saved": {
        "zh": "已保存草稿 {id}，目前得分 {score}；用 --final 定稿。",
        "en": "Draft {id} kept, {score} so far; --final makes it final.",
    },
    "finalised": {"zh": "得分 {id} 已定稿：{score}。", "en": "Score {id} is final: {score}."},
    "appealed": {"zh": "已对得分 {id} 申诉。", "en": "Appealed against score {id}."},
    "upheld_now": {"zh": "得分 {id} 维持 {score}。", "en": "Score {id} upheld: {score}."},
    "changed_now": {
        "zh": "得分 {id} 由 {before} 改为 {score}。",
        "en": "Score {id} changed from {before} to {score}.",
    },
    "discarded": {"zh": "草稿 {id} 已删除。", "en": "Draft {id} is dropped."},
    "hidden": {
        "zh": "有定稿得分尚未显示，因为他人仍在给同一通话打分：{drafts}。这些草稿定稿后即显示；"
        "ivr quality discard 可删除草稿。",
        "en": "Some final scores do not show yet, since others still score these talks: {drafts}. They show"
        " when these drafts are final; ivr quality discard drops one.",
    },
    "draft_by": {"zh": "草稿 {id}（{scorer}）", "en": "draft {id} ({scorer})"},
    "no_such_agent": {"zh": "没有坐席“{given}”；{nearest}", "en": "no agent '{given}'; {nearest}"},
    "no_such_queue": {"zh": "没有队列“{given}”；{nearest}", "en": "no queue '{given}'; {nearest}"},
    "no_such_form": {"zh": "没有表单“{given}”；{nearest}", "en": "no form '{given}'; {nearest}"},
    "no_such_scorer": {"zh": "没有评分人“{given}”；{nearest}", "en": "no scorer '{given}'; {nearest}"},
    "no_trail": {"zh": "还没有操作记录。", "en": "Nothing was done yet."},
}


def word(name: str, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return WORDS[name][chosen(language)].format(**values)
