"""Key heat map: what callers do in a menu. Split by menu, or by menu and key.

A stay in a menu lasts over all its tries. A hang-up before the first key counts for the flow's menu where any
caller of the report was asked there. Per key `menu_keys` tells how often it was pressed ('' is silence).
"""

from __future__ import annotations

from ivr.measures.measure import Measure, words
from ivr.measures.parts import ratio

MEASURES = (
    Measure(
        "menu_visits",
        "count",
        words("菜单进入次数", "stays in the menu"),
        words("进入菜单的次数", "how often callers came into it"),
        lambda parts: parts.menu_visits,
    ),
    Measure(
        "menu_keys",
        "count",
        words("按键次数", "keys"),
        words("按键和未按键的次数", "keys pressed, and silences"),
        lambda parts: parts.menu_keys,
    ),
    Measure(
        "menu_time",
        "seconds",
        words("菜单平均停留", "mean time in the menu"),
        words("停留时长合计/进入次数", "time in the menu / stays"),
        lambda parts: ratio(parts.menu_seconds, parts.menu_visits),
    ),
    Measure(
        "menu_drop_off",
        "share",
        words("菜单流失率", "drop-off"),
        words("在此挂机/进入次数", "hung up in it / stays"),
        lambda parts: ratio(parts.menu_dropped, parts.menu_visits),
    ),
    Measure(
        "menu_give_up",
        "share",
        words("菜单失败率", "tries used up"),
        words("次数用尽/进入次数", "all tries used up / stays"),
        lambda parts: ratio(parts.menu_gave_up, parts.menu_visits),
    ),
    Measure(
        "menu_wrong_keys",
        "share",
        words("错键率", "wrong keys"),
        words("无此选项的按键/按键次数", "keys that are not on offer / keys and silences"),
        lambda parts: ratio(parts.menu_wrong, parts.menu_keys),
    ),
    Measure(
        "menu_silences",
        "share",
        words("未按键率", "silences"),
        words("未按键/按键次数", "no key in time / keys and silences"),
        lambda parts: ratio(parts.menu_silent, parts.menu_keys),
    ),
    Measure(
        "menu_zero_outs",
        "share",
        words("按0比例", "zero-outs"),
        words("按0要求人工/按键次数", "pressed 0 for a person / keys and silences"),
        lambda parts: ratio(parts.menu_zeroed, parts.menu_keys),
    ),
)
