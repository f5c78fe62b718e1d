"""Values that stand in sentences. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "anybody": {"zh": "任何坐席", "en": "any agent"},
    "answered": {"zh": "接听", "en": "answered"},
    "busy": {"zh": "占线", "en": "busy"},
    "closed": {"zh": "已关闭", "en": "closed"},
    "empty": {"zh": "无坐席", "en": "no agent there"},
    "full": {"zh": "已满", "en": "full"},
    "left_by_key": {"zh": "按键离开", "en": "left by key"},
    "nonsense": {"zh": "回答无法理解", "en": "the answer made no sense"},
    "rang_out": {"zh": "无人接听", "en": "no answer"},
    "unconfirmed": {"zh": "摘机但未接听", "en": "picked up and not taken"},
    "refused": {"zh": "不允许拨打", "en": "not an allowed number"},
    "status": {"zh": "状态码", "en": "status"},
    "timeout": {"zh": "超时", "en": "no answer in time"},
    "unreachable": {"zh": "无法接通", "en": "unreachable"},
    "normal": {"zh": "正常", "en": "normal"},
    "asterisk_ended": {"zh": "Asterisk已停止", "en": "Asterisk had stopped"},
    "unknown": {"zh": "原因不明", "en": "cause unknown"},
    "no_reply": {"zh": "无响应", "en": "no reply"},
    "no_answer": {"zh": "无人接听", "en": "no answer"},
    "rejected": {"zh": "被拒绝", "en": "rejected"},
    "congestion": {"zh": "线路拥塞", "en": "congestion"},
    "logged_out": {"zh": "未签入", "en": "logged out"},
    "available": {"zh": "空闲", "en": "available"},
    "idle": {"zh": "空闲", "en": "idle"},
    "engaged": {"zh": "其他通话中", "en": "in another call"},
    "ringing": {"zh": "振铃", "en": "ringing"},
    "talking": {"zh": "通话", "en": "talking"},
    "wrap_up": {"zh": "话后处理", "en": "wrap-up"},
    "paused": {"zh": "暂停", "en": "paused"},
    "break": {"zh": "休息", "en": "break"},
    "lunch": {"zh": "用餐", "en": "lunch"},
    "training": {"zh": "培训", "en": "training"},
    "meeting": {"zh": "会议", "en": "meeting"},
    "restarted": {"zh": "引擎重启", "en": "restarted"},
    "longest_idle": {"zh": "空闲最久者先", "en": "longest_idle"},
    "best_skill": {"zh": "技能最高者先", "en": "best_skill"},
    "least_skilled": {"zh": "技能最少者先", "en": "least_skilled"},
    "fewest_calls": {"zh": "接听最少者先", "en": "fewest_calls"},
    "agent_speed": {"zh": "快者多接", "en": "agent_speed"},
    "service_level": {"zh": "服务水平优先", "en": "service_level"},
}
"""Values that stand in sentences, for people; a value that is not listed is shown as it is."""
