"""A call from beginning to end, and what it goes through in the flow. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

CALLS: Mapping[str, Mapping[str, str]] = {
    "call_began": {
        "zh": "{caller_number} {caller_name} 拨打 {dialled_number}（{dialplan}）",
        "en": "{caller_number} {caller_name} calls {dialled_number} ({dialplan})",
    },
    "call_began.": {
        "zh": "{caller_number} {caller_name} 拨打 {dialled_number}，没有流程接听这个号码",
        "en": "{caller_number} {caller_name} calls {dialled_number}, which no dialplan answers",
    },
    "call_answered": {"zh": "系统接听", "en": "picked up"},
    "call_ended": {"zh": "通话结束：{cause}", "en": "the call ended: {cause}"},
    "call_ended.caller": {"zh": "来电者挂机：{cause}", "en": "the caller hung up: {cause}"},
    "call_ended.agent": {"zh": "坐席挂机：{cause}", "en": "the agent hung up: {cause}"},
    "call_ended.flow": {"zh": "流程结束通话：{cause}", "en": "the flow ended the call: {cause}"},
    "call_ended.engine": {"zh": "系统结束通话：{cause}", "en": "the engine ended the call: {cause}"},
    "flow_entered": {"zh": "进入流程 {flow}", "en": "entered {flow}"},
    "prompt_played": {
        "zh": "听到“{text}”（{heard:.1f}秒{length}），按 {key} 打断{after}",
        "en": "heard “{text}” for {heard:.1f} s{length}, cut short by {key}{after}",
    },
    "prompt_played.": {
        "zh": "听到“{text}”（{heard:.1f}秒{length}）{after}",
        "en": "heard “{text}” ({heard:.1f} s{length}){after}",
    },
    "prompt_missing": {"zh": "没有录音可播：“{text}”", "en": "no audio for “{text}”, went on without it"},
    "menu_answered": {"zh": "菜单 {flow}：{outcome} {key}", "en": "menu {flow}: {outcome} {key}"},
    "menu_answered.match": {"zh": "按 {key} → {target}", "en": "pressed {key} → {target}"},
    "menu_answered.no_match": {
        "zh": "按错键 {key}（第{attempt}次）",
        "en": "pressed {key}, not on offer (number {attempt})",
    },
    "menu_answered.no_input": {"zh": "没有按键（第{attempt}次）", "en": "pressed nothing (number {attempt})"},
    "digits_collected": {"zh": "输入 {digits}：{outcome}", "en": "keyed in {digits}: {outcome}"},
    "digits_collected.complete": {"zh": "输入 {digits} → {save}", "en": "keyed in {digits} → {save}"},
    "digits_collected.too_short": {"zh": "输入 {digits}，位数不足", "en": "keyed in {digits}, too short"},
    "digits_collected.no_input": {"zh": "没有输入 {save}", "en": "keyed in nothing for {save}"},
    "digits_collected.rejected": {
        "zh": "输入 {digits}，未确认",
        "en": "keyed in {digits}, and did not confirm it",
    },
    "digits_collected.given_up": {
        "zh": "多次未能输入 {save}，放弃",
        "en": "never got {save} right; went on without it",
    },
    "digits_collected.unknown": {
        "zh": "输入 {digits}，查无此人",
        "en": "keyed in {digits}, which is nobody's",
    },
    "digits_collected.not_allowed": {
        "zh": "输入 {digits}，不允许拨打",
        "en": "keyed in {digits}, which may not be dialled",
    },
    "digits_collected.too_many": {
        "zh": "输入 {digits}，符合的姓名太多",
        "en": "keyed in {digits}, which too many names match",
    },
    "variable_set": {"zh": "{name} = {value}", "en": "{name} = {value}"},
    "secure_began": {"zh": "安全输入开始，录音暂停", "en": "secure entry: recording is paused"},
    "secure_ended": {"zh": "安全输入结束，录音恢复", "en": "secure entry is over: recording goes on"},
    "pin_checked": {"zh": "密码：{outcome}（第{attempt}次）", "en": "PIN: {outcome} (number {attempt})"},
    "pin_checked.right": {"zh": "密码正确", "en": "keyed in the right PIN"},
    "pin_checked.wrong": {
        "zh": "密码不正确（第{attempt}次）",
        "en": "keyed in a wrong PIN (number {attempt})",
    },
    "pin_checked.no_input": {
        "zh": "没有输入密码（第{attempt}次）",
        "en": "keyed in no PIN (number {attempt})",
    },
    "pin_checked.locked": {"zh": "密码错误次数过多，已锁定", "en": "PIN locked after too many wrong tries"},
    "pin_checked.unavailable": {
        "zh": "无法统计密码错误次数，未作验证",
        "en": "PIN not checked: earlier tries could not be counted",
    },
    "hours_checked": {"zh": "{hours} 营业时间内", "en": "{hours}: open"},
    "hours_checked.False": {"zh": "{hours} 非营业时间", "en": "{hours}: closed"},
    "looked_up": {
        "zh": "查询 {url} 失败：{outcome} {status}（{took:.1f}秒）",
        "en": "look-up {url} failed: {outcome} {status} ({took:.1f} s)",
    },
    "looked_up.ok": {"zh": "查询 {url} 成功（{took:.1f}秒）", "en": "looked up {url} ({took:.1f} s)"},
    "source_asked": {
        "zh": "查询 {source} 失败：{outcome}（{took:.1f}秒{cached}）",
        "en": "look-up in {source} failed: {outcome} ({took:.1f} s{cached})",
    },
    "source_asked.found": {
        "zh": "在 {source} 查到{rows}条（{took:.1f}秒{cached}）",
        "en": "looked up in {source}: {rows} found ({took:.1f} s{cached})",
    },
    "source_asked.not_found": {
        "zh": "在 {source} 没有查到（{took:.1f}秒{cached}）",
        "en": "looked up in {source}: nothing found ({took:.1f} s{cached})",
    },
    "step_failed": {
        "zh": "步骤 {verb} 出错：{error}（{place}）",
        "en": "step {verb} failed: {error} ({place})",
    },
    "language_chosen": {"zh": "语言：{language}", "en": "language: {language}"},
    "language_chosen.key": {"zh": "按键选择语言 {language}", "en": "chose the language {language}"},
    "language_chosen.remembered": {
        "zh": "沿用上次来电的语言 {language}",
        "en": "language {language}, as in an earlier call",
    },
    "language_chosen.default": {
        "zh": "没有选择语言，使用 {language}",
        "en": "chose no language; {language} is used",
    },
}
