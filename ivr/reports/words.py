"""What reports say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "range": {"zh": "时间范围", "en": "Range"},
    "from_to": {"zh": "{begin} 至 {end}", "en": "{begin} to {end}"},
    "zone": {"zh": "时区", "en": "Time zone"},
    "made": {"zh": "生成时间", "en": "Made"},
    "service_level": {"zh": "服务水平", "en": "Service level"},
    "formula": {"zh": "公式{letter}，{seconds}秒：{text}", "en": "formula {letter}, {seconds} s: {text}"},
    "in_seconds": {"zh": "，{seconds}秒", "en": ", {seconds} s"},
    "calls": {"zh": "通话数", "en": "Calls"},
    "split": {"zh": "分组", "en": "Split by"},
    "open": {"zh": "未定", "en": "Still open"},
    "nothing_open": {"zh": "无，数字为最终结果", "en": "nothing, the figures are final"},
    "running": {"zh": "通话中{calls}个", "en": "calls still running: {calls}"},
    "waiting": {"zh": "仍在排队{calls}个", "en": "callers still waiting: {calls}"},
    "pending": {
        "zh": "首次解决待定{calls}个，满{days}天后确定",
        "en": "first-call resolution not known yet: {calls}, final after {days} days",
    },
    "goes_on": {"zh": "时间范围尚未结束", "en": "the range is not over yet"},
    "total": {"zh": "合计", "en": "Total"},
    "none": {"zh": "（无）", "en": "(none)"},
    "seconds_heading": {"zh": "{title}（秒）", "en": "{title} (s)"},
    "no_data": {
        "zh": "“–”表示没有数据，既不是0%也不是100%。",
        "en": "“–” is no data, which is neither 0 % nor 100 %.",
    },
    "no_calls": {"zh": "这段时间没有通话记录。", "en": "The log has no calls of this time."},
    "drawn": {
        "zh": "图中仅有前{drawn}项，表中有全部{of}项。",
        "en": "Drawn are the first {drawn}; the table has all {of}.",
    },
    "sheet_figures": {"zh": "数据", "en": "Figures"},
    "sheet_drawn": {"zh": "图表数据", "en": "Drawn"},
    "sheet_about": {"zh": "说明", "en": "About"},
    "weekdays": {"zh": "周一 周二 周三 周四 周五 周六 周日", "en": "Mon Tue Wed Thu Fri Sat Sun"},
    "by_interval": {"zh": "时段", "en": "Time"},
    "by_queue": {"zh": "队列", "en": "Queue"},
    "by_skill": {"zh": "技能", "en": "Skill"},
    "by_agent": {"zh": "坐席", "en": "Agent"},
    "by_team": {"zh": "班组", "en": "Team"},
    "by_line": {"zh": "被叫号码", "en": "Line"},
    "by_path": {"zh": "菜单路径", "en": "Menu path"},
    "by_menu": {"zh": "菜单", "en": "Menu"},
    "by_key": {"zh": "按键", "en": "Key"},
    "by_language": {"zh": "语言", "en": "Language"},
    "by_weekday": {"zh": "星期", "en": "Weekday"},
    "by_hour": {"zh": "钟点", "en": "Hour"},
    "by_category": {"zh": "类别", "en": "Category"},
    "by_channel": {"zh": "渠道", "en": "Channel"},
    "work": {"zh": "工作数", "en": "Work"},
    "work_still_open": {"zh": "未完成的工作{works}件", "en": "work still open: {works}"},
    "work_fates": {"zh": "工作的去向", "en": "What became of the work"},
    "work_in_time": {"zh": "按时完成率", "en": "Finished within due time"},
    "no_work": {
        "zh": "这段时间没有到达、分派或处理的工作。",
        "en": "No work was brought, offered or done in this time.",
    },
    "by_hotline": {"zh": "建议专线", "en": "Suggestion line"},
    "by_form": {"zh": "质检表", "en": "Form"},
    "by_scorer": {"zh": "质检员", "en": "Scorer"},
    "scored": {"zh": "质检数", "en": "Scores"},
    "score_mean": {"zh": "质检平均分", "en": "Mean score"},
    "score_fatal": {"zh": "致命项占比", "en": "With a fatal item"},
    "score_appeals": {"zh": "申诉", "en": "Appeals"},
    "score_granted": {"zh": "申诉成立", "en": "Appeals granted"},
    "scored_twice": {"zh": "多人质检的通话段", "en": "Talks scored twice"},
    "score_kappa": {"zh": "一致性（kappa）", "en": "Agreement (kappa)"},
    "scores_drafts": {"zh": "质检草稿{scores}份", "en": "scores that are drafts: {scores}"},
    "scores_undecided": {"zh": "申诉未裁决{scores}个", "en": "appeals not decided: {scores}"},
    "scores_mean": {
        "zh": "质检得分按通话开始时间计入，以申诉后的结果为准。kappa：1为完全一致，0相当于偶然；"
        "比较同一通话段的各次打分，不受申诉影响，通话段少时不稳定。",
        "en": "Scores count by the beginning of the call, as they are after appeals. Kappa: 1 is perfect, 0"
        " what chance would give; of talks that several scored, before appeals. With few talks it jumps.",
    },
    "agent_trend_means": {
        "zh": "坐席满意度趋势是满意度分数每30天的变化；↑提升，↓下降，→平稳，超过两倍标准误才算升降，"
        "少于三个分数则没有数据。",
        "en": "The trend is by how many points an agent's satisfaction scores change in 30 days: ↑ they rise,"
        " ↓ they fall, → steady, which is all within twice the standard error. With fewer than three"
        " scores there is no data.",
    },
    "no_scores": {
        "zh": "这段时间的通话没有定稿的质检得分。",
        "en": "No call of this time has a final score.",
    },
    "suggestions": {"zh": "建议数", "en": "Suggestions"},
    "suggestion_share": {"zh": "占比", "en": "Share"},
    "suggestion_callers": {"zh": "来电人数（不含隐藏号码）", "en": "Callers (known numbers)"},
    "suggestion_length": {"zh": "平均录音时长", "en": "Mean recording"},
    "no_suggestions": {"zh": "这段时间没有建议。", "en": "No suggestions were left in this time."},
    "anomaly_what": {"zh": "指标", "en": "What"},
    "anomaly_direction": {"zh": "方向", "en": "Direction"},
    "anomaly_since": {"zh": "开始", "en": "Since"},
    "anomaly_until": {"zh": "结束", "en": "Until"},
    "anomaly_now": {"zh": "当日", "en": "This day"},
    "anomaly_usual": {"zh": "通常", "en": "Usual"},
    "anomaly_strength": {"zh": "强度", "en": "Strength"},
    "anomaly_more": {"zh": "↑ 偏高", "en": "↑ more"},
    "anomaly_less": {"zh": "↓ 偏低", "en": "↓ less"},
    "anomaly_goes_on": {"zh": "仍在持续", "en": "goes on"},
    "anomaly_all": {"zh": "全部来电", "en": "All calls"},
    "anomaly_against": {"zh": "比较对象", "en": "Compared with"},
    "anomaly_days": {
        "zh": "此前同一星期几的{days}天，按半小时",
        "en": "the same weekday before, {days} of them, by half-hour",
    },
    "anomaly_too_few": {
        "zh": "此前同一星期几只有{days}天有通话记录，至少需要{least}天，无法判断。",
        "en": "The log has {days} days of this weekday before; nothing can be said with fewer than {least}.",
    },
    "anomaly_none": {"zh": "没有异常。", "en": "Nothing is unusual."},
    "anomaly_how": {
        "zh": "强度是超出正常波动的累计量（CUSUM），超过7才列出；“开始”是偏离开始的半小时。",
        "en": "Strength is how far it went beyond chance, added up (CUSUM); listed from 7 on. Since: the"
        " half-hour in which it began.",
    },
    "half_hour": {"zh": "每半小时", "en": "by half-hour"},
    "hour": {"zh": "每小时", "en": "by hour"},
    "day": {"zh": "每天", "en": "by day"},
    "week": {"zh": "每周", "en": "by week"},
    "month": {"zh": "每月", "en": "by month"},
    "all": {"zh": "全部时间", "en": "the whole time"},
    "minutes": {"zh": "每{minutes}分钟", "en": "by {minutes} minutes"},
    "whole": {"zh": "不分组", "en": "not split"},
    "reading": {"zh": "读取记录", "en": "Reading"},
    "mail_cut": {
        "zh": "此处为{of}行中的前{shown}行，全部在附件中。",
        "en": "The first {shown} of {of} rows; all are in the attachment.",
    },
    "mail_too_many": {
        "zh": "此范围有{calls}个通话，这份报表最多{most}个，因此没有报表；请在设置中缩短时间范围。",
        "en": "The range has {calls} calls, this report takes at most {most}: there is none. Give a shorter"
        " range in the settings.",
    },
    "mail_no_pdf": {
        "zh": "引擎所在的机器未能生成PDF：没有Chromium或Chrome，或其打印失败。",
        "en": "There is no PDF: the engine's machine has no Chromium or Chrome, or it did not print.",
    },
    "mail_alt": {
        "zh": "图表“{title}”：{series}。所有数字见下表。",
        "en": "Chart “{title}”: {series}. Every figure is in the table below.",
    },
}


def word(name: str, language: str, **values: object) -> str:
    """The text with this id. Raises KeyError."""
    return _WORDS[name][language].format(**values)
