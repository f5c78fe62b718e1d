"""What an agent is told about a caller, alone, before the two are joined."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.events import AgentPickedUp, OfferEnded
from ivr.flow.reader import read_dialplan
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import HangUp, Manner, Press, Surroundings
from ivr.settings import Agent, Queue
from ivr.steps import CATALOGUE
from ivr.steps.shared.joining import phrases

PLAN = """
dialplan: trial
numbers: ["95188"]
start: main
titles:
  seller: {zh: 卖家服务, en: sellers}
  returns: {zh: 退货, en: returns}
flows:
  main:
    - menu: {prompt: 卖家请按1。, keys: {1: seller}, give_up: waits}
  seller:
    - menu: {prompt: 退货请按2，重听请按1。, keys: {2: returns, 1: seller}, give_up: waits}
  returns:
    - goto: waits
  waits:
    - queue: {to: support, max_wait: 10m, on_timeout: bye}
  bye: [{play: 再见。}]
"""
ALL = Queue(name={"zh": "客户服务", "en": "Support"}, agent_hears=("queue", "waited", "choices"))


def call(queue: Queue, *acts: Press | HangUp, language: str = "zh", manner: Manner | None = None) -> Told:
    plan, problems = read_dialplan(PLAN, CATALOGUE)
    assert plan is not None, problems
    agents = {"li": Agent.model_validate({"name": "李娜", "phone": "1001", "language": language})}
    there = replace(world(), agents=agents, queue_settings={"support": queue})
    phones = Surroundings(other=manner or Manner())
    return rehearse(plan, *acts, world=there, around=phones)


def test_the_queue_the_waiting_time_and_the_choices_are_told() -> None:
    told = call(ALL, Press("1"), Press("2"))
    assert told.told_first == ("来电队列客户服务已等候三秒客户选择了卖家服务退货",)


def test_the_agent_hears_it_in_their_own_language() -> None:
    told = call(ALL, Press("1"), Press("2"), language="en")
    (heard,) = told.told_first
    assert heard.startswith("A call for Support waiting for")
    assert heard.endswith("The caller chose sellers returns")


def test_only_what_the_queue_is_set_to_is_told() -> None:
    told = call(ALL.model_copy(update={"agent_hears": ("queue",)}), Press("1"), Press("2"))
    assert told.told_first == ("来电队列客户服务",)


def test_who_chose_nothing_has_no_choices() -> None:
    told = call(ALL.model_copy(update={"agent_hears": ("choices",)}))
    assert told.told_first == ()


def test_a_choice_made_twice_is_told_once() -> None:
    told = call(ALL.model_copy(update={"agent_hears": ("choices",)}), Press("1"), Press("1"), Press("2"))
    assert told.told_first == ("客户选择了卖家服务退货",)


def test_without_the_setting_the_two_are_joined_at_once() -> None:
    told = call(Queue(name={"zh": "客户服务"}), Press("1"), Press("2"))
    assert told.all(AgentPickedUp) == []
    assert [offer.outcome for offer in told.all(OfferEnded)] == ["answered"]


def test_picking_up_is_in_the_log_before_the_answer() -> None:
    told = call(ALL, Press("1"), Press("2"))
    (picked_up,), (ended,) = told.all(AgentPickedUp), told.all(OfferEnded)
    assert (picked_up.agent, picked_up.rang) == ("li", 2.0)
    assert picked_up.at < ended.at


@pytest.mark.parametrize(
    ("manner", "outcomes"),
    [(Manner(), ["answered"]), (Manner("unconfirmed"), ["unconfirmed", "unconfirmed", "abandoned"])],
)
def test_with_confirm_only_a_key_takes_the_call(manner: Manner, outcomes: list[str]) -> None:
    queue = Queue(name={"zh": "客户服务"}, confirm=True)
    told = call(queue, Press("1"), Press("2"), HangUp(after=32.0), manner=manner)
    assert told.told_first[0] == "接听请按1。"
    ends = [offer.outcome for offer in told.all(OfferEnded)]
    assert ends == outcomes or ends == outcomes[:2]


def test_the_audio_of_what_can_be_told_is_known_before_a_call() -> None:
    texts = {phrase.text for phrase in phrases({"support": ALL})}
    assert {"来电队列", "客户服务", "Support", "To take the call press 1."} <= texts
    assert not list(phrases({"support": Queue(name={"zh": "客户服务"})}))
