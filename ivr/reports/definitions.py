"""The reports that can be asked for: a default split, and columns that are measures by their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.measures.split import DIMENSIONS
from ivr.measures.work.table import DIMENSIONS as WORK_DIMENSIONS
from ivr.reports.sheet import Unit

Words = Mapping[str, str]
OF_SCORES = frozenset(("form", "scorer"))
"""Dimensions that scores have, and calls have not."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of some of the columns: `parts` add up to a whole, `figures` stand for themselves. `with_split`
    and `without_split` name a dimension: it is drawn only where the report is, or is not, split by that."""

    title: Words
    kind: Literal["parts", "figures"]
    columns: tuple[str, ...]
    with_split: str = ""
    without_split: str = ""

    def fits(self, by: Collection[str]) -> bool:
        """Whether it says something of a report that is split by these."""
        return (not self.with_split or self.with_split in by) and self.without_split not in by


@dataclass(frozen=True, slots=True)
class Report:
    """`by` is the split where none is asked for, of the possible `splits`; `about` says in a sentence what it
    answers. Without `columns` a report has some of its own. `of_scores`: the columns about what scorers gave,
    with their units."""

    name: str
    title: Words
    about: Words
    by: tuple[str, ...]
    columns: tuple[str, ...]
    charts: tuple[Drawn, ...]
    splits: tuple[str, ...] = tuple(DIMENSIONS)
    of_scores: Mapping[str, Unit] = field(default_factory=dict)


def _words(zh: str, en: str) -> Words:
    return {"zh": zh, "en": en}


_CALLS = Drawn(
    _words("来电去向", "What became of the callers"),
    "parts",
    ("answered", "abandoned", "flowed_out", "waiting"),
)
_LEVEL = Drawn(_words("服务水平", "Service level"), "figures", ("service_level",))
_WAITS = Drawn(_words("等待", "Waits"), "figures", ("asa", "longest_wait"))
_QUEUES = (
    "offered",
    "answered",
    "abandoned",
    "flowed_out",
    "waiting",
    "short_abandons",
    "abandon_rate",
    "service_level",
    "asa",
    "longest_wait",
    "aht",
)
_HANDLED = Drawn(_words("处理量", "Calls handled"), "parts", ("handled",))
_HANDLING = Drawn(
    _words("处理时长的构成", "What the handle time is made of"),
    "parts",
    ("talk_time", "hold_time", "wrap_up_time"),
)
_BUSY = Drawn(_words("占用率", "Occupancy"), "figures", ("occupancy",))
_AGENTS = (
    "handled",
    "aht",
    "talk_time",
    "hold_time",
    "wrap_up_time",
    "occupancy",
    "utilisation",
    "adherence",
    "conformance",
    "transfer_rate",
    "escalation_rate",
    "csat",
    "csat_answers",
    "agent_trend",
    "agent_rises",
)
_MENUS = (
    "menu_visits",
    "menu_keys",
    "menu_time",
    "menu_drop_off",
    "menu_give_up",
    "menu_wrong_keys",
    "menu_silences",
    "menu_zero_outs",
)
_PATHS = (
    "calls",
    "into_menu",
    "containment",
    "menu_abandon_rate",
    "zero_out_rate",
    "calls_with_agent",
    "time_to_right_agent",
    "transfers_per_call",
    "fcr",
    "fcr_pending",
)
_SCORES: Mapping[str, Unit] = {
    "scored": "count",
    "score_mean": "share",
    "score_fatal": "share",
    "score_appeals": "count",
    "score_granted": "count",
    "scored_twice": "count",
    "score_kappa": "score",
}
_QUALITY = (
    "calls_with_agent",
    "survey_response_rate",
    "csat_answers",
    "csat",
    "csat_score",
    "nps_answers",
    "nps",
    "fcr",
    "fcr_pending",
    "repeat_callers",
    "transfers_per_call",
)

_ALL = (
    Report(
        "inbound",
        _words("呼入报表", "Inbound calls"),
        _words(
            "各时段有多少来电、接通多少、等了多久", "how many callers came when, and how long they waited"
        ),
        ("interval",),
        ("calls", "self_service", *_QUEUES),
        (_CALLS, _LEVEL, _WAITS),
    ),
    Report(
        "queue",
        _words("队列报表", "Queues"),
        _words("各队列的来电、服务水平与等待", "callers, service level and waits of each queue"),
        ("queue",),
        _QUEUES,
        (_CALLS, _LEVEL, _WAITS),
    ),
    Report(
        "agent",
        _words("坐席报表", "Agents"),
        _words(
            "各坐席的处理量、时长构成与占用率",
            "what each agent handled, how long it took, how busy they were",
        ),
        ("agent",),
        _AGENTS,
        (_HANDLED, _HANDLING, _BUSY),
    ),
    Report(
        "team",
        _words("班组报表", "Teams"),
        _words("坐席报表按班组汇总", "the figures of agents, by their team"),
        ("team",),
        _AGENTS,
        (_HANDLED, _HANDLING, _BUSY),
    ),
    Report(
        "menu",
        _words("菜单报表", "Menus"),
        _words(
            "各菜单的停留、流失、错键与按0", "time in each menu, drop-off, wrong keys, who asked for a person"
        ),
        ("menu",),
        _MENUS,
        (
            Drawn(_words("按键次数", "Keys"), "parts", ("menu_keys",), with_split="key"),
            Drawn(_words("进入次数", "Stays"), "parts", ("menu_visits",), without_split="key"),
            Drawn(
                _words("在菜单中失去的", "What goes wrong in it"),
                "figures",
                ("menu_drop_off", "menu_wrong_keys", "menu_silences", "menu_zero_outs"),
                without_split="key",
            ),
        ),
    ),
    Report(
        "path",
        _words("菜单路径报表", "Menu paths"),
        _words(
            "各路径自助多少、多久找到对的坐席",
            "served without an agent, time to the right agent, of each path",
        ),
        ("path",),
        _PATHS,
        (
            Drawn(_words("来电", "Calls"), "parts", ("calls",)),
            Drawn(_words("找到对的坐席", "Time to the right agent"), "figures", ("time_to_right_agent",)),
        ),
    ),
    Report(
        "quality",
        _words("质量报表", "Quality"),
        _words(
            "质检得分、申诉与一致性；满意度、推荐度、首次解决，均附样本量",
            "scores of talks, appeals, agreement; satisfaction, NPS, first-call resolution",
        ),
        ("queue",),
        _QUALITY,
        (
            Drawn(_words("质检平均分", "Mean score"), "figures", ("score_mean",)),
            Drawn(_words("满意度", "CSAT"), "figures", ("csat",)),
            Drawn(_words("首次解决率", "First-call resolution"), "figures", ("fcr",)),
        ),
        (*DIMENSIONS, "form", "scorer"),
        _SCORES,
    ),
    Report(
        "hotline",
        _words("建议专线报表", "Suggestion lines"),
        _words("各专线、各类别收到多少建议", "how many suggestions were left, on which line, about what"),
        ("line", "category"),
        (),
        (),
        ("interval", "weekday", "hour", "line", "category", "language"),
    ),
    Report(
        "work",
        _words("工作报表", "Work"),
        _words(
            "邮件、聊天与任务：到达、完成、是否按时，分派与处理时长",
            "e-mails, chats, tasks: what came, what was done and in time, offers, handle time",
        ),
        ("channel", "queue"),
        (),
        (),
        WORK_DIMENSIONS,
    ),
    Report(
        "anomaly",
        _words("异常报表", "What is unusual"),
        _words(
            "与此前同一星期几相比，今天有何异常，从何时开始",
            "what is unusual in a day against the same weekday, since when",
        ),
        ("queue",),
        (),
        (),
        tuple(name for name in DIMENSIONS if name not in ("interval", "weekday", "hour", "key")),
    ),
)
REPORTS: Mapping[str, Report] = {report.name: report for report in _ALL}
