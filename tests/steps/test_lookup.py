"""`lookup`: what a source has, in a variable, and a way out for nothing and for no answer."""

from __future__ import annotations

import asyncio

import pytest

from ivr.events import SourceAsked
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press
from ivr.flow.simulated import SimulatedSources
from ivr.ports import Answer, Lookup, LookupFailed, LookupFault

from .calls import call

MEMBER = """
main:
  - lookup:
      of: customers
      with: {number: "{{ caller.number }}"}
      timeout: 2s
      cache: 10m
      save: member
      not_found: stranger
      on_error: down
  - play: "{{ member.name }}"
stranger: [{play: "没有：{{ member.name | default('无') }}"}]
down: [{play: 查不到。}]
"""


def asked(told: Told) -> list[tuple[str, int, bool]]:
    return [(fact.outcome, fact.rows, fact.cached) for fact in told.all(SourceAsked)]


def test_the_first_row_is_kept_by_its_columns() -> None:
    sources = SimulatedSources({"customers": [{"name": "王芳"}, {"name": "李强"}]})
    told = call(MEMBER, sources=sources)
    assert told.heard == ("王芳",)
    assert asked(told) == [("found", 2, False)]
    assert sources.asked == [Lookup("customers", {"number": "13800000000"}, 2.0, 600.0)]


def test_nothing_goes_its_own_way_with_an_empty_variable() -> None:
    told = call(MEMBER, sources=SimulatedSources({"customers": []}))
    assert told.heard == ("没有：无",)
    assert asked(told) == [("not_found", 0, False)]


@pytest.mark.parametrize("outcome", ["timeout", "unreachable", "status", "nonsense"])
def test_no_answer_goes_to_on_error(outcome: LookupFault) -> None:
    told = call(MEMBER, sources=SimulatedSources({"customers": LookupFailed(outcome, "no")}))
    assert told.heard == ("查不到。",)
    assert asked(told) == [(outcome, 0, False)]


def test_all_rows_may_be_kept() -> None:
    told = call(
        """
        main:
          - lookup: {of: orders, save: orders, all_rows: yes}
          - play: "{{ orders | length }}:{{ orders[1].number }}"
        """,
        sources=SimulatedSources({"orders": [{"number": "7"}, {"number": "8"}]}),
    )
    assert told.heard == ("2:8",)


def test_the_log_has_neither_what_was_asked_nor_what_came() -> None:
    told = call(MEMBER, sources=SimulatedSources({"customers": [{"name": "王芳"}]}), number="13812345678")
    (fact,) = told.all(SourceAsked)
    assert "13812345678" not in repr(fact)
    assert "王芳" not in repr(fact)


def test_an_answer_from_before_is_told() -> None:
    class Known(SimulatedSources):
        async def ask(self, lookup: Lookup) -> Answer:
            return Answer([{"name": "王芳"}], cached=True)

    assert asked(call(MEMBER, sources=Known())) == [("found", 1, True)]


def test_a_secure_value_is_sent_but_never_kept() -> None:
    sources = SimulatedSources({"cards": [{"ok": "好"}]})
    told = call(
        """
        main:
          - secure:
              - collect: {save: card, prompt: 卡号, length: 4}
              - lookup: {of: cards, with: {card: "{{ card }}"}, cache: 10m, save: found}
          - play: 完。
        """,
        Press("1234"),
        sources=sources,
    )
    assert sources.asked == [Lookup("cards", {"card": "1234"}, 3.0, 0.0)]
    assert "1234" not in repr(told.events)


def test_a_caller_who_hangs_up_waits_for_no_answer() -> None:
    class Never(SimulatedSources):
        async def ask(self, lookup: Lookup) -> Answer:
            await asyncio.sleep(3600)
            return Answer()

    told = call(MEMBER, HangUp(after=1.0), sources=Never())
    assert told.ending.by == "caller"
    assert told.seconds == 1.0
