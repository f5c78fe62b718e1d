"""Lanes: each in its order, none waits for another."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ivr.webhooks.lanes import Item, Lanes


def item(number: int, key: str = "a", *, kept: bool = False) -> Item:
    return Item(number, key, 0.0, kept=kept)


def lanes(*items: Item) -> Lanes:
    found = Lanes()
    for each in items:
        found.add(each)
    return found


def test_the_next_of_a_key_goes_when_the_first_is_accepted() -> None:
    both = lanes(item(1), item(2))
    first = both.next(0)
    assert first == item(1)
    assert both.next(0) is None
    both.accepted(item(1))
    assert both.next(0) == item(2)


def test_another_key_does_not_wait() -> None:
    both = lanes(item(1), item(2, "b"))
    assert (both.next(0), both.next(0)) == (item(1), item(2, "b"))


def test_what_was_put_off_holds_up_its_own_key_until_then() -> None:
    both = lanes(item(1), item(2), item(3, "b"))
    both.next(0)
    both.put_off(item(1), 9.0)
    assert both.next(0) == item(3, "b")
    both.accepted(item(3, "b"))
    assert (both.next(8.9), both.soonest()) == (None, 9.0)
    assert both.next(9.0) == item(1)


def test_a_lane_that_is_taken_out_is_there_no_more() -> None:
    both = lanes(item(1), item(2), item(3, "b"))
    both.next(0)
    assert both.take_out("a") == [item(1), item(2)]
    assert (len(both), both.flying, both.lowest()) == (1, 0, 3)
    assert both.next(0) == item(3, "b")


def test_what_its_source_keeps_holds_up_no_position() -> None:
    both = lanes(item(1, kept=True), item(5, "b"))
    assert both.lowest() == 5
    both.next(0)
    both.next(0)
    both.accepted(item(5, "b"))
    assert (both.lowest(), len(both)) == (None, 1)


def test_nothing_to_do() -> None:
    assert (Lanes().next(math.inf), Lanes().soonest(), Lanes().lowest()) == (None, math.inf, None)


ROUNDS = 40
"""After so many whatever is sent is accepted at once: otherwise a story could go on for ever."""


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.data())
def test_every_item_goes_once_accepted_in_the_order_of_its_key(keys: list[str], data: Any) -> None:
    items = [item(number, key) for number, key in enumerate(keys, 1)]
    all_of_them, now = lanes(*items), 0.0
    flying: list[Item] = []
    done: list[Item] = []
    while len(all_of_them):
        pending = [each.id for each in items if each not in done]
        assert all_of_them.lowest() == min(pending)
        if (going := all_of_them.next(now)) is not None:
            assert going.key not in {each.key for each in flying}
            flying.append(going)
        assert all_of_them.flying == len(flying)
        if flying and (now > ROUNDS or data.draw(st.booleans())):
            landed = flying.pop(0 if now > ROUNDS else data.draw(st.integers(0, len(flying) - 1)))
            if now > ROUNDS or data.draw(st.booleans()):
                all_of_them.accepted(landed)
                done.append(landed)
            else:
                all_of_them.put_off(landed, now + data.draw(st.integers(0, 3)))
        now += 1.0
    assert sorted(done, key=lambda each: each.id) == items
    for key in "abcd":
        mine = [each.id for each in done if each.key == key]
        assert mine == sorted(mine)
