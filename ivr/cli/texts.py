"""What the commands say, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.language import Language, chosen

TEXTS: Mapping[str, Mapping[str, str]] = {
    "asterisk_answers": {
        "zh": "Asterisk {version} 在 {address}（UDP）接听SIP呼叫。",
        "en": "Asterisk {version} answers SIP calls at {address} (UDP).",
    },
    "check_counts": {
        "zh": "{dialplan}个拨号方案：{error}个错误，{warning}个警告",
        "en": "{dialplan}: {error}, {warning}",
    },
    "warehouse_writing": {"zh": "写入天数", "en": "Days"},
    "warehouse_nothing": {
        "zh": "{folder}：已是最新，没有新内容。",
        "en": "{folder}: up to date, the log tells nothing new.",
    },
    "warehouse_written": {
        "zh": "{folder}：已写入{days}天，{first} 至 {last}。",
        "en": "{folder}: days written: {days}, from {first} to {last}.",
    },
    "warehouse_busy": {
        "zh": "{folder}：另一个导出正在写入此文件夹；请等待其完成。",
        "en": "{folder}: another export writes into this folder; wait until it has ended.",
    },
    "warehouse_numbers": {
        "zh": "没有号码写法“{given}”；{nearest}",
        "en": "there is no way '{given}' to write numbers; {nearest}",
    },
    "warehouse_secret": {
        "zh": "散列号码需要密钥：请在环境变量 {name} 中设置至少{least}个字符，并妥善保存。",
        "en": "hashed numbers need a secret: set {name} to at least {least} characters, and keep it.",
    },
    "warehouse_unfit_folder": {
        "zh": "不是空文件夹，也不是以前的导出；请指定新的文件夹。",
        "en": "neither empty nor of an earlier export; name a new folder.",
    },
    "warehouse_unfit_manifest": {
        "zh": "callwright.json 已损坏；请指定新的文件夹，将从头导出。",
        "en": "callwright.json is damaged; name a new folder, into which all is exported anew.",
    },
    "warehouse_unfit_log": {
        "zh": "此文件夹来自另一份通话记录；请指定新的文件夹。",
        "en": "this folder is of another call log; name a new folder.",
    },
    "warehouse_unfit_zone": {
        "zh": "此文件夹按时区 {old} 分日，现在的设置是 {new}；请指定新的文件夹。",
        "en": "this folder has the days of {old}, the settings now say {new}; name a new folder.",
    },
    "warehouse_unfit_numbers": {
        "zh": "此文件夹的号码写法是 {old}，而不是 {new}；请使用 --numbers {old} 或指定新的文件夹。",
        "en": "numbers in this folder are {old}, not {new}; say --numbers {old}, or name a new folder.",
    },
    "warehouse_unfit_secret": {
        "zh": "此文件夹的号码是用另一个密钥散列的；请恢复原密钥或指定新的文件夹。",
        "en": "numbers in this folder were hashed with another secret; set that one, or name a new folder.",
    },
    "warehouse_unfit_version": {
        "zh": "此文件夹由另一版本写入（表版本 {old}，现为 {new}）；请指定新的文件夹，将从头导出。",
        "en": "this folder has tables of version {old}, this is {new}; name a new folder for all anew.",
    },
    "verify_green": {
        "zh": "一致：通话记录与Asterisk的记录相同。",
        "en": "Green: the call log equals Asterisk's records.",
    },
    "verify_red": {
        "zh": "{calls}个通话有差异，共{differences}处。",
        "en": "{calls} calls differ, in {differences} places.",
    },
    "verify_before": {
        "zh": "{calls}个更早的通话无法核对：Asterisk的记录从 {since} 开始。",
        "en": "{calls} earlier calls cannot be compared: Asterisk's records begin at {since}.",
    },
    "verify_damaged": {
        "zh": "Asterisk的{count}行记录已损坏，未能读取。",
        "en": "{count} of Asterisk's records are damaged and were left out.",
    },
    "verify_without_cdr": {
        "zh": "没有可读的话单（CDR），只核对了CEL；cdr_custom.conf 的配置行见 ivr asterisk config。",
        "en": "There are no CDRs that can be read: only CEL was compared. 'ivr asterisk config' prints the"
        " lines for cdr_custom.conf.",
    },
    "verify_nothing": {
        "zh": "这段时间内没有通话，无可核对。",
        "en": "Nothing to compare: neither of the two has a call in this time.",
    },
    "verify_clock_ahead": {
        "zh": "所有通话的差异相同：Asterisk的时钟快 {apart}。请让两者使用同一时钟（NTP），时间相同后再核对。",
        "en": "All calls differ alike: Asterisk's clock is {apart} ahead of the engine's. Set both by NTP.",
    },
    "verify_clock_behind": {
        "zh": "所有通话的差异相同：Asterisk的时钟慢 {apart}。请让两者使用同一时钟（NTP），时间相同后再核对。",
        "en": "All calls differ alike: Asterisk's clock is {apart} behind the engine's. Set both by NTP.",
    },
    "verify_of_another": {
        "zh": "两边没有一个相同的通话：{folder} 可能是另一个Asterisk的记录，或者通话记录属于另一个引擎；"
        "请查看 config/ivr.yaml 的 asterisk_log、state 和 database。",
        "en": "Not one call is in both: {folder} may be the records of another Asterisk, or the log that of"
        " another engine. Look at asterisk_log, state and database in config/ivr.yaml.",
    },
    "verify_unreadable": {
        "zh": "无法核对：{file} 无法读取（{why}）。请修复此文件，或将它移出此目录；如果刚刚轮换，请重试。",
        "en": "cannot tell: {file} cannot be read ({why}). Mend it, or move it out of this folder; if it was"
        " just rotated, try again.",
    },
    "verify_reading_cel": {"zh": "读取CEL", "en": "CEL"},
    "verify_reading_cdr": {"zh": "读取话单（CDR）", "en": "CDR"},
    "verify_reading_log": {"zh": "读取通话记录", "en": "Call log"},
    "verify_asterisk": {"zh": "Asterisk的通话（CEL）", "en": "calls in Asterisk (CEL)"},
    "verify_cdr": {"zh": "其中有话单（CDR）", "en": "with a CDR"},
    "verify_log": {"zh": "通话记录中的通话", "en": "calls in the log"},
    "verify_recovered": {"zh": "其中补记", "en": "of them recovered"},
    "verify_running": {"zh": "进行中，未核对", "en": "still running, not compared"},
    "verify_when": {"zh": "时间", "en": "When"},
    "verify_id": {"zh": "编号", "en": "Id"},
    "verify_what": {"zh": "差异", "en": "Difference"},
    "verify_ours": {"zh": "通话记录", "en": "Log"},
    "verify_theirs": {"zh": "Asterisk", "en": "Asterisk"},
    "verify_not_in_log": {"zh": "通话记录中没有", "en": "not in the log"},
    "verify_not_in_asterisk": {"zh": "Asterisk中没有", "en": "not in Asterisk"},
    "verify_no_cdr": {"zh": "没有话单（CDR）", "en": "no CDR"},
    "verify_began": {"zh": "开始时间", "en": "began"},
    "verify_answered": {"zh": "接听时间", "en": "answered"},
    "verify_ended": {"zh": "结束时间", "en": "ended"},
    "verify_by": {"zh": "挂机方", "en": "who hung up"},
    "verify_cause": {"zh": "挂机原因", "en": "cause"},
    "verify_phones": {"zh": "通话的话机", "en": "phone talked to"},
    "verify_talked": {"zh": "通话时长", "en": "talked"},
    "no_such_queue": {
        "zh": "没有队列“{unknown}”，通话记录中也没有；{nearest}",
        "en": "there is no queue '{unknown}', and no call of one; {nearest}",
    },
    "no_such_agent": {
        "zh": "没有坐席“{unknown}”，通话记录中也没有；{nearest}",
        "en": "there is no agent '{unknown}', and no call of one; {nearest}",
    },
    "state_in_use": {
        "zh": "状态目录 {folder} 正由进程 {process} 的引擎使用；请先结束该引擎，"
        "或用 config/ivr.yaml 的 state（或环境变量 CALLWRIGHT_STATE）另选目录",
        "en": "the state folder {folder} is in use by the engine with process {process}; end it, or give"
        " another one by `state` in config/ivr.yaml or by CALLWRIGHT_STATE",
    },
    "log_waits": {
        "zh": "注意：{since} 起有{events}个事件暂存于 {folder}，尚未写入通话记录；"
        "数据库恢复后由引擎按顺序写入，引擎未运行时在下次 ivr run 启动时写入",
        "en": "warning: events since {since} wait in {folder} ({events} so far), not in the call log yet;"
        " the engine writes them in order once it can use the database, or 'ivr run' as it starts",
    },
    "no_dialplans": {
        "zh": "这里没有拨号方案；拨号方案是以 .yaml 结尾的文件",
        "en": "no dialplans here; a dialplan is a file that ends in .yaml",
    },
    "engine_listens": {
        "zh": "引擎在 {address} 等待Asterisk的呼叫。",
        "en": "The engine takes calls from Asterisk at {address}.",
    },
    "removed_unheard": {"zh": "未听，{when}已删除", "en": "no, removed {when}"},
    "status_no_engine": {"zh": "没有引擎在运行。", "en": "No engine runs here."},
    "status_runs": {"zh": "引擎在运行。", "en": "The engine runs."},
    "status_log_well": {"zh": "通话记录正常写入数据库。", "en": "Its log is up to date."},
    "status_log_away": {
        "zh": "数据库自 {since} 起不可用或缓慢，来电照常处理：{reason}",
        "en": "The database is away or slow since {since}; calls go on: {reason}",
    },
    "status_waits": {
        "zh": "待写入事件{events}个，最早为 {oldest}，磁盘上共{size} MB。",
        "en": "{events} events wait, the oldest from {oldest}, in {size} MB on disk.",
    },
    "status_in_memory": {
        "zh": "其中{events}个尚在内存中，未写入磁盘。",
        "en": "{events} of them are in memory and not on disk yet.",
    },
    "status_lost": {
        "zh": "丢失事件{events}个：数据库与磁盘均无法写入。",
        "en": "{events} events are lost: neither the database nor the disk took them.",
    },
    "status_unknown": {
        "zh": "引擎启动时数据库不可用，尚不知待回呼、待办工作和语音信箱，也不知以下坐席是否已登录：{agents}",
        "en": "The database was away at the start: callbacks, work and mailboxes are not known yet,"
        " nor whether these agents are logged in: {agents}",
    },
    "without_database": {
        "zh": "数据库不可用：来电照常接听，事件暂存在磁盘上；"
        "坐席是否已登录、待回呼、待办工作和语音信箱要等数据库恢复后才知道。",
        "en": "The database is away: calls are taken, and their events wait on disk."
        " Which agents are logged in, callbacks, work and mailboxes are known once it is back.",
    },
    "why": {"zh": "分配原因：ivr why {call}", "en": "why: ivr why {call}"},
    "range_backwards": {
        "zh": "时间范围颠倒或为空：{since} 开始，{until} 结束；请对调 --from 与 --to，或写更晚的 --to",
        "en": "the range ends before it begins, or there: from {since} to {until}; exchange --from and --to,"
        " or give a later --to",
    },
    "no_choice": {
        "zh": "{call} 没有分配原因的记录：记录于旧版本，或尚未为其选择坐席。",
        "en": "no choice for {call} is in the log: an older version wrote it, or nobody was chosen yet.",
    },
    "no_queue": {
        "zh": "通话 {call} 没有进入队列，没有选择坐席，因此没有分配原因；其经过见 ivr calls show {call}",
        "en": "call {call} was in no queue, so nobody was chosen for it; its journey: ivr calls show {call}",
    },
    "no_voicemail": {"zh": "没有留言。", "en": "There are no messages."},
    "no_such_message": {
        "zh": "信箱 {mailbox} 里没有“{file}”；ivr voicemail {mailbox} 列出全部留言。",
        "en": "there is no '{file}' in mailbox {mailbox}; 'ivr voicemail {mailbox}' lists its messages.",
    },
    "which_mailbox": {
        "zh": "请写出信箱：ivr voicemail support --heard 文件",
        "en": "name the mailbox as well: ivr voicemail support --heard FILE",
    },
    "heard": {"zh": "已听：{number}条。", "en": "Heard: {number}."},
    "call_log": {"zh": "通话记录：{file}", "en": "Call log: {file}"},
    "ctrl_c": {
        "zh": "按Ctrl-C停止；修改拨号方案后立即生效（kill -USR1 {pid} 也会重新读取）。",
        "en": "Ctrl-C stops; changed dialplans are taken over at once (kill -USR1 {pid} does it too).",
    },
    "reloaded": {"zh": "已重新读取拨号方案。", "en": "The dialplans were read anew."},
    "kept": {"zh": "仍使用原有的拨号方案。", "en": "The dialplans in use stay as they were."},
    "changed": {
        "zh": "拨号方案 {dialplan} 启用版本 {version}（文件属于 {owner}）。",
        "en": "Dialplan {dialplan} is now version {version} (the file is {owner}'s).",
    },
    "gone": {
        "zh": "拨号方案 {dialplan}（版本 {version}）停用：文件已不存在。",
        "en": "Dialplan {dialplan} (version {version}) is out of use: its file is gone.",
    },
    "look_at_it": {
        "zh": "请 {owner} 查看 {file}；仍使用 {kept}。",
        "en": "{owner} has to look at {file}; {kept} stays in use.",
    },
    "look_at_new": {
        "zh": "请 {owner} 查看 {file}；未启用。",
        "en": "{owner} has to look at {file}; it is not used.",
    },
    "restart": {
        "zh": "设置已变更，重启 ivr run 后生效：{files}",
        "en": "Changed settings count after a restart of ivr run: {files}",
    },
    "no_voice": {
        "zh": "{fault}。没有语音的提示音在通话中会被跳过。",
        "en": "{fault}. Prompts without audio are left out of calls.",
    },
    "no_audio": {
        "zh": "“{words}”（{spoken}）没有语音：{reason}",
        "en": "no audio for '{words}' ({spoken}): {reason}",
    },
    "no_such_dialplan": {
        "zh": "没有名为“{dialplan}”的拨号方案；现有：{known}",
        "en": "no dialplan is called '{dialplan}'; there are: {known}",
    },
    "report_preparing": {"zh": "预先统计（天）", "en": "Counting days"},
    "report_prepared": {
        "zh": "已预先统计 {days} 天，共 {total} 天；其余尚未结束。",
        "en": "Counted: {days} of {total} days; the others are not over.",
    },
    "report_how": {
        "zh": "ivr report 名称 --help 说明时间、分组与格式。",
        "en": "'ivr report NAME --help' tells of times, splits and forms.",
    },
    "report_unknown": {"zh": "没有“{given}”；{nearest}", "en": "there is no '{given}'; {nearest}"},
    "report_ending": {
        "zh": "{given}：从文件名的结尾看不出格式；{nearest}（或用 --format 指定）",
        "en": "{given}: the ending of the name tells no form; {nearest} (or give --format)",
    },
    "report_too_many": {
        "zh": "此范围有 {calls} 个通话，这份报表最多 {most} 个；请缩短时间范围",
        "en": "the range has {calls} calls, this report takes at most {most}: give a shorter range",
    },
    "report_binary": {
        "zh": "{form} 不能显示在终端；请用 --out 文件.{form} 写入文件",
        "en": "{form} cannot be shown in a terminal: write it to a file by --out FILE.{form}",
    },
    "report_written": {"zh": "已写入 {file}：{rows} 行。", "en": "Written: {file} with {rows} rows."},
    "report_no_parquet": {
        "zh": "写 Parquet 需要 pyarrow：pip install 'callwright[parquet]'",
        "en": "Parquet needs pyarrow: pip install 'callwright[parquet]'",
    },
    "report_no_browser": {
        "zh": "这台机器上没有 Chromium 或 Chrome；请写成 .html，用任意浏览器打开后打印为 PDF"
        "（或用环境变量 CALLWRIGHT_BROWSER 指定浏览器）",
        "en": "there is no Chromium or Chrome on this machine: write .html, open it in any browser and print"
        " it to PDF (or name a browser by CALLWRIGHT_BROWSER)",
    },
    "report_browser_failed": {
        "zh": "浏览器未能打印：{fault}；请写成 .html，用任意浏览器打开后打印为 PDF",
        "en": "the browser did not print: {fault}; write .html, open it in any browser and print it to PDF",
    },
    "script_form": {
        "zh": "{file}：录音稿文件须以 .csv 或 .xlsx 结尾",
        "en": "{file}: a script's name ends in .csv or .xlsx",
    },
    "script_written": {
        "zh": "已写入 {file}：{count} 条文本。",
        "en": "written: {file} with {count} phrases.",
    },
    "checking": {"zh": "检查录音", "en": "Checking"},
    "importing": {"zh": "导入录音", "en": "Taking in"},
    "no_takes": {
        "zh": "{folder} 中没有录音（.wav、.flac、.ogg 文件，可放在 zh、en 文件夹中）",
        "en": "{folder}: no recordings there (.wav, .flac or .ogg files, also in folders zh and en)",
    },
    "takes": {
        "zh": "录音 {count} 个：合格 {good} 个，有问题 {bad} 个。",
        "en": "{count} recordings: {good} good, {bad} with faults.",
    },
    "none_imported": {
        "zh": "未导入任何录音：请先改正上述问题；也可用 --force 导入其中可用者。",
        "en": "Nothing was taken in: mend these first, or take in with --force what can be used.",
    },
    "import_failed": {
        "zh": "未导入任何录音，一切如前：{fault}",
        "en": "Nothing was taken in, all is as it was: {fault}",
    },
    "imported": {
        "zh": "已导入 {count} 个录音到 {folder}，响度 {low} 至 {high} dBFS；重启引擎或 kill -USR1 后生效。",
        "en": "{count} recordings are in {folder}, at {low} to {high} dBFS;"
        " the engine plays them after a restart, or kill -USR1.",
    },
    "still_without": {
        "zh": "尚有 {count} 条文本没有录音。",
        "en": "{count} phrases have no recording yet.",
    },
    "made": {"zh": "已合成 {count} 条音频。", "en": "{count} phrases were given audio."},
    "no_record": {"zh": "记录中没有此通话", "en": "no such call in the log"},
    "came_out": {
        "zh": "五个旅程中有{good}个符合预期。",
        "en": "{good} of 5 journeys came out as expected.",
    },
    "call_in": {"zh": "可用本机任何软电话呼入：", "en": "Call in with any softphone on this machine:"},
    "as_customer": {
        "zh": "  客户：无需账号，呼叫 {uri}",
        "en": "  as a customer: no account needed, call {uri}",
    },
    "as_agent": {
        "zh": "  坐席：账号 {phone}，密码 {password}，注册服务器 {address}；"
        "*41上线，*42下线，*43暂停，*44恢复",
        "en": "  as an agent: account {phone}, password {password}, registrar {address};"
        " *41 logs in, *42 out, *43 pauses, *44 resumes",
    },
    "no_waits": {
        "zh": "这段时间没有来电者听到预计等待时间后被接听。",
        "en": "In this time nobody was told a wait and then answered.",
    },
    "overtaken": {
        "zh": "优先级{priority}的来电者，只会被随后{within}内打进的高优先级来电（优先级至多{by}）排到前面；"
        "更晚的都排在其后。",
        "en": "a caller of priority {priority} can be overtaken only by those who come within {within} after,"
        " of priority {by} at most; afterwards by nobody.",
    },
    "overtaken_by_target": {
        "zh": "优先级{priority}的来电者，为服务水平目标只会被随后{within}内打进的来电排到前面；"
        "更晚的都排在其后。",
        "en": "a caller of priority {priority} can be overtaken only by those who come within {within} after,"
        " for the sake of a queue's target; afterwards by nobody.",
    },
    "never_overtaken": {
        "zh": "优先级{priority}的来电者不会被其后来的任何人超过。",
        "en": "a caller of priority {priority} is overtaken by nobody who comes later.",
    },
    "priority_unknown": {
        "zh": "有的优先级要在通话中才能确定，这里按最高值计算。",
        "en": "a priority is worked out in the call; the highest that counts is taken for it here.",
    },
    "no_callbacks": {"zh": "没有等待回呼的来电者。", "en": "Nobody waits to be called back."},
    "no_such_callback": {
        "zh": "没有等待中的回呼 {number}；ivr callbacks 列出全部",
        "en": "no callback {number} is waiting; ivr callbacks lists them",
    },
    "callback_cancelled": {"zh": "已取消回呼 {number}。", "en": "Callback {number} is called off."},
    "no_work": {"zh": "没有未完成的工作。", "en": "There is no such work."},
    "no_work_over": {"zh": "没有已结束的工作。", "en": "There is no such work."},
    "no_such_work": {
        "zh": "没有编号为 {id} 的工作；ivr work 列出未完成的，ivr work --over 列出已结束的",
        "en": "no work has the id {id}; 'ivr work' lists what is not finished, 'ivr work --over' what is",
    },
    "see_calls": {
        "zh": "在另一个终端查看通话记录和拨号方案的版本：",
        "en": "Look at the call log and the dialplans' versions from another terminal:",
    },
    "stops_all": {"zh": "按Ctrl-C停止全部。", "en": "Ctrl-C stops all of it."},
    "add_to_manager.conf": {
        "zh": "添加到 manager.conf；其 [general] 中需要 `enabled = yes`。",
        "en": "Add to manager.conf; [general] there needs `enabled = yes`.",
    },
    "add_to_extensions.conf": {"zh": "添加到 extensions.conf。", "en": "Add to extensions.conf."},
    "add_to_features.conf": {
        "zh": "添加到 features.conf 的 [applicationmap] 之下。",
        "en": "Add to features.conf, below [applicationmap].",
    },
    "add_to_confbridge.conf": {"zh": "添加到 confbridge.conf。", "en": "Add to confbridge.conf."},
    "add_to_cel.conf": {
        "zh": "添加到 cel.conf 的 [general] 之下，并加载模块 cel_custom，供 ivr verify 核对。",
        "en": "Add to cel.conf, below [general], and load the module cel_custom: for ivr verify.",
    },
    "add_to_cel_custom.conf": {
        "zh": "添加到 cel_custom.conf 的 [mappings] 之下。",
        "en": "Add to cel_custom.conf, below [mappings].",
    },
    "add_to_cdr_custom.conf": {
        "zh": "添加到 cdr_custom.conf 的 [mappings] 之下，并加载模块 cdr_custom。",
        "en": "Add to cdr_custom.conf, below [mappings], and load the module cdr_custom.",
    },
    "add_to_queues.conf": {
        "zh": "添加到 queues.conf：仅在引擎不在时使用。",
        "en": "Add to queues.conf: used only while the engine is away.",
    },
    "no_deadline": {
        "zh": "“{written}”不是时间；请写 18:00、2026-12-31、'2026-12-31 18:00'，或 90m、2h、7d 表示多久以后",
        "en": "'{written}' is no time; write 18:00, 2026-12-31, '2026-12-31 18:00', or 90m, 2h, 7d for in so"
        " long",
    },
    "deadline_over": {"zh": "“{written}”已经过去", "en": "'{written}' is over already"},
    "broadcast_on": {
        "zh": "广播已开启，从下一通来电起可听到：{lines}。",
        "en": "The broadcast is on; callers hear it from the next call on: {lines}.",
    },
    "broadcast_off": {
        "zh": "广播已关闭，从下一通来电起不再播放。",
        "en": "The broadcast is off, from the next call on.",
    },
    "broadcast_nothing": {"zh": "没有开启的广播。", "en": "No broadcast is on."},
    "broadcast_nowhere": {"zh": "无", "en": "nowhere"},
    "broadcast_all_lines": {"zh": "全部线路", "en": "all lines"},
    "broadcast_is_on": {
        "zh": "{line}：自 {since} 开启：{said}",
        "en": "{line}: on since {since}: {said}",
    },
    "broadcast_is_on_until": {
        "zh": "{line}：自 {since} 至 {until} 开启：{said}",
        "en": "{line}: on since {since} until {until}: {said}",
    },
    "broadcast_silent": {
        "zh": "这些拨号方案没有broadcast步骤，来电者听不到广播：{lines}",
        "en": "without the step `broadcast`, and so silent: {lines}",
    },
    "broadcast_one_language": {
        "zh": "只有一种语言的内容；另一种语言的来电者也会听到它。",
        "en": "It has one language only; callers of the other one hear that.",
    },
    "broadcast_no_audio": {
        "zh": "无法生成语音，没有开启任何广播：{reason}",
        "en": "there is no audio, so nothing was switched on: {reason}",
    },
    "broadcast_no_line": {
        "zh": "没有名为“{line}”的拨号方案；{allowed}",
        "en": "there is no dialplan '{line}'; {allowed}",
    },
    "broadcast_words": {
        "zh": "请用 --zh 和 --en 给出内容：各不超过1000个字，不能含有花括号",
        "en": "say what callers shall hear by --zh and --en: at most 1,000 characters each, without braces",
    },
    "list_added": {
        "zh": "名单 {list}：已写入{count}个号码。",
        "en": "On the list {list} now: {count} of them.",
    },
    "list_removed": {"zh": "名单 {list}：已移除{count}个号码。", "en": "Taken off the list {list}: {count}."},
    "list_not_there": {
        "zh": "名单 {list} 中没有：{numbers}",
        "en": "not on the list {list}: {numbers}",
    },
    "list_has": {"zh": "{list}：{count}个有效号码", "en": "{list}: {count} valid"},
    "list_none": {
        "zh": "还没有名单；ivr list 名称 add 号码 建立一个。",
        "en": "There are no lists; `ivr list NAME add NUMBER` makes one.",
    },
    "list_over": {"zh": "已过期", "en": "over"},
    "list_to_come": {"zh": "未生效", "en": "not yet"},
    "list_backwards": {
        "zh": "有效期的结束不能早于开始",
        "en": "it would end before it begins; look at --from and --until",
    },
    "list_name": {
        "zh": "“{list}”不是名单的名称：以字母开头，只含字母、数字、_和-",
        "en": "'{list}' is no name of a list: letters, digits, _ and -, a letter first",
    },
    "list_no_number": {
        "zh": "“{written}”不是电话号码；数字可用x代替，表示任意一位",
        "en": "'{written}' is no telephone number; x may stand for any digit",
    },
    "list_unused": {
        "zh": "没有拨号方案使用名单“{list}”；{hint}使用中的名单：{used}",
        "en": "no dialplan asks the list '{list}'; {hint}those that are asked: {used}",
    },
    "list_nothing_imported": {"zh": "没有导入任何号码", "en": "nothing was imported"},
    "list_exported": {
        "zh": "名单 {list}：已将{count}个号码写入 {file}。",
        "en": "The list {list} is in {file}: {count} entries.",
    },
    "add_to_pjsip.conf": {"zh": "添加到 pjsip.conf。", "en": "Add to pjsip.conf."},
}


def text(name: str, language: Language | None = None, **values: object) -> str:
    """The text with this id, in `language` or else the terminal's."""
    return TEXTS[name][chosen(language)].format(**values)
