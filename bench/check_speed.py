"""How long it takes to check 1,000 flows, beside PyYAML's own reading of the same text (by libyaml)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import yaml

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from ivr.flow.check import check_text
from ivr.flow.site import Site
from ivr.steps import CATALOGUE

GOAL = 2.0
FLOWS = 1_000
ROUNDS = 5
_SITE = Site(
    queues={"support", "vip"},
    agents={"wang": {"zh": 5, "en": 3, "seller": 4}},
    environment={"CRM"},
    today=date(2026, 11, 25),
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


async def measure() -> Result:
    """The texts of each round differ, so that nothing is known from the one before."""
    texts = [dialplan(number) for number in range(ROUNDS)]
    checked = [_seconds(_check, text) for text in texts]
    read = [_seconds(_load, text) for text in texts]
    rows: dict[str, Figures] = {"ivr check": _row(checked), "PyYAML alone": _row(read)}
    rows["ratio"] = {
        name: round(rows["ivr check"][name] / rows["PyYAML alone"][name], 2) for name in _row(read)
    }
    goal = Goal(f"Seconds for {FLOWS:,} flows, median", GOAL, rows["ivr check"]["median s"])
    lines = texts[0].count("\n")
    return Result(
        "check_speed", f"Checking {FLOWS:,} flows, {lines:,} lines of YAML", rows, goal, machine("")
    )


def _check(text: str) -> None:
    problems = check_text(text, CATALOGUE, _SITE)
    assert not problems, problems[0]


def _load(text: str) -> None:
    yaml.load(text, _LOADER)


def _seconds(run: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    run(text)
    return time.perf_counter() - began


def _row(seconds: list[float]) -> Figures:
    return {"median s": round(statistics.median(seconds), 3), "worst s": round(max(seconds), 3)}


def dialplan(number: int) -> str:
    """A sound dialplan of 1,000 flows: menus, look-ups, conditions, queues, no text twice."""
    flows = "".join(_shop(f"{number}_{shop}") for shop in range(FLOWS // 5))
    starts = ", ".join(
        f"{key}: menu_{number}_{shop}" for key, shop in enumerate(range(0, FLOWS // 5, FLOWS // 50))
    )
    return f"""\
dialplan: large_{number}
numbers: ["9{number}"]
start: main
hours: {{office: {{timezone: Asia/Shanghai, open: ["mon-fri 09:00-18:00"], holidays: CN}}}}
flows:
  main:
    - menu:
        prompt: {{zh: {_offer_zh(10)}, en: "{_offer_en(10)}"}}
        keys: {{{starts}}}
{flows}"""


def _offer_zh(keys: int) -> str:
    return "".join(f"{key}号门店请按{key}。" for key in range(keys))


def _offer_en(keys: int) -> str:
    return " ".join(f"For shop {key} press {key}." for key in range(keys))


def _shop(name: str) -> str:
    number, _, shop = name.partition("_")
    following = f"menu_{number}_{(int(shop) + 1) % (FLOWS // 5)}"
    return f"""\
  menu_{name}:
    - hours: {{of: office, closed: closed_{name}}}
    - menu:
        prompt:
          zh: 欢迎致电第{shop}号门店。查询订单请按1，人工服务请按0，其他门店请按9，重听请按星号键。
          en: "Welcome to shop {shop}. For your order press 1, an operator 0, another shop 9, again star."
        keys: {{1: order_{name}, 0: agent_{name}, 9: {following}, "*": repeat}}
        timeout: 5s
        give_up: agent_{name}
  order_{name}:
    - collect:
        save: order
        prompt: {{zh: 请输入第{shop}号门店的订单号。, en: Please enter your order number at shop {shop}.}}
        length: 8
        give_up: agent_{name}
    - http:
        get: "{{{{ env.CRM }}}}/{shop}/orders/{{{{ order }}}}"
        timeout: 2s
        save: found
        on_error: agent_{name}
    - if: found.status == 'sent' and found.shop == {shop}
      then:
        - play:
            zh: 您在{shop}号门店的订单已发货，状态是{{{{ found.text }}}}。
            en: Your order at shop {shop} was sent, it is {{{{ found.text }}}}.
      else:
        - goto: agent_{name}
    - goto: bye_{name}
  agent_{name}:
    - queue:
        to: support
        skills: {{seller: ">= 3", "{{{{ call.language }}}}": 1}}
        max_wait: 10m
        on_timeout: bye_{name}
    - goto: bye_{name}
  closed_{name}:
    - play: {{zh: 第{shop}号门店现在休息。, en: Shop {shop} is closed now.}}
    - goto: bye_{name}
  bye_{name}:
    - hangup: {{zh: 第{shop}号门店感谢您的来电。, en: Shop {shop} thanks you for calling.}}
"""
