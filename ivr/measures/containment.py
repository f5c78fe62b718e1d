"""Containment: tasks completed without an agent / calls into the menu.

Completed is what ended as self service or with a stored suggestion, and never joined a queue. Not to have
reached an agent is no containment: who hung up in the menu and who asked for a person stand apart. Calls
outside of the opening hours, blocked ones, and those that met no menu are in neither part.
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio


def containment(parts: Parts) -> float | None:
    """None when nobody came into the menu."""
    return ratio(parts.contained, parts.into_menu)


MEASURES = (
    Measure(
        "calls",
        "count",
        words("来电", "calls"),
        words("全部来电，不含外呼回呼", "all calls that came in; not those we made"),
        lambda parts: parts.calls,
    ),
    Measure(
        "into_menu",
        "count",
        words("进入菜单", "into the menu"),
        words("进入菜单的来电", "calls that met a menu"),
        lambda parts: parts.into_menu,
    ),
    Measure(
        "self_service",
        "count",
        words("自助完成量", "self service"),
        words("无坐席完成的来电", "calls completed without an agent"),
        lambda parts: parts.contained,
    ),
    Measure(
        "containment",
        "share",
        words("自助完成率", "containment"),
        words("无坐席完成/进入菜单", "completed without an agent / calls into the menu"),
        containment,
    ),
    Measure(
        "menu_abandon_rate",
        "share",
        words("菜单挂机率", "menu abandon rate"),
        words("菜单中挂机/进入菜单", "hung up in the menu / calls into the menu"),
        lambda parts: ratio(parts.hung_up_in_menu, parts.into_menu),
    ),
    Measure(
        "zero_out_rate",
        "share",
        words("转人工率", "zero-out rate"),
        words("按0要求人工/进入菜单", "pressed 0 for a person / calls into the menu"),
        lambda parts: ratio(parts.zeroed_out, parts.into_menu),
    ),
)
