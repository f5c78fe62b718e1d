"""Which commands there are, and the line that `ivr --help` has of each.

A command is imported when it is called: nobody waits for a database or a sound library that they do not need.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`ivr name`: the module of its name has it by `attribute`, or by the name; `line` begins its help."""

    name: str
    line: str
    attribute: str = ""


COMMANDS = (
    Command("run", "Run the engine until Ctrl-C. 运行引擎，按Ctrl-C停止。"),
    Command(
        "demo",
        "Show it all on this machine: a private Asterisk, the engine, sample agents, five calls. 本机演示。",
    ),
    Command(
        "check",
        "Find every problem in the settings and the dialplans, without making a call. 检查配置和拨号方案。",
    ),
    Command(
        "call",
        "Call a number of yours in the terminal: the same interpreter as in a real call. 在终端模拟通话。",
    ),
    Command(
        "test",
        "Play the stories beside the dialplans: calls written down in YAML, without waiting. 运行测试故事。",
        "stories",
    ),
    Command(
        "graph",
        "Draw dialplans: a page each, a box for every flow, an arrow for every way to another. 绘制流程图。",
    ),
    Command(
        "schema",
        "Print the JSON Schema of a dialplan or of a settings file, for editors. "
        "输出供编辑器使用的JSON Schema。",
    ),
    Command(
        "versions",
        "The versions of the dialplans: in use, since when, by whom, with how many calls. 拨号方案的版本。",
    ),
    Command(
        "diff",
        "What changes for a caller, flow by flow: words, keys, times, queues, hours. 对来电者有何变化。",
    ),
    Command(
        "rollback", "Put an earlier version of a dialplan back, as the newest one. 恢复拨号方案的旧版本。"
    ),
    Command(
        "agents",
        "Show every agent with phone, skills, state, and since when. 坐席列表：话机、技能、状态及持续时间。",
    ),
    Command(
        "queues",
        "Show every queue: who serves it, how it chooses, and who waits. 队列：坐席、策略、目标、排队人数。",
    ),
    Command(
        "replay",
        "Replay logged calls under other settings, and tell the difference. 按更改后的设置重放通话并比较。",
    ),
    Command(
        "simulate",
        "Simulate callers at given rates on the agents and queues of the settings. 按来电速率模拟话务。",
    ),
    Command(
        "why",
        "Say why a caller was given this agent, or had to wait. 说明来电为何分配给这位坐席，或为何等待。",
    ),
    Command(
        "forecast",
        "Forecast calls and agents needed by half-hour, from the call log. 按半小时预测来电与所需坐席。",
    ),
    Command(
        "status",
        "Say whether the engine runs, whether its log is behind, and what it does not know. "
        "引擎与日志的状态。",
    ),
    Command("report", "Report on calls, queues and agents, from the call log. 呼入、队列、坐席等报表。"),
    Command(
        "voicemail",
        "List the mailboxes, or the messages of one, newest first; mark them as heard. 语音信箱。",
    ),
    Command(
        "callbacks",
        "Show who waits to be called back, the longest first, or call one off. 等待回呼的来电者。",
    ),
    Command(
        "waits", "Show how many callers were answered inside the wait they were told. 预计等待时间的准确率。"
    ),
    Command(
        "verify",
        "Compare the call log with Asterisk's own records, call by call. 核对通话记录与Asterisk的记录。",
    ),
    Command("calls", "The call log: list calls, tell the journey of one, follow them live. 查看通话记录。"),
    Command("work", "E-mails, chats and tasks that other systems brought. 其他渠道的工作。"),
    Command(
        "cases",
        "Cases: who sees to a suggestion or complaint, until when, and the answer. 工单：跟进与答复。",
    ),
    Command(
        "recordings", "Recordings: list, listen, verify, keep, remove. 录音：列表、取出、校验、保全、清理。"
    ),
    Command("webhooks", "Webhooks: list, what waits, send again, try. Webhook：列表、待发送、重发、测试。"),
    Command("quality", "Quality: score talks on forms, see scores, appeal. 质检：评分、查看得分、申诉。"),
    Command("warehouse", "The call log as Parquet files, for a data warehouse. 数据仓库导出。"),
    Command("canary", "Try a new version of a dialplan on a share of its callers. 让一部分来电试用新版本。"),
    Command(
        "list",
        "Lists of numbers, such as vip and blocked. A change counts from the next call on. 号码名单。",
        "lists",
    ),
    Command(
        "broadcast",
        "An announcement that callers hear from the next call on, on all lines at once. 全线广播。",
    ),
    Command(
        "prompts",
        "Every phrase that callers hear: list them, script for the voice artist, import. 全部提示音。",
    ),
    Command(
        "asterisk",
        "What an Asterisk that you already run needs from the engine. 已有的Asterisk需要添加的配置。",
    ),
)
