"""What is told of alarms, and of recordings that were not made. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

ALARMS: Mapping[str, Mapping[str, str]] = {
    "recording_failed": {
        "zh": "通话未能完整录音：{reason}",
        "en": "the talk was not recorded, or not whole: {reason}",
    },
    "recording_failed.disk_full": {
        "zh": "磁盘已满，通话未能完整录音",
        "en": "the talk was not recorded, or not whole: the disk is full",
    },
    "recording_failed.read_only": {
        "zh": "磁盘为只读，通话未能完整录音",
        "en": "the talk was not recorded, or not whole: the disk is read-only",
    },
    "recording_failed.no_permission": {
        "zh": "没有写入权限，通话未能完整录音",
        "en": "the talk was not recorded, or not whole: we may not write there",
    },
    "recording_failed.slow": {
        "zh": "磁盘无响应，通话未能完整录音",
        "en": "the talk was not recorded, or not whole: the disk does not answer",
    },
    "recording_failed.disk_fails": {
        "zh": "磁盘故障，通话未能完整录音",
        "en": "the talk was not recorded, or not whole: the disk fails",
    },
    "recording_failed.refused": {
        "zh": "Asterisk拒绝，通话未能完整录音",
        "en": "the talk was not recorded, or not whole: Asterisk refused",
    },
    "alarm_raised": {"zh": "告警：{what}（{detail}）", "en": "alarm: {what} ({detail})"},
    "alarm_cleared": {"zh": "告警解除：{what}", "en": "alarm over: {what}"},
    "alarm_raised.disk_full": {
        "zh": "告警：录音磁盘已满（{detail}）",
        "en": "alarm: the disk of the recordings is full ({detail})",
    },
    "alarm_cleared.disk_full": {
        "zh": "告警解除：录音磁盘已满",
        "en": "alarm over: the disk of the recordings is full",
    },
    "alarm_raised.disk_low": {
        "zh": "告警：录音磁盘空间不足（{detail}）",
        "en": "alarm: the disk of the recordings is nearly full ({detail})",
    },
    "alarm_cleared.disk_low": {
        "zh": "告警解除：录音磁盘空间不足",
        "en": "alarm over: the disk of the recordings is nearly full",
    },
    "alarm_raised.read_only": {
        "zh": "告警：录音磁盘为只读（{detail}）",
        "en": "alarm: the disk of the recordings is read-only ({detail})",
    },
    "alarm_cleared.read_only": {
        "zh": "告警解除：录音磁盘为只读",
        "en": "alarm over: the disk of the recordings is read-only",
    },
    "alarm_raised.no_permission": {
        "zh": "告警：录音目录没有写入权限（{detail}）",
        "en": "alarm: the folder of the recordings may not be written ({detail})",
    },
    "alarm_cleared.no_permission": {
        "zh": "告警解除：录音目录没有写入权限",
        "en": "alarm over: the folder of the recordings may not be written",
    },
    "alarm_raised.slow": {
        "zh": "告警：录音磁盘响应缓慢（{detail}）",
        "en": "alarm: the disk of the recordings is slow ({detail})",
    },
    "alarm_cleared.slow": {
        "zh": "告警解除：录音磁盘响应缓慢",
        "en": "alarm over: the disk of the recordings is slow",
    },
    "alarm_raised.disk_fails": {
        "zh": "告警：录音磁盘故障（{detail}）",
        "en": "alarm: the disk of the recordings fails ({detail})",
    },
    "alarm_cleared.disk_fails": {
        "zh": "告警解除：录音磁盘故障",
        "en": "alarm over: the disk of the recordings fails",
    },
    "alarm_raised.database": {
        "zh": "告警：录音索引无法写入数据库（{detail}）",
        "en": "alarm: the index of the recordings cannot be written ({detail})",
    },
    "alarm_cleared.database": {
        "zh": "告警解除：录音索引无法写入数据库",
        "en": "alarm over: the index of the recordings cannot be written",
    },
    "alarm_raised.unknown_since_start": {
        "zh": "告警：引擎启动时数据库不可用，坐席是否已登录（{detail}）、待回呼、待办工作和语音信箱均未知",
        "en": "alarm: the database was away when the engine began: which agents are logged in ({detail}),"
        " promised callbacks, work and mailboxes are not known",
    },
    "alarm_cleared.unknown_since_start": {
        "zh": "告警解除：数据库已恢复，坐席状态、待回呼、待办工作和语音信箱均已读取",
        "en": "alarm over: the database has told which agents are logged in, callbacks, work and mailboxes",
    },
    "alarm_raised.stopped": {
        "zh": "告警：录音整理进程没有响应（{detail}）",
        "en": "alarm: nobody looks after the recordings ({detail})",
    },
    "alarm_cleared.stopped": {
        "zh": "告警解除：录音整理进程没有响应",
        "en": "alarm over: nobody looks after the recordings",
    },
    "alarm_raised.intervals_stopped": {
        "zh": "告警：报表预计进程没有响应，报表会变慢（{detail}）",
        "en": "alarm: figures are not prepared any more, reports take longer ({detail})",
    },
    "alarm_cleared.intervals_stopped": {
        "zh": "告警解除：报表预计进程没有响应",
        "en": "alarm over: figures are not prepared any more",
    },
    "alarm_raised.webhook_gone": {
        "zh": "告警：接收方不再接收事件，已停止发送（{what}：{detail}）",
        "en": "alarm: a receiver wants no more events, nothing is sent to it ({what}: {detail})",
    },
    "alarm_cleared.webhook_gone": {
        "zh": "告警解除：接收方不再接收事件（{what}）",
        "en": "alarm over: a receiver wants no more events ({what})",
    },
    "alarm_raised.webhook_fails": {
        "zh": "告警：事件一直发送失败（{what}：{detail}）",
        "en": "alarm: a receiver accepts no events ({what}: {detail})",
    },
    "alarm_cleared.webhook_fails": {
        "zh": "告警解除：事件一直发送失败（{what}）",
        "en": "alarm over: a receiver accepts no events ({what})",
    },
    "alarm_raised.mail_waits": {
        "zh": "告警：邮件一直未能送出（{detail}）",
        "en": "alarm: mail waits to be sent ({detail})",
    },
    "alarm_cleared.mail_waits": {
        "zh": "告警解除：邮件一直未能送出",
        "en": "alarm over: mail waits to be sent",
    },
    "alarm_raised.mail_lost": {
        "zh": "告警：邮件被拒收，不再重试（{detail}）",
        "en": "alarm: mail was refused and is not tried again ({detail})",
    },
    "alarm_cleared.mail_lost": {
        "zh": "告警解除：一天内没有被拒收的邮件",
        "en": "alarm over: no mail was refused for a day",
    },
    "alarm_raised.mail_database": {
        "zh": "告警：数据库无法使用，邮件暂不发送（{detail}）",
        "en": "alarm: no mail is sent, since the database cannot be used ({detail})",
    },
    "alarm_cleared.mail_database": {
        "zh": "告警解除：数据库无法使用，邮件暂不发送",
        "en": "alarm over: no mail is sent, since the database cannot be used",
    },
    "alarm_raised.mail_stopped": {
        "zh": "告警：邮件发送进程没有响应（{detail}）",
        "en": "alarm: nobody sends mail ({detail})",
    },
    "alarm_cleared.mail_stopped": {
        "zh": "告警解除：邮件发送进程没有响应",
        "en": "alarm over: nobody sends mail",
    },
    "alarm_raised.report_not_made": {
        "zh": "告警：到期的报表未能生成（{detail}）",
        "en": "alarm: a report that is due cannot be made ({detail})",
    },
    "alarm_cleared.report_not_made": {
        "zh": "告警解除：到期的报表未能生成",
        "en": "alarm over: a report that is due cannot be made",
    },
    "alarm_raised.webhooks_stopped": {
        "zh": "告警：事件发送进程没有响应（{detail}）",
        "en": "alarm: nobody sends events to webhooks ({detail})",
    },
    "alarm_cleared.webhooks_stopped": {
        "zh": "告警解除：事件发送进程没有响应",
        "en": "alarm over: nobody sends events to webhooks",
    },
    "alarm_raised.asterisk_stopped": {
        "zh": "告警：Asterisk已退出，正在重新启动（{detail}）",
        "en": "alarm: Asterisk ended, it is started again ({detail})",
    },
    "alarm_cleared.asterisk_stopped": {
        "zh": "告警解除：Asterisk已重新启动",
        "en": "alarm over: Asterisk is up again",
    },
    "alarm_raised.asterisk_fails": {
        "zh": "告警：Asterisk反复退出；请查看状态目录下 asterisk/log 中的 output 和 messages，"
        "排除原因（{detail}）",
        "en": "alarm: Asterisk does not stay up; see output and messages in asterisk/log of the state folder,"
        " and mend what they tell ({detail})",
    },
    "alarm_cleared.asterisk_fails": {
        "zh": "告警解除：Asterisk运行稳定",
        "en": "alarm over: Asterisk stays up",
    },
    "alarm_raised.state_disk": {
        "zh": "告警：状态目录所在的磁盘有问题，等待写入的事件和Asterisk的记录可能丢失（{what}：{detail}）",
        "en": "alarm: something is wrong with the disk of the state folder, where events wait and Asterisk"
        " writes its records ({what}: {detail})",
    },
    "alarm_cleared.state_disk": {
        "zh": "告警解除：状态目录所在的磁盘（{what}）",
        "en": "alarm over: the disk of the state folder ({what})",
    },
}
