"""A small dialplan to make other ones of."""

from __future__ import annotations

from ivr.differences.compare import Difference, compare, matters
from ivr.differences.words import said
from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import read_dialplan
from ivr.steps import CATALOGUE

SHOP = """\
dialplan: shop
numbers: ["95188", "1xxx"]
language: zh
start: welcome
hours:
  office: {timezone: Asia/Shanghai, open: ["mon-fri 09:00-18:00", "sat 10:00-16:00"], holidays: CN}
flows:
  welcome:
    - play: {zh: 欢迎。, en: Welcome.}
    - hours: {of: office, closed: closed}
    - menu:
        prompt: {zh: 买家请按1，卖家请按2。, en: "Buyers press 1, sellers press 2."}
        keys: {1: buyer, 2: seller}
        timeout: 5s
        give_up: operator
  buyer:
    - if: caller.number == '1'
      then: [{play: {zh: 老朋友。, en: An old friend.}}]
    - queue: {to: support, skills: {buyer: 2}}
  seller:
    - queue: {to: support, skills: {seller: ">= 3"}, max_wait: 1m}
  operator:
    - queue: operator
  closed:
    - hangup: {zh: 已下班。, en: We are closed.}
"""


def plan(text: str) -> Dialplan:
    found, problems = read_dialplan(text, CATALOGUE)
    assert found is not None, problems
    return found


def changed(*replaced: tuple[str, str], text: str = SHOP) -> str:
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return text


def differences(*replaced: tuple[str, str]) -> list[Difference]:
    return compare(plan(SHOP), plan(changed(*replaced)))


def told(*replaced: tuple[str, str], language: str = "en") -> list[str]:
    """`flow: sentence` of each difference."""
    found = differences(*replaced)
    return [f"{each.flow}: {said(each, language)}" for each in found]


def unnoticed(text: str) -> bool:
    """Whether a caller notices nothing of this text in the shop's place, nor the other way round."""
    return not matters(compare(plan(SHOP), plan(text))) and not matters(compare(plan(text), plan(SHOP)))
