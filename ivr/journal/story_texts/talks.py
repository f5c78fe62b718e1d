"""Talks: hold, transfer, supervisors, recordings, surveys. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

TALKS: Mapping[str, Mapping[str, str]] = {
    "talk_ended": {"zh": "与坐席 {agent} 通话{talked:.0f}秒", "en": "talked with {agent} for {talked:.0f} s"},
    "talk_ended.agent": {
        "zh": "与坐席 {agent} 通话{talked:.0f}秒，坐席挂机",
        "en": "talked with {agent} for {talked:.0f} s; the agent hung up",
    },
    "talk_ended.caller": {
        "zh": "与坐席 {agent} 通话{talked:.0f}秒，来电者挂机",
        "en": "talked with {agent} for {talked:.0f} s; the caller hung up",
    },
    "talk_ended.transfer": {
        "zh": "与坐席 {agent} 通话{talked:.0f}秒，坐席转出来电者",
        "en": "talked with {agent} for {talked:.0f} s; the agent sent the caller on",
    },
    "recording_paused": {"zh": "坐席 {agent} 暂停录音", "en": "{agent} paused the recording"},
    "recording_resumed": {"zh": "坐席 {agent} 恢复录音", "en": "{agent} let the recording go on"},
    "hold_began": {"zh": "坐席 {agent} 请来电者等候，播放音乐", "en": "{agent} put the caller on hold"},
    "hold_ended": {
        "zh": "等候结束（{held:.0f}秒）",
        "en": "was on hold for {held:.0f} s",
    },
    "consult_began": {"zh": "坐席 {agent} 咨询 {to}", "en": "{agent} rings {to} to consult"},
    "consult_ended": {
        "zh": "咨询 {to} 未成：{outcome}",
        "en": "{agent} did not reach {to}: {outcome}",
    },
    "consult_ended.returned": {
        "zh": "坐席 {agent} 与 {to} 交谈{talked:.0f}秒后返回来电者",
        "en": "{agent} talked with {to} for {talked:.0f} s and came back",
    },
    "consult_ended.transferred": {
        "zh": "坐席 {agent} 与 {to} 交谈{talked:.0f}秒，交出来电者",
        "en": "{agent} talked with {to} for {talked:.0f} s and left the caller to them",
    },
    "consult_ended.conference": {
        "zh": "坐席 {agent} 与 {to} 交谈{talked:.0f}秒，转为三方通话",
        "en": "{agent} talked with {to} for {talked:.0f} s, then all three",
    },
    "consult_ended.caller_left": {
        "zh": "坐席 {agent} 与 {to} 交谈时来电者挂机",
        "en": "the caller hung up while {agent} consulted {to}",
    },
    "conference_began": {"zh": "与 {agent}、{to} 三方通话", "en": "a conference with {agent} and {to}"},
    "conference_ended": {
        "zh": "三方通话结束（{talked:.0f}秒）",
        "en": "the conference is over after {talked:.0f} s",
    },
    "conference_ended.caller": {
        "zh": "来电者离开三方通话（{talked:.0f}秒）",
        "en": "the caller left the conference after {talked:.0f} s",
    },
    "conference_ended.agent": {
        "zh": "坐席 {agent} 离开三方通话（{talked:.0f}秒），来电者与 {to} 继续",
        "en": "{agent} left the conference after {talked:.0f} s; the caller stays with {to}",
    },
    "conference_ended.colleague": {
        "zh": "{to} 离开三方通话（{talked:.0f}秒），来电者与坐席 {agent} 继续",
        "en": "{to} left the conference after {talked:.0f} s; the caller stays with {agent}",
    },
    "transfer_began": {"zh": "坐席 {agent} 转接至 {to}", "en": "{agent} sends the caller on to {to}"},
    "transfer_began.attended": {
        "zh": "坐席 {agent} 咨询后转接至 {to}",
        "en": "{agent} hands the caller over to {to}",
    },
    "transfer_began.take_over": {
        "zh": "坐席 {agent} 的来电由 {to} 接管",
        "en": "{agent}'s caller is taken over by {to}",
    },
    "transfer_began.escalation": {
        "zh": "坐席 {agent} 转二线 {to}",
        "en": "{agent} sends the caller on to the second line, {to}",
    },
    "transferred": {
        "zh": "转接 {to} 未成：{outcome}{rang}",
        "en": "transfer to {to} failed: {outcome}{rang}",
    },
    "transferred.answered": {
        "zh": "转接 {to}{rang}，通话{talked:.0f}秒",
        "en": "transferred to {to}{rang}, talked for {talked:.0f} s",
    },
    "supervisor_joined": {
        "zh": "班长 {supervisor} 介入坐席 {agent} 的通话：{mode}",
        "en": "{supervisor} is in the talk of {agent}: {mode}",
    },
    "supervisor_joined.listen": {
        "zh": "班长 {supervisor} 监听坐席 {agent}",
        "en": "{supervisor} listens to {agent}",
    },
    "supervisor_joined.whisper": {
        "zh": "班长 {supervisor} 对坐席 {agent} 耳语",
        "en": "{supervisor} whispers to {agent}",
    },
    "supervisor_joined.join": {
        "zh": "班长 {supervisor} 加入坐席 {agent} 的通话",
        "en": "{supervisor} joins {agent}'s talk",
    },
    "supervisor_joined.take_over": {
        "zh": "班长 {supervisor} 从坐席 {agent} 接管通话",
        "en": "{supervisor} takes the caller over from {agent}",
    },
    "supervisor_left": {
        "zh": "班长 {supervisor} 离开坐席 {agent} 的通话（{heard:.0f}秒）",
        "en": "{supervisor} left {agent}'s talk after {heard:.0f} s",
    },
    "survey_began": {
        "zh": "满意度调查 {survey} 开始（{questions}题）",
        "en": "survey {survey} began ({questions} questions)",
    },
    "survey_answered": {"zh": "调查 {question}：{answer}", "en": "survey {question}: {answer}"},
    "survey_answered.skipped": {"zh": "调查 {question}：跳过", "en": "survey {question}: skipped"},
    "survey_answered.no_input": {"zh": "调查 {question}：没有回答", "en": "survey {question}: no answer"},
    "recording_stored": {"zh": "录音 {file}（{seconds:.0f}秒）", "en": "recording {file} ({seconds:.0f} s)"},
    "recording_stored.conversation": {
        "zh": "通话录音 {file}（{seconds:.0f}秒）",
        "en": "the conversation is in {file} ({seconds:.0f} s)",
    },
    "recording_stored.message": {
        "zh": "留言 {file}（{seconds:.0f}秒）",
        "en": "the message is in {file} ({seconds:.0f} s)",
    },
    "recording_stored.comment": {
        "zh": "调查留言 {file}（{seconds:.0f}秒）",
        "en": "the comment is in {file} ({seconds:.0f} s)",
    },
    "recording_stored.voicemail": {
        "zh": "语音信箱留言 {file}（{seconds:.0f}秒）",
        "en": "the voicemail is in {file} ({seconds:.0f} s)",
    },
    "recording_stored.suggestion": {
        "zh": "建议录音 {file}（{seconds:.0f}秒）",
        "en": "the suggestion is in {file} ({seconds:.0f} s)",
    },
    "voicemail_left": {
        "zh": "留言存入信箱 {mailbox}（{seconds:.0f}秒）",
        "en": "the message is in mailbox {mailbox} ({seconds:.0f} s)",
    },
    "voicemail_heard": {
        "zh": "信箱 {mailbox} 的留言 {file} 已听",
        "en": "{file} ({mailbox}) was heard",
    },
    "case_opened": {
        "zh": "建议已登记，编号 {reference}（类别 {category}）",
        "en": "suggestion stored under {reference} (category {category})",
    },
}
