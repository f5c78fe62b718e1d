"""Dialplans to draw."""

from __future__ import annotations

from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import read_dialplan
from ivr.steps import CATALOGUE

SHOP = """\
dialplan: shop
numbers: ["95188"]
start: welcome
flows:
  welcome:
    - play: {zh: 您好。, en: Hello.}
    - call: greeting
    - goto: main_menu
  greeting:
    - play: {zh: 欢迎。, en: Welcome.}
  main_menu:
    - menu:
        prompt: {zh: 买家请按1或2，卖家请按3。, en: "Buyers press 1 or 2, sellers 3."}
        keys: {1: buyer, 2: buyer, 3: seller, "*": repeat}
        give_up: seller
  buyer:
    - queue: {to: support, skills: {buyer: 1}, on_timeout: seller}
  seller:
    - if: caller.number == '110'
      then:
        - goto: main_menu
      else:
        - hangup: {zh: 再见。, en: Goodbye.}
"""


def plan(text: str = SHOP) -> Dialplan:
    found, problems = read_dialplan(text, CATALOGUE)
    assert found, problems
    return found


def wide(flows: int) -> Dialplan:
    """A tree of menus with so many flows, all leading back to the top and on to one end."""
    text = "dialplan: wide\nnumbers: ['1']\nstart: f0\nflows:\n"
    for number in range(flows - 1):
        below = [
            f"{key + 1}: f{3 * number + key + 1}" for key in range(3) if 3 * number + key + 1 < flows - 1
        ]
        text += f"  f{number}:\n    - menu:\n        prompt: {{zh: 第{number}项。, en: Topic {number}.}}\n"
        keys = ", ".join([*below, "'*': f0"])
        text += f"        keys: {{{keys}}}\n        give_up: end\n"
    return plan(text + "  end:\n    - hangup: {zh: 再见。, en: Bye.}\n")
