"""What the commands about versions say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "dialplan": {"zh": "拨号方案", "en": "Dialplan"},
    "number": {"zh": "序号", "en": "#"},
    "version": {"zh": "版本", "en": "Version"},
    "since": {"zh": "启用时间", "en": "Since"},
    "by": {"zh": "修改人", "en": "By"},
    "calls": {"zh": "通话", "en": "Calls"},
    "comment": {"zh": "说明", "en": "Comment"},
    "file": {"zh": "文件", "en": "File"},
    "in_use": {"zh": "使用中", "en": "in use"},
    "same": {"zh": "一致", "en": "the same"},
    "changed": {"zh": "已修改，尚未启用", "en": "changed, not in use yet"},
    "broken": {"zh": "有错误，请 {owner} 查看", "en": "has errors; {owner} has to look at it"},
    "missing": {"zh": "不存在", "en": "is gone"},
    "out_of_use": {"zh": "停用", "en": "out of use"},
    "none": {
        "zh": "还没有任何版本：ivr run 启动时会记下第一个。",
        "en": "There are no versions yet: ivr run writes down the first ones when it starts.",
    },
    "unknown": {
        "zh": "没有拨号方案或版本“{asked}”；已有的拨号方案：{known}",
        "en": "no dialplan and no version '{asked}'; there are the dialplans {known}",
    },
    "several": {
        "zh": "有多个版本以“{asked}”开头：{found}",
        "en": "several versions begin with '{asked}': {found}",
    },
    "no_such": {
        "zh": "{dialplan} 没有版本“{asked}”；用 ivr versions {dialplan} 查看。",
        "en": "{dialplan} never had a version '{asked}'; 'ivr versions {dialplan}' lists them.",
    },
    "no_earlier": {
        "zh": "{dialplan} 没有更早的版本。",
        "en": "{dialplan} has no earlier version.",
    },
    "lost": {"zh": "版本 {version} 的内容已丢失。", "en": "The text of version {version} is lost."},
    "already": {
        "zh": "{file} 的内容已是版本 {version}。",
        "en": "{file} holds version {version} already.",
    },
    "unsound": {
        "zh": "版本 {version} 现在不能使用，原因如下：",
        "en": "Version {version} cannot be used now, because of this:",
    },
    "back": {
        "zh": "将 {dialplan} 恢复为版本 {version}（{since}，{by}），写入 {file}？",
        "en": "Put version {version} of {dialplan} ({since}, {by}) back into {file}?",
    },
    "changes": {"zh": "来电者会注意到的变化：", "en": "What changes for callers:"},
    "no_difference": {"zh": "对来电者没有变化。", "en": "No difference for a caller."},
    "only_text": {
        "zh": "对来电者没有变化，只是文字写法不同（用 ivr diff --text 查看）。",
        "en": "No difference for a caller; only the text is another (`ivr diff --text` shows it).",
    },
    "whole": {"zh": "整个拨号方案", "en": "the whole dialplan"},
    "flow": {"zh": "流程 {flow}", "en": "flow {flow}"},
    "on_disk": {"zh": "文件", "en": "file"},
    "never_in_use": {
        "zh": "{dialplan} 从未启用，没有可比较的版本。",
        "en": "{dialplan} was never in use: there is nothing to compare it with.",
    },
    "out_of_use_now": {"zh": "{dialplan} 未在使用。", "en": "{dialplan} is not in use."},
    "not_a_version": {
        "zh": "“{asked}”不是文件、拨号方案或版本；写法如 dialplans/main.yaml、main、main:3、02730b12。",
        "en": "'{asked}' is no file, dialplan or version; write it like dialplans/main.yaml, main, main:3"
        " or 02730b12.",
    },
    "share": {"zh": "份额", "en": "Share"},
    "hung_up_in_menu": {"zh": "菜单挂机", "en": "Hung up in menu"},
    "failed": {"zh": "出错", "en": "With errors"},
    "trial": {
        "zh": "{share:.0%}的 {dialplan} 来电试用版本 {version}（{since} 起，{by}）",
        "en": "{share:.0%} of the callers of {dialplan} try version {version} since {since}, by {by}",
    },
    "tried": {"zh": "试用版 {version}", "en": "tried {version}"},
    "started": {
        "zh": "{share:.0%}的 {dialplan} 来电现在试用版本 {version}；进行中的通话不受影响。",
        "en": "{share:.0%} of the callers of {dialplan} begin on version {version} now; calls that have begun"
        " are not touched.",
    },
    "later": {
        "zh": "只有新版接听的号码在转正后才会接听：{numbers}",
        "en": "Numbers that only the new version answers are answered once it is promoted: {numbers}",
    },
    "stopped": {
        "zh": "试用已停止：{dialplan} 的所有新来电使用原版本。",
        "en": "The trial is over: all new calls of {dialplan} begin on what is in use.",
    },
    "no_trials": {"zh": "没有试用中的版本。", "en": "Nothing is being tried."},
    "evidence": {
        "zh": "变差的证据：菜单挂机 {hung_up:.3g}，出错 {failed:.3g}；达到 {enough:g} 即自动停止。",
        "en": "Evidence that it is worse: hang-ups in menus {hung_up:.3g}, errors {failed:.3g}; it is stopped"
        " at {enough:g}.",
    },
    "promote": {
        "zh": "将版本 {version} 写入 {file}，用于 {dialplan} 的所有来电？",
        "en": "Write version {version} into {file}, for all calls of {dialplan}?",
    },
    "several_trials": {
        "zh": "有多个试用版，请写明拨号方案：{names}",
        "en": "several are being tried, name one of the dialplans: {names}",
    },
    "no_trial_of": {
        "zh": "“{asked}”没有试用中的版本；试用中：{names}",
        "en": "nothing of '{asked}' is being tried; tried are: {names}",
    },
    "bad_share": {
        "zh": "“{asked}”不是份额；请写 1% 至 99%，如 10%。",
        "en": "'{asked}' is not a share; write 1% to 99%, such as 10%",
    },
    "not_done": {"zh": "未作任何改动。", "en": "Nothing was changed."},
    "replaced": {"zh": "原文件保存为 {file}。", "en": "The file as it was is kept as {file}."},
    "now": {
        "zh": "{dialplan} 现在使用版本 {version}；进行中的通话仍用原版本。",
        "en": "{dialplan} is on version {version} now; calls that have begun end on what they began with.",
    },
    "engine_away": {
        "zh": "引擎未运行：下次启动时生效。",
        "en": "No engine is running here: it counts when one starts.",
    },
    "needs_engine": {
        "zh": "引擎未运行：请先用 ivr run 启动。",
        "en": "No engine is running here: start one with 'ivr run'.",
    },
    "refused": {
        "zh": "引擎未启用 {file}，原因如下：",
        "en": "The engine did not take {file}, because of this:",
    },
    "cannot_read": {"zh": "无法读取版本：{fault}", "en": "the versions cannot be read: {fault}"},
    "cannot_write": {"zh": "无法写入 {file}：{fault}", "en": "{file} cannot be written: {fault}"},
}


def words(name: str, language: str, **values: object) -> str:
    """The text with this id in zh or en."""
    return WORDS[name][language].format(**values)
