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
