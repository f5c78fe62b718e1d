"""The words of the told journey, by an event's kind, with `.value` of its telling field where that matters.

Fields of the event stand in braces, durations as they are in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.journal.alarm_texts import ALARMS

Texts = Mapping[str, Mapping[str, str]]

TELLING_FIELD: Mapping[str, str] = {
    "alarm_cleared": "what",
    "alarm_raised": "what",
    "broadcast_heard": "line",
    "broadcast_switched": "on",
    "call_began": "dialplan",
    "call_ended": "by",
    "callback_confirmed": "confirmed",
    "callback_dialled": "outcome",
    "callback_requested": "outcome",
    "calls_counted": "outcome",
    "canary_stopped": "reason",
    "choice_explained": "agent",
    "choice_kept": "value",
    "choice_offered": "outcome",
    "conference_ended": "by",
    "consult_ended": "outcome",
    "dialplan_changed": "version",
    "dialplan_refused": "errors",
    "digits_collected": "outcome",
    "hours_checked": "open",
    "language_chosen": "how",
    "list_checked": "found",
    "looked_up": "outcome",
    "menu_answered": "outcome",
    "offer_ended": "outcome",
    "pin_checked": "outcome",
    "prompt_played": "key",
    "queue_entered": "agent",
    "queue_left": "outcome",
    "recording_failed": "reason",
    "recording_stored": "kind",
    "self_repaired": "what",
    "source_asked": "outcome",
    "supervisor_joined": "mode",
    "supervisor_left": "mode",
    "survey_answered": "outcome",
    "talk_ended": "by",
    "transfer_began": "kind",
    "transferred": "outcome",
    "work_arrived": "due",
    "work_cancelled": "agent",
    "work_finished": "in_time",
    "work_offer_ended": "outcome",
    "work_overdue": "agent",
}
"""The field that decides between the sentences of a kind."""

SENTENCES: Texts = {
    **ALARMS,
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
    "list_checked": {"zh": "在名单 {list} 中：{entry} {note}", "en": "is on the list {list}: {entry} {note}"},
    "list_checked.False": {"zh": "不在名单 {list} 中", "en": "is not on the list {list}"},
    "choice_kept": {"zh": "记住 {name} = {value}", "en": "remembered {name} = {value}"},
    "choice_kept.": {"zh": "不再记住 {name}", "en": "forgot {name}"},
    "choice_offered": {
        "zh": "没有采用上次的选择 {name} = {value}",
        "en": "did not take {name} = {value} of an earlier call",
    },
    "choice_offered.accepted": {
        "zh": "采用上次的选择 {name} = {value}",
        "en": "took {name} = {value} of an earlier call",
    },
    "calls_counted": {
        "zh": "限制 {throttle}：第{calls}次来电（最多{most}次）",
        "en": "throttle {throttle}: call {calls} of {most}",
    },
    "calls_counted.exceeded": {
        "zh": "限制 {throttle}：第{calls}次来电，超过{most}次",
        "en": "throttle {throttle}: call {calls}, more than the {most} allowed",
    },
    "share_drawn": {"zh": "分流 {split} → {way}", "en": "split {split} → {way}"},
    "broadcast_heard": {"zh": "听到线路 {line} 的广播", "en": "heard the broadcast of the line {line}"},
    "broadcast_heard.": {"zh": "听到全线广播", "en": "heard the broadcast of all lines"},
    "memory_unavailable": {
        "zh": "步骤 {verb} 读写不到记忆，按没有记录继续：{error}",
        "en": "step {verb} could not reach what is remembered and went on without it: {error}",
    },
    "callback_requested": {
        "zh": "要求回呼 {number}：{outcome}",
        "en": "asked to be called at {number}: {outcome}",
    },
    "callback_requested.noted": {
        "zh": "将由队列 {queue} 回呼 {number}",
        "en": "will be called back at {number} by queue {queue}",
    },
    "callback_requested.already": {
        "zh": "{number} 已在等待回呼",
        "en": "{number} is waiting for a callback already",
    },
    "callback_requested.impossible": {
        "zh": "不能回呼 {number}：外呼号码中未允许",
        "en": "{number} may not be called: outbound.allow does not list it",
    },
    "callback_began": {
        "zh": "回呼（第{attempt}次），原通话 {original}",
        "en": "calling back (attempt {attempt}) for call {original}",
    },
    "callback_dialled": {"zh": "拨打 {number}：{outcome}", "en": "dialled {number}: {outcome}"},
    "callback_dialled.answered": {"zh": "{number} 接听", "en": "{number} answered"},
    "callback_dialled.rang_out": {"zh": "{number} 无人接听", "en": "{number} did not answer"},
    "callback_dialled.busy": {"zh": "{number} 忙", "en": "{number} is busy"},
    "callback_dialled.unreachable": {"zh": "{number} 无法接通", "en": "{number} cannot be reached"},
    "callback_confirmed": {"zh": "按键确认：{confirmed}", "en": "confirmed by key: {confirmed}"},
    "callback_confirmed.True": {"zh": "按键确认接听", "en": "pressed the key to join"},
    "callback_confirmed.False": {"zh": "未按键确认", "en": "did not press the key to join"},
    "queue_entered": {
        "zh": "进入队列 {queue}，需要 {needs}，优先级 {priority}；先等坐席 {agent} {patience:.0f}秒",
        "en": "entered queue {queue}, needs {needs}, priority {priority}; {agent} alone for {patience:.0f} s",
    },
    "queue_entered.": {
        "zh": "进入队列 {queue}，需要 {needs}，优先级 {priority}",
        "en": "entered queue {queue}, needs {needs}, priority {priority}",
    },
    "needs_relaxed": {
        "zh": "队列 {queue}：第{stage}步放宽，现在需要 {needs}",
        "en": "queue {queue}: relaxed (stage {stage}), needs {needs} from here on",
    },
    "need_left_out": {
        "zh": "步骤 {verb}：“{written}”无法使用，已略去：{error}",
        "en": "step {verb}: '{written}' was of no use and is left out: {error}",
    },
    "position_announced": {"zh": "播报排在第{position}位", "en": "was told: number {position} in line"},
    "wait_announced": {
        "zh": "播报还需等待{low:.0f}至{high:.0f}秒",
        "en": "was told: {low:.0f} to {high:.0f} s to wait",
    },
    "place_restored": {
        "zh": "恢复在队列 {queue} 之前的位置（已等待{waited:.0f}秒）",
        "en": "has the earlier place in queue {queue} again (as after {waited:.0f} s)",
    },
    "choice_explained": {"zh": "选中坐席 {agent}", "en": "{agent} was chosen"},
    "choice_explained.": {"zh": "没有坐席可以接听，等待", "en": "nobody could take the call: it waits"},
    "agent_offered": {"zh": "坐席 {agent} {phone} 振铃", "en": "{agent}'s phone {phone} rings"},
    "agent_picked_up": {
        "zh": "坐席 {agent} 摘机（振铃{rang:.1f}秒），先听来电情况",
        "en": "{agent} picked up after {rang:.1f} s and is told who waits",
    },
    "offer_ended": {
        "zh": "坐席 {agent}：{outcome}（{rang:.1f}秒）",
        "en": "{agent}: {outcome} ({rang:.1f} s)",
    },
    "offer_ended.answered": {
        "zh": "坐席 {agent} 接听（振铃{rang:.1f}秒）",
        "en": "{agent} answered after {rang:.1f} s",
    },
    "offer_ended.rang_out": {
        "zh": "坐席 {agent} 未接听（振铃{rang:.1f}秒）",
        "en": "{agent} did not answer in {rang:.1f} s",
    },
    "offer_ended.busy": {"zh": "坐席 {agent} 占线", "en": "{agent}'s phone was busy"},
    "offer_ended.unreachable": {
        "zh": "坐席 {agent} 的话机无法接通",
        "en": "{agent}'s phone could not be reached",
    },
    "offer_ended.unconfirmed": {
        "zh": "坐席 {agent} 摘机但未接听（{rang:.1f}秒）",
        "en": "{agent} picked up and did not take the call ({rang:.1f} s)",
    },
    "offer_ended.abandoned": {
        "zh": "振铃{rang:.1f}秒时来电者离开",
        "en": "the caller left while {agent}'s phone rang ({rang:.1f} s)",
    },
    "talk_ended": {"zh": "与坐席 {agent} 通话{talked:.0f}秒", "en": "talked with {agent} for {talked:.0f} s"},
    "talk_ended.agent": {
        "zh": "与坐席 {agent} 通话{talked:.0f}秒，坐席挂机",
        "en": "talked with {agent} for {talked:.0f} s; the agent hung up",
    },
    "talk_ended.caller": {
        "zh": "与坐席 {agent} 通话{talked:.0f}秒，来电者挂机",
        "en": "talked with {agent} for {talked:.0f} s; the caller hung up",
    },
    "disposition_set": {
        "zh": "坐席 {agent} 登记通话结果：{code}",
        "en": "{agent} classified the call: {code}",
    },
    "queue_left": {
        "zh": "离开队列 {queue}：{outcome}（等待{waited:.0f}秒）",
        "en": "left queue {queue}: {outcome} (waited {waited:.0f} s)",
    },
    "queue_left.answered": {
        "zh": "队列 {queue} 已接通（等待{waited:.0f}秒）",
        "en": "queue {queue} was answered after {waited:.0f} s",
    },
    "queue_left.abandoned": {
        "zh": "在队列 {queue} 等待{waited:.0f}秒后放弃",
        "en": "gave up in queue {queue} after {waited:.0f} s",
    },
    "queue_left.timed_out": {
        "zh": "在队列 {queue} 等待{waited:.0f}秒，超时离开",
        "en": "left queue {queue} after {waited:.0f} s: the time was over",
    },
    "queue_left.left_by_key": {
        "zh": "在队列 {queue} 等待{waited:.0f}秒，按键离开",
        "en": "left queue {queue} by a key after {waited:.0f} s",
    },
    "queue_left.empty": {
        "zh": "队列 {queue} 没有可接听的坐席，离开（等待{waited:.0f}秒）",
        "en": "left queue {queue} after {waited:.0f} s: no agent for it is there",
    },
    "queue_left.full": {"zh": "队列 {queue} 已满", "en": "found queue {queue} full"},
    "queue_left.closed": {
        "zh": "队列 {queue} 已下班，离开（等待{waited:.0f}秒）",
        "en": "left queue {queue} after {waited:.0f} s: it is closed",
    },
    "queue_left.overflow": {
        "zh": "在队列 {queue} 等待{waited:.0f}秒，转入其他队列继续等待",
        "en": "went on from queue {queue} to another after {waited:.0f} s",
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
    "agent_state_changed": {
        "zh": "坐席 {agent}：{old} → {state} {reason}",
        "en": "agent {agent}: {old} → {state} {reason}",
    },
    "requested": {
        "zh": "{by} 通过接口执行 {what} {about}",
        "en": "{by} did {what} {about} through the interface",
    },
    "work_arrived": {
        "zh": "{by} 送来工作（{channel}，有期限）：进入队列 {queue}，优先级 {priority} {needs}",
        "en": "{by} brought it ({channel}, with a due time): queue {queue}, priority {priority} {needs}",
    },
    "work_arrived.0.0": {
        "zh": "{by} 送来工作（{channel}）：进入队列 {queue}，优先级 {priority} {needs}",
        "en": "{by} brought it ({channel}): queue {queue}, priority {priority} {needs}",
    },
    "work_offered": {
        "zh": "提供给 {agent}（{ring:.0f}秒内答复）",
        "en": "offered to {agent} for {ring:.0f} s",
    },
    "work_offer_ended": {
        "zh": "{agent} 未接受：{outcome}（{rang:.1f}秒）",
        "en": "{agent} did not take it: {outcome} ({rang:.1f} s)",
    },
    "work_offer_ended.accepted": {
        "zh": "{agent} 接受（{rang:.1f}秒后）",
        "en": "{agent} accepted after {rang:.1f} s",
    },
    "work_offer_ended.rejected": {
        "zh": "{agent} 拒绝（{rang:.1f}秒后）",
        "en": "{agent} rejected it after {rang:.1f} s",
    },
    "work_offer_ended.withdrawn": {
        "zh": "从 {agent} 处收回（{rang:.1f}秒后）",
        "en": "taken back from {agent} after {rang:.1f} s",
    },
    "work_released": {
        "zh": "{agent} 退回队列 {queue}（{by}）",
        "en": "{agent} gave it back to queue {queue} ({by})",
    },
    "work_finished": {
        "zh": "{agent} 完成，用时{took:.0f}秒，超过期限（{by}）",
        "en": "{agent} finished it after {took:.0f} s, too late ({by})",
    },
    "work_finished.True": {
        "zh": "{agent} 完成，用时{took:.0f}秒（{by}）",
        "en": "{agent} finished it after {took:.0f} s ({by})",
    },
    "work_cancelled": {"zh": "取消（{by}），曾由 {agent} 处理", "en": "cancelled by {by}; {agent} had it"},
    "work_cancelled.": {"zh": "取消（{by}）", "en": "cancelled by {by}"},
    "work_overdue": {"zh": "已过期限，{agent} 正在处理", "en": "overdue; {agent} has it"},
    "work_overdue.": {"zh": "已过期限，尚无人处理", "en": "overdue, and nobody has it"},
    "self_repaired": {
        "zh": "自动修正坐席 {agent} 的状态：{was} → {found}",
        "en": "put right by itself: agent {agent}, {was} → {found}",
    },
    "self_repaired.phone": {
        "zh": "自动修正坐席 {agent} 的话机状态：{was} → {found}",
        "en": "put right by itself: agent {agent}'s phone is {found}, not {was}",
    },
    "self_repaired.offer": {
        "zh": "坐席 {agent} 的振铃无人报告结果，已自动收回：{was} → {found}",
        "en": "put right by itself: nobody said how agent {agent}'s ringing ended; now {found}",
    },
    "self_repaired.talk": {
        "zh": "坐席 {agent} 的话机已离开通话，已自动结束：{was} → {found}",
        "en": "put right by itself: agent {agent}'s phone had left the talk; now {found}",
    },
    "wrap_up_extended": {
        "zh": "坐席 {agent} 延长话后处理{seconds:.0f}秒",
        "en": "agent {agent} has {seconds:.0f} s more for wrap-up",
    },
    "broadcast_switched": {
        "zh": "广播开启（线路“{line}”）：{zh} {en}",
        "en": "broadcast on (line “{line}”): {zh} {en}",
    },
    "broadcast_switched.False": {"zh": "广播关闭（线路“{line}”）", "en": "broadcast off (line “{line}”)"},
    "engine_started": {
        "zh": "系统启动，版本 {version}，Asterisk {asterisk}",
        "en": "engine {version} started, Asterisk {asterisk}",
    },
    "log_fell_behind": {
        "zh": "通话记录数据库无法写入（{reason}），事件暂存磁盘",
        "en": "the call log's database fails ({reason}); events wait on disk",
    },
    "log_caught_up": {
        "zh": "通话记录已补齐：{events}个事件，中断{seconds:.0f}秒",
        "en": "the call log has caught up: {events} events, {seconds:.0f} s after it fell behind",
    },
    "dialplan_changed": {
        "zh": "拨号方案 {dialplan} 启用版本 {version}（{by}） {comment}",
        "en": "dialplan {dialplan} is now version {version}, by {by} {comment}",
    },
    "dialplan_changed.": {
        "zh": "拨号方案 {dialplan} 停用（{by}） {comment}",
        "en": "dialplan {dialplan} is out of use, by {by} {comment}",
    },
    "dialplan_refused": {
        "zh": "{file} 有{errors}处错误，未启用，请 {owner} 查看：{first}",
        "en": "{file} has {errors} errors and changed nothing; {owner} has to look at it: {first}",
    },
    "dialplan_refused.1": {
        "zh": "{file} 有1处错误，未启用，请 {owner} 查看：{first}",
        "en": "{file} has an error and changed nothing; {owner} has to look at it: {first}",
    },
    "canary_started": {
        "zh": "{share:.0%}的来电试用拨号方案 {dialplan} 的版本 {version}（{by}） {comment}",
        "en": "{share:.0%} of the calls try version {version} of dialplan {dialplan}, by {by} {comment}",
    },
    "canary_stopped": {
        "zh": "拨号方案 {dialplan} 的版本 {version} 试用结束：{reason}",
        "en": "the trial of version {version} of {dialplan} is over: {reason}",
    },
    "canary_stopped.hung_up_in_menu": {
        "zh": "拨号方案 {dialplan} 的版本 {version} 试用已自动停止：菜单中挂机的来电者增多",
        "en": "the trial of version {version} of {dialplan} was stopped: more callers hung up in menus",
    },
    "canary_stopped.failed": {
        "zh": "拨号方案 {dialplan} 的版本 {version} 试用已自动停止：出错的通话增多",
        "en": "the trial of version {version} of {dialplan} was stopped: more calls had errors",
    },
    "canary_stopped.promoted": {
        "zh": "拨号方案 {dialplan} 的版本 {version} 试用结束，现用于所有来电（{by}）",
        "en": "the trial of version {version} of {dialplan} is over: it is for all calls now, by {by}",
    },
    "canary_stopped.withdrawn": {
        "zh": "{by} 停止了拨号方案 {dialplan} 的版本 {version} 的试用",
        "en": "{by} stopped the trial of version {version} of {dialplan}",
    },
    "canary_stopped.replaced": {
        "zh": "拨号方案 {dialplan} 已变更，版本 {version} 的试用结束",
        "en": "dialplan {dialplan} has changed: the trial of version {version} is over",
    },
}

RECOVERED = {"zh": " [据Asterisk记录补记]", "en": " [recovered from Asterisk's records]"}
"""Stands behind what the engine did not see itself."""

WORDS: Texts = {
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
