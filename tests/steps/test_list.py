"""`list`: who is on it goes another way, from the next call on."""

from __future__ import annotations

import pytest

from ivr.events import ListChecked, MemoryUnavailable
from ivr.flow.rehearsal import Told
from ivr.ports import Listed, MemoryFailed

from .calls import Town, call, problems

VIP = """
main: [{list: {name: vip, found: vip}}, {play: 普通。}]
vip: [{play: "{{ listed.note }}"}]
"""
LI = "13800000001"
DAY = 86400


def found(told: Told) -> list[tuple[bool, str]]:
    return [(fact.found, fact.entry) for fact in told.all(ListChecked)]


def test_who_is_on_it_goes_another_way_with_the_note() -> None:
    told = Town(VIP, vip=[Listed(LI, note="生日快乐")]).calls(number=LI)
    assert told.heard == ("生日快乐",)
    assert found(told) == [(True, LI)]


def test_who_is_not_goes_on() -> None:
    told = Town(VIP, vip=[Listed(LI)]).calls(number="13900000000")
    assert told.heard == ("普通。",)
    assert found(told) == [(False, "")]


@pytest.mark.parametrize("number", ["+8613800000001", "008613800000001", "013800000001"])
def test_the_number_is_compared_as_it_is_dialled_in_the_country(number: str) -> None:
    assert Town(VIP, vip=[Listed(LI, note="您好")]).calls(number=number).heard == ("您好",)


def test_a_pattern_stands_for_many() -> None:
    told = Town(VIP, vip=[Listed("138xxxxxxxx", note="您好")]).calls(number=LI)
    assert found(told) == [(True, "138xxxxxxxx")]


def test_an_entry_counts_from_the_next_call_on_until_its_date() -> None:
    town = Town(VIP)
    assert town.calls(number=LI).heard == ("普通。",)
    town.lists.lists["vip"] = [Listed(LI, note="您好", until=town.in_future(DAY))]
    assert town.calls(number=LI).heard == ("您好",)
    town.clock.move(DAY)
    assert town.calls(number=LI).heard == ("普通。",)


@pytest.mark.parametrize("number", ["", "anonymous", "xxxxxxxxxxx", "%"])
def test_a_withheld_number_is_on_no_list(number: str) -> None:
    assert found(Town(VIP, vip=[Listed("xxxxxxxxxxx")]).calls(number=number)) == [(False, "")]


def test_who_is_not_on_it_may_have_a_way_of_their_own() -> None:
    flows = "main: [{list: {name: staff, not_found: no}}, {play: 欢迎。}]\nno: [{play: 仅限员工。}]"
    assert Town(flows, staff=[Listed(LI)]).calls(number="13900000000").heard == ("仅限员工。",)


def test_another_number_may_be_looked_up() -> None:
    flows = """
main:
  - list: {name: known, number: "{{ call.dialled }}", save: shop}
  - play: "{{ shop.note if shop.found }}"
"""
    assert Town(flows, known=[Listed("95188", note="总店")]).calls().heard == ("总店",)


def test_lists_that_cannot_be_read_hold_nobody() -> None:
    class Away:
        async def find(self, name: str, number: str) -> Listed | None:
            raise MemoryFailed("the database fails")

    told = call(VIP, lists=Away())
    assert told.heard == ("普通。",)
    assert [(fact.verb, fact.error) for fact in told.all(MemoryUnavailable)] == [
        ("list", "the database fails")
    ]


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("main: [{list: {found: main}}]", "'name' is missing"),
        ("main: [{list: {name: vip, found: nowhere}}]", "nowhere"),
        ("main: [{list: {name: vip, saev: x}}]", "save"),
        ("main: [{list: 白名单}]", "白名单"),
        ("main: [{list: {name: vip, save: caller}}]", "caller"),
    ],
)
def test_slips_are_told(yaml: str, told: str) -> None:
    assert any(told in text for text in problems(yaml)), problems(yaml)
