"""Agents, the engine, announcements and dialplans: facts without a call. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

AROUND: Mapping[str, Mapping[str, str]] = {
    "agent_state_changed": {
        "zh": "坐席 {agent}：{old} → {state} {reason}",
        "en": "agent {agent}: {old} → {state} {reason}",
    },
    "requested": {
        "zh": "{by} 通过接口执行 {what} {about}",
        "en": "{by} did {what} {about} through the interface",
    },
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
