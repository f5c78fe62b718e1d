"""What the commands about staffing say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "queue": {"zh": "队列", "en": "Queue"},
    "agent": {"zh": "坐席", "en": "Agent"},
    "how": {"zh": "情况", "en": ""},
    "entered": {"zh": "进入", "en": "Entered"},
    "answered": {"zh": "接听", "en": "Answered"},
    "service_level": {"zh": "服务水平", "en": "Service level"},
    "asa": {"zh": "平均应答时长", "en": "ASA"},
    "longest_wait": {"zh": "最长等待", "en": "Longest wait"},
    "abandon_rate": {"zh": "放弃率", "en": "Abandoned"},
    "occupancy": {"zh": "工时利用率", "en": "Occupancy"},
    "no_data": {"zh": "无数据", "en": "no data"},
    "as_logged": {"zh": "通话记录", "en": "as logged"},
    "as_set": {"zh": "按现有设置重放", "en": "replayed as set"},
    "as_changed": {"zh": "按更改后的设置重放", "en": "replayed as changed"},
    "difference": {"zh": "差值", "en": "difference"},
    "formula": {
        "zh": "服务水平按公式{letter}：{text}，限时{within}。",
        "en": "Service level by formula {letter}: {text}, in {within}.",
    },
    "reading": {"zh": "读取通话记录", "en": "Reading the log"},
    "replaying": {"zh": "重放", "en": "Replaying"},
    "simulating": {"zh": "模拟", "en": "Simulating"},
    "nothing_logged": {
        "zh": "通话记录中这段时间没有人排队：{since} 至 {until}",
        "en": "nobody waited in a queue in this time: {since} to {until}",
    },
    "left_out": {
        "zh": "未重放：队列 {queue} 的{count}个来电，因为更改前后的设置中没有都包含此队列。",
        "en": "Left out: {count} stays in the queue {queue}, which is not in both settings.",
    },
    "newcomers": {
        "zh": "更改后新增的坐席全程在岗：{agents}。",
        "en": "Agents whom the change adds are there all the time: {agents}.",
    },
    "trust": {
        "zh": "“按现有设置重放”与“通话记录”之差，是重放本身的误差：已接听者的耐心、放弃者的通话时长、接听快慢"
        "是按记录抽取的（种子{seed}）。",
        "en": "How far 'replayed as set' is from 'as logged' is the error of the replay itself: the patience"
        " of those who were answered, the talks of those who were not, and how soon phones are answered are"
        " drawn from the log (seed {seed}).",
    },
    "replayed_calls": {
        "zh": "重放了{calls}次排队，时间为 {since} 至 {until}。",
        "en": "Replayed: {calls} stays in queues, {since} to {until}.",
    },
    "few_calls": {
        "zh": "警告：不足{few}次，差值可能只是偶然；请选取更长的时间。",
        "en": "Warning: with fewer than {few}, a difference may well be chance; take a longer time.",
    },
    "neither_file": {
        "zh": "{file}：请给出含有 agents: 或 queues: 的设置文件",
        "en": "{file}: give a settings file that has agents: or queues:",
    },
    "both_files": {
        "zh": "{file}：{kind} 已由另一个文件给出",
        "en": "{file}: another file gives the {kind} already",
    },
    "which_load": {
        "zh": "请给出话务负载文件，或用 --queue 指明队列：{known}",
        "en": "give a load file, or name a queue by --queue: {known}",
    },
    "unknown_queue": {
        "zh": "没有队列“{queue}”；{nearest}",
        "en": "there is no queue '{queue}'; {nearest}",
    },
    "offered_load": {
        "zh": "{queue}（{needs}）：话务量{erlang} Erlang，平均处理时长{handle}（振铃、通话和话后处理），"
        "{agents}位坐席可以接听。",
        "en": "{queue} ({needs}): offered load {erlang} Erlang at a handle time of {handle} (ringing, talk"
        " and wrap-up); {agents} agents can serve it.",
    },
    "nobody_able": {
        "zh": "警告：{queue}（{needs}）没有在岗坐席可以接听，这些来电者只能等到放弃。",
        "en": "Warning: no agent who is there can serve {queue} ({needs}); these callers wait until they"
        " give up.",
    },
    "never_settles": {
        "zh": "警告：话务量{erlang} Erlang不低于可以接听的{agents}位坐席："
        "不放弃的来电越积越多，模拟越久等待越长。",
        "en": "Warning: {erlang} Erlang are too much for the {agents} agents who can serve them. It never"
        " settles: the longer it goes on, the longer wait those who do not give up.",
    },
    "still_wait": {
        "zh": "{queue}：每次模拟结束时平均仍有{number}位来电者在等待。",
        "en": "{queue}: {number} callers still waited at the end of a run, in the mean.",
    },
    "no_time": {"zh": "时长须大于零", "en": "it must be longer than 0s"},
    "runs": {
        "zh": "{runs}次模拟的平均值及95%置信区间，每次{hours}小时，预热时间不计。",
        "en": "Means of {runs} runs of {hours} hours with 95 % confidence intervals, warm-up left out.",
    },
    "target_form": {
        "zh": "“{text}”不是服务水平目标；请写成 80%/20s 的形式",
        "en": "'{text}' is no target; write it like 80%/20s",
    },
    "share_form": {"zh": "“{text}”不是百分比；请写成 30%", "en": "'{text}' is no share; write it like 30%"},
    "begins": {"zh": "时间", "en": "From"},
    "calls": {"zh": "预计来电", "en": "Calls"},
    "erlang_c": {"zh": "Erlang C", "en": "Erlang C"},
    "erlang_a": {"zh": "Erlang A", "en": "Erlang A"},
    "simulated": {"zh": "模拟", "en": "Simulated"},
    "scheduled": {"zh": "排班人数", "en": "To schedule"},
    "whole_day": {"zh": "全天", "en": "day"},
    "counting": {"zh": "统计来电", "en": "Counting calls"},
    "computing": {"zh": "计算人数", "en": "Agents needed"},
    "forecast_for": {
        "zh": "{day}（{weekday}）预测，队列：{queues}。",
        "en": "Forecast for {day} ({weekday}), queues: {queues}.",
    },
    "weekday": {"zh": "周一 周二 周三 周四 周五 周六 周日", "en": "Mon Tue Wed Thu Fri Sat Sun"},
    "work_of": {
        "zh": "{queue}：平均处理时长{handle}，平均耐心{patience}，目标{share}在{within}秒内接听。",
        "en": "{queue}: handle time {handle}, patience {patience}, target {share} within {within} s.",
    },
    "endless": {"zh": "无人放弃", "en": "nobody gave up"},
    "how_needed": {
        "zh": "Erlang C：不放弃；Erlang A：耐心为指数分布；各队列坐席分开计算后相加。"
        "模拟：按现有坐席的技能和快慢，由各队列共用。排班人数已计入{shrinkage}的非在线时间。",
        "en": "Erlang C: nobody gives up; Erlang A: they do; each queue with agents of its own, added up."
        " Simulated: the real skills and paces, shared by the queues."
        " To schedule: {shrinkage} shrinkage included.",
    },
    "is_holiday": {
        "zh": "{day}是{holiday}：预测按平常的{weekday}计算，请自行调整。",
        "en": "{day} is {holiday}: the forecast is for an ordinary {weekday}; correct it by hand.",
    },
    "holidays_left_out": {"zh": "未计入的节假日：{days}。", "en": "Holidays left out: {days}."},
    "error_kept": {
        "zh": "上次预测（{made}预测{day}）：误差{wape}，偏差{bias}（共{calls}个来电）。",
        "en": "The last forecast (for {day}, made on {made}): WAPE {wape}, bias {bias}, of {calls} calls.",
    },
    "error_hindsight": {
        "zh": "若提前一周预测{day}：误差{wape}，偏差{bias}（共{calls}个来电）。",
        "en": "Had {day} been forecast a week before: WAPE {wape}, bias {bias}, of {calls} calls.",
    },
    "error_none": {
        "zh": "尚无可比较的以往预测。",
        "en": "There is no earlier forecast to be judged yet.",
    },
    "nothing_to_go_by": {
        "zh": "通话记录中最近{weeks}周没有平常的{weekday}有来电进入这些队列，无法预测",
        "en": "in the last {weeks} weeks of the log no ordinary {weekday} has calls in these queues",
    },
    "no_queue": {
        "zh": "没有队列“{queue}”；现有：{known}",
        "en": "there is no queue '{queue}'; there are: {known}",
    },
    "unreached": {"zh": "无法达到", "en": "not reached"},
    "no_day": {
        "zh": "“{text}”不是日期；请写成 2026-11-30 的形式",
        "en": "'{text}' is no day; write it like 2026-11-30",
    },
    "backwards": {
        "zh": "结束不能早于开始：{since} 至 {until}",
        "en": "it ends before it begins: {since} to {until}",
    },
}


def word(name: str, language: str, **values: object) -> str:
    """The word or sentence with this id."""
    return WORDS[name][language].format(**values)
