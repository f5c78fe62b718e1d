"""Callers who are known again, and announcements, on the lines that ship."""

from __future__ import annotations

import pytest

from ivr.events import BroadcastHeard, CallAnswered, MenuAnswered, QueueEntered
from ivr.flow import virtual
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import Press
from ivr.flow.simulated import SimulatedLists, SimulatedMemory
from ivr.flow.virtual import LoopClock
from ivr.ports import Listed
from ivr.steps.shared.announcement import ALL_LINES, KIND, Announcement

from .stories import BUYER, DIAMOND, story

MENU, AGAIN = "买家服务请按1", "与上次相同的服务请按井号键"


@pytest.fixture
def memory() -> SimulatedMemory:
    return SimulatedMemory(LoopClock())


def queues(told: Told) -> list[tuple[str, int]]:
    return [(fact.queue, fact.priority) for fact in told.all(QueueEntered)]


def listed(**lists: list[Listed]) -> SimulatedLists:
    return SimulatedLists(LoopClock(), lists)


def test_the_language_of_key_8_is_that_of_the_next_call(memory: SimulatedMemory) -> None:
    story("95188", Press("8", hearing=MENU), memory=memory)
    assert story("95188", memory=memory).heard[0] == "Welcome to customer service."


def test_a_member_who_chose_english_is_not_asked_again(memory: SimulatedMemory) -> None:
    story("95189", Press("2", hearing="For English"), number=DIAMOND, memory=memory)
    told = story("95189", number=DIAMOND, memory=memory)
    assert not any("For English" in words for words in told.heard)
    assert told.heard[-1] == "Thank you for calling. Goodbye."


def test_a_seller_who_calls_again_needs_one_key(memory: SimulatedMemory) -> None:
    story("95188", Press("2", hearing=MENU), memory=memory)
    told = story("95188", Press("#", hearing=AGAIN), memory=memory)
    assert not told.all(MenuAnswered)
    assert [fact.skills for fact in told.all(QueueEntered)] == [{"seller": 3, "zh": 1}]


def test_keys_pressed_early_are_the_menu_s(memory: SimulatedMemory) -> None:
    story("95188", Press("2", hearing=MENU), memory=memory)
    told = story("95188", Press("1", hearing=AGAIN), memory=memory)
    assert [fact.skills for fact in told.all(QueueEntered)] == [{"buyer": 1, "zh": 1}]


def test_who_is_on_the_list_vip_goes_first(memory: SimulatedMemory) -> None:
    assert queues(story("95188", lists=listed(vip=[Listed(BUYER)]))) == [("vip", 100)]


def test_a_blocked_number_is_not_answered() -> None:
    told = story("95188", lists=listed(blocked=[Listed("138xxxxxxxx")]))
    assert told.heard == ()
    assert not told.all(CallAnswered)


@pytest.mark.parametrize("dialled", ["95188", "95189", "95190"])
def test_a_broadcast_is_heard_behind_the_welcome_of_every_line(dialled: str, memory: SimulatedMemory) -> None:
    flood = Announcement(zh="因洪水无法送货。", since=1.0)
    virtual.run(memory.keep(KIND, ALL_LINES, flood.model_dump_json()))
    told = story(dialled, memory=memory)
    assert told.heard[1] == "因洪水无法送货。"
    assert len(told.all(BroadcastHeard)) == 1
