"""The words in which a choice is explained. Fields stand in braces; `{call}` and
the like are what is given out, as `OF_CALLS` or `OF_WORK` calls it."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, Mapping[str, str]]

OF_CALLS: Texts = {
    "zh": {"call": "来电", "calls": "来电", "who": "来电者", "take": "接听"},
    "en": {"call": "the call", "calls": "calls", "who": "the caller", "one": "call", "a_call": "a call"},
}
OF_WORK: Texts = {
    "zh": {"call": "任务", "calls": "任务", "who": "任务", "take": "处理"},
    "en": {
        "call": "the work",
        "calls": "pieces of work",
        "who": "it",
        "one": "work",
        "a_call": "work",
    },
}
"""By language: e-mails, chats and tasks are no calls."""

CHOSEN: Texts = {
    "only": {
        "zh": "选中{agent}：当时只有一位坐席可以{take}",
        "en": "{agent} was chosen, the only one who could",
    },
    "asked_for": {
        "zh": "选中{agent}：{call}指定了这位坐席（当时{number}位可以{take}）",
        "en": "{agent} was chosen of {number} who could: asked for by name",
    },
    "liking": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}：最符合优先考虑的技能（{value}）",
        "en": "{agent} was chosen of {number} who could: suits the preferred skills best ({value})",
    },
    "score": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}：所需技能等级最高（合计{value}）",
        "en": "{agent} was chosen of {number} who could: the highest levels in what is asked for ({value})",
    },
    "order.least_skilled": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}：技能等级总和最低（{value}），让多面手留给别人",
        "en": "{agent} was chosen of {number} who could: the fewest levels in all ({value}), "
        "which keeps others free",
    },
    "order.fewest_calls": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}：{take}次数最少（{value}）",
        "en": "{agent} was chosen of {number} who could: the fewest calls so far ({value})",
    },
    "order.agent_speed": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}：到目前为止工作时间最少（{value}）",
        "en": "{agent} was chosen of {number} who could: the least work so far ({value})",
    },
    "order": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}（{value}）",
        "en": "{agent} was chosen of {number} who could ({value})",
    },
    "idle": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}：空闲时间最长（{value}）",
        "en": "{agent} was chosen of {number} who could: idle for longest ({value})",
    },
    "paired": {
        "zh": "从{number}位可以{take}的坐席中选中{agent}：同时有几个{calls}，这样分配能{take}最多",
        "en": "{agent} was chosen of {number} who could: several {calls} were given out together, "
        "so that as many as possible were served",
    },
    "waits": {
        "zh": "没有坐席可以{take}，{who}等待，前面有{ahead}位",
        "en": "nobody could take {call}; {who} waits, {ahead} ahead in the queue",
    },
    "open": {
        "zh": "尚未选中坐席，{number}位可以{take}，前面有{ahead}位",
        "en": "nobody is chosen yet of {number} who could; {ahead} ahead in the queue",
    },
}

AGAINST: Texts = {
    "not_member": {
        "zh": "不服务这个队列（要求 {detail}）",
        "en": "do not serve the queue, which takes {detail}",
    },
    "lacks": {"zh": "不具备 {detail}", "en": "lack {detail}"},
    "kept_for": {"zh": "这个{call}暂时留给{detail}", "en": "{call} is kept for {detail} for now"},
    "logged_out": {"zh": "未签入", "en": "not logged in"},
    "paused": {"zh": "暂停", "en": "paused"},
    "ringing": {"zh": "正为其他来电振铃", "en": "rung for another call"},
    "asked": {"zh": "正被询问是否接受其他任务", "en": "asked to take other work"},
    "withdrawable": {
        "zh": "正被询问是否接受其他任务，没有空闲坐席时才改接来电",
        "en": "asked to take other work, in place of which a call comes only where nobody is free",
    },
    "overtaken": {
        "zh": "分给了优先级更高（{detail}）的{call}",
        "en": "went to {a_call} of higher priority ({detail})",
    },
    "talking": {"zh": "正在通话", "en": "in a talk"},
    "wrap_up": {"zh": "话后处理", "en": "in wrap-up"},
    "at_limit": {"zh": "手头的任务已达上限", "en": "have as many contacts as they may have"},
    "on_contact": {"zh": "手头的任务不允许来电打断", "en": "have a contact that no call may interrupt"},
    "phone_busy": {"zh": "话机占线", "en": "phone busy"},
    "phone_unreachable": {"zh": "话机无法接通", "en": "phone unreachable"},
    "phone_rests": {"zh": "话机刚才占线或无法接通，稍后再试", "en": "phone was busy or unreachable just now"},
    "spared": {"zh": "刚才没有{take}这个{call}", "en": "did not take this very {one} just now"},
}

LINES: Texts = {
    "needs": {"zh": "要求：{needs}", "en": "asked for: {needs}"},
    "others": {"zh": "还可以{take}：{agents}", "en": "could as well: {agents}"},
    "against": {"zh": "{reason}：{agents}", "en": "{reason}: {agents}"},
    "idle": {"zh": "{agent}（空闲{value}）", "en": "{agent} (idle for {value})"},
    "since": {"zh": "{agent}（{value}）", "en": "{agent} for {value}"},
    "more": {"zh": "另{more}位", "en": "{more} more"},
    "unseen": {
        "zh": "坐席很多，另有{unseen}位没有逐一查看",
        "en": "{unseen} more agents of this large centre were not looked at one by one",
    },
    "anybody": {"zh": "任何坐席", "en": "any agent"},
    "between": {"zh": "、", "en": ", "},
}
