"""What the commands say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

TEXTS: Mapping[str, Mapping[str, str]] = {
    "asterisk_answers": {
        "zh": "Asterisk {version} 在 {address}(UDP)接听SIP呼叫。",
        "en": "Asterisk {version} answers SIP calls at {address} (UDP).",
    },
    "engine_listens": {
        "zh": "引擎在 {address} 等待Asterisk的呼叫。",
        "en": "The engine takes calls from Asterisk at {address}.",
    },
    "call_log": {"zh": "通话记录:{file}", "en": "Call log: {file}"},
    "ctrl_c": {
        "zh": "按Ctrl-C停止;修改拨号方案后立即生效(kill -USR1 {pid} 也会重新读取)。",
        "en": "Ctrl-C stops; changed dialplans are taken over at once (kill -USR1 {pid} does it too).",
    },
    "reloaded": {"zh": "已重新读取拨号方案。", "en": "The dialplans were read anew."},
    "kept": {"zh": "仍使用原有的拨号方案。", "en": "The dialplans in use stay as they were."},
    "changed": {
        "zh": "拨号方案 {dialplan} 启用版本 {version}(文件属于 {owner})。",
        "en": "Dialplan {dialplan} is now version {version} (the file is {owner}'s).",
    },
    "gone": {
        "zh": "拨号方案 {dialplan}(版本 {version})停用:文件已不存在。",
        "en": "Dialplan {dialplan} (version {version}) is out of use: its file is gone.",
    },
    "look_at_it": {
        "zh": "请 {owner} 查看 {file};仍使用 {kept}。",
        "en": "{owner} has to look at {file}; {kept} stays in use.",
    },
    "look_at_new": {
        "zh": "请 {owner} 查看 {file};未启用。",
        "en": "{owner} has to look at {file}; it is not used.",
    },
    "restart": {
        "zh": "设置已变更,重启 ivr run 后生效:{files}",
        "en": "Changed settings count after a restart of ivr run: {files}",
    },
    "no_voice": {
        "zh": "{fault}。没有语音的提示音在通话中会被跳过。",
        "en": "{fault}. Prompts without audio are left out of calls.",
    },
    "no_audio": {
        "zh": "“{words}”({spoken})没有语音:{reason}",
        "en": "no audio for '{words}' ({spoken}): {reason}",
    },
    "no_record": {"zh": "记录中没有此通话", "en": "no such call in the log"},
    "came_out": {
        "zh": "五个旅程中有{good}个符合预期。",
        "en": "{good} of 5 journeys came out as expected.",
    },
    "call_in": {"zh": "可用本机任何软电话呼入:", "en": "Call in with any softphone on this machine:"},
    "as_customer": {
        "zh": "  客户:无需账号,呼叫 {uri}",
        "en": "  as a customer: no account needed, call {uri}",
    },
    "as_agent": {
        "zh": "  坐席:账号 {phone},密码 {password},注册服务器 {address};*41上线,*42下线,*43暂停,*44恢复",
        "en": "  as an agent: account {phone}, password {password}, registrar {address};"
        " *41 logs in, *42 out, *43 pauses, *44 resumes",
    },
    "see_calls": {"zh": "查看通话记录:", "en": "Look at the call log from another terminal:"},
    "stops_all": {"zh": "按Ctrl-C停止全部。", "en": "Ctrl-C stops all of it."},
    "add_to_manager.conf": {
        "zh": "添加到 manager.conf;其 [general] 中需要 `enabled = yes`。",
        "en": "Add to manager.conf; [general] there needs `enabled = yes`.",
    },
    "add_to_extensions.conf": {"zh": "添加到 extensions.conf。", "en": "Add to extensions.conf."},
    "add_to_queues.conf": {
        "zh": "添加到 queues.conf:仅在引擎不在时使用。",
        "en": "Add to queues.conf: used only while the engine is away.",
    },
    "add_to_pjsip.conf": {"zh": "添加到 pjsip.conf。", "en": "Add to pjsip.conf."},
}


def text(name: str, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return TEXTS[name][chosen(language)].format(**values)
