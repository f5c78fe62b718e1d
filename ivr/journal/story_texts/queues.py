"""Queues, the agents who are rung, and how callers leave. As in `ivr.journal.story_texts`."""

from __future__ import annotations

from collections.abc import Mapping

QUEUES: Mapping[str, Mapping[str, str]] = {
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
}
