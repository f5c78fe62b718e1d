"""The call log as a source: what is given, what is kept, what a crash leaves."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from ivr.events import CallBegan, CallEnded, QueueEntered
from ivr.webhooks.lanes import Item
from ivr.webhooks.outbox import Outbox, Wanted, register
from ivr.webhooks.source import Kept, Standing
from tests.journal.paths import BEGAN
from tests.stores import opened, rows
from tests.webhooks.conftest import SENT, TALK, Happens, Opens


def more(outbox: Outbox, most: int = 100) -> list[Item]:
    return list(asyncio.run(outbox.more(most)))


def settle(outbox: Outbox, done: list[Item], kept: list[Kept], below: int | None = None) -> None:
    asyncio.run(outbox.settle(done, kept, below))


def due(outbox: Outbox, now: float = 1e12) -> list[Item]:
    return list(asyncio.run(outbox.due(now, 100)))


def body(outbox: Outbox, item: Item) -> dict[str, Any]:
    letter = asyncio.run(outbox.letter(item))
    assert letter is not None
    found: dict[str, Any] = json.loads(letter.body)
    return found


def types(outbox: Outbox, items: list[Item]) -> list[str]:
    return [body(outbox, item)["type"] for item in items]


def test_what_happens_after_it_was_registered_is_given_in_order(outbox: Opens, happens: Happens) -> None:
    happens()
    crm = outbox()
    found = more(crm)
    assert types(crm, found) == SENT
    assert {item.key for item in found} == {"c-1"}
    assert more(crm) == []


def test_what_happened_before_is_not(url: str, happens: Happens) -> None:
    happens()
    register(url, ["crm"])
    happens(call="c-2")
    crm = Outbox(url, "crm", Wanted(("call_began",)))
    assert [item.key for item in more(crm)] == ["c-2"]
    crm.close()


def test_registering_again_changes_nothing(url: str, outbox: Opens, happens: Happens) -> None:
    happens()
    register(url, ["crm", "other"])
    assert len(more(outbox())) == len(SENT)


def test_no_more_than_is_asked_for_and_then_the_rest(outbox: Opens, happens: Happens) -> None:
    happens()
    crm = outbox()
    assert types(crm, [*more(crm, 2), *more(crm, 3), *more(crm, 100)]) == SENT


def test_what_nobody_wants_is_passed_over(outbox: Opens, happens: Happens, url: str) -> None:
    happens()
    crm = outbox(kinds=["survey_answered"])
    assert more(crm) == []
    settle(crm, [], [])
    (row,) = rows(url, "SELECT position, (SELECT max(seq) FROM events) AS last FROM webhooks")
    assert row.position == row.last


def test_after_a_crash_what_was_not_done_is_given_again(outbox: Opens, happens: Happens) -> None:
    happens()
    before = outbox()
    first, second, *_ = more(before)
    settle(before, [first], [], below=second.id)
    assert more(outbox())[0].id == second.id


def test_ids_are_the_same_after_a_crash_and_other_ones_for_each_event(
    outbox: Opens, happens: Happens
) -> None:
    happens()
    happens(call="c-2")

    def ids() -> list[str]:
        crm = outbox()
        letters = [asyncio.run(crm.letter(item)) for item in more(crm)]
        return [letter.id for letter in letters if letter]

    assert ids() == ids()
    assert len(set(ids())) == 2 * len(SENT)
    assert all("." not in each for each in ids())


def test_the_text_has_the_event_its_time_and_its_call(outbox: Opens, happens: Happens) -> None:
    happens()
    crm = outbox(numbers=True)
    began, entered, *_ = more(crm)
    assert body(crm, began) == {
        "type": "call_began",
        "timestamp": "2025-11-22T02:00:00.000Z",
        "data": {
            "call": "c-1",
            "caller_number": "13800138000",
            "caller_name": "王芳",
            "dialled_number": "95188",
            "channel": "PJSIP/line-00000001",
            "dialplan": "main",
            "version": "1a2b3c",
            "recovered": False,
        },
    }
    data = body(crm, entered)["data"]
    assert (data["queue"], data["caller_number"], data["dialled_number"]) == (
        "support",
        "13800138000",
        "95188",
    )


def test_the_person_is_left_out_unless_it_is_said(outbox: Opens, happens: Happens) -> None:
    happens()
    crm = outbox(kinds=["call_began", "prompt_played"])
    began, played = (body(crm, item)["data"] for item in more(crm))
    assert (began["caller_number"], began["caller_name"]) == (None, None)
    assert (played["caller_number"], played["text"]) == (None, "*")
    assert began["dialled_number"] == "95188"


def test_events_that_were_recovered_are_marked(outbox: Opens, happens: Happens) -> None:
    end = CallEnded(at=BEGAN + 9, call="c-1", by="caller", cause="normal", duration=9.0, recovered=True)
    happens("0 call_began", "c-1", end)
    crm = outbox()
    assert [body(crm, item)["data"]["recovered"] for item in more(crm)] == [False, True]


def test_calls_to_other_lines_are_left_out(outbox: Opens, happens: Happens) -> None:
    happens("0 call_began dialled_number=100\n5 call_ended", "other")
    happens()
    assert {item.key for item in more(outbox(lines=["95188"]))} == {"c-1"}


def test_calls_count_from_the_moment_they_enter_a_queue_that_is_wanted(
    outbox: Opens, happens: Happens
) -> None:
    happens(TALK.replace("queue=support", "queue=vip"), "c-2")
    happens()
    crm = outbox(queues=["support"])
    found = more(crm)
    assert {item.key for item in found} == {"c-1"}
    assert types(crm, found) == SENT[1:]


def test_the_queue_of_a_call_is_known_in_the_next_portion_too(outbox: Opens, happens: Happens) -> None:
    happens()
    crm = outbox(queues=["support"])
    assert types(crm, [*more(crm, 1), *more(crm, 1), *more(crm, 1)]) == SENT[1:4]


def test_later_events_of_a_call_wait_behind_one_that_is_kept(outbox: Opens, happens: Happens) -> None:
    happens("0 call_began")
    crm = outbox()
    (began,) = more(crm)
    settle(crm, [], [Kept(began, "waiting", 50.0, "status 500")])
    happens("5 call_ended")
    assert more(crm) == []
    assert due(crm, now=49.0) == []
    (again,) = due(crm)
    assert (again.id, again.kept) == (began.id, True)
    settle(crm, [again], [])
    (ended,) = due(crm)
    assert types(crm, [ended]) == ["call_ended"]
    settle(crm, [ended], [])
    assert due(crm) == []
    happens("0 call_began\n9 call_ended", "c-1")
    assert len(more(crm)) == 2


def test_nothing_goes_behind_one_that_was_given_up(outbox: Opens, happens: Happens) -> None:
    happens()
    crm = outbox()
    first, second, *_ = more(crm)
    settle(crm, [], [Kept(first, "dead", 0.0, "status 500"), Kept(second, "waiting", 0.0, "")])
    assert due(crm) == []


def test_one_that_was_refused_holds_up_nothing(outbox: Opens, happens: Happens) -> None:
    happens("0 call_began")
    crm = outbox()
    (began,) = more(crm)
    settle(crm, [], [Kept(began, "refused", 0.0, "status 422")])
    happens("5 call_ended")
    assert types(crm, more(crm)) == ["call_ended"]


def test_of_each_call_only_the_first_that_is_kept_is_due(outbox: Opens, happens: Happens) -> None:
    happens()
    happens(call="c-2")
    crm = outbox()
    found = more(crm)
    settle(crm, [], [Kept(item, "waiting", 0.0, "") for item in found])
    assert [(item.key, item.id) for item in due(crm)] == [("c-1", found[0].id), ("c-2", found[6].id)]


def test_how_it_is_with_the_receiver_is_noted(outbox: Opens) -> None:
    crm = outbox()
    standing = Standing(accepted=1.5, failing=2.5, error="status 500", gone=3.5)
    asyncio.run(crm.note(standing))
    assert asyncio.run(outbox().standing()) == standing


def test_a_caller_who_was_erased_meanwhile_is_not_told_of(url: str, outbox: Opens, happens: Happens) -> None:
    happens("0 call_began caller_number=13800138000")
    crm = Outbox(url, "crm", Wanted(("call_began",), numbers=True), now=iter((0.0, 99.0)).__next__)
    (began,) = more(crm)
    with opened(url) as connection:
        connection.exec_driver_sql("UPDATE calls SET caller_number = '+99900000000000'")
        connection.commit()
    assert body(crm, began)["data"]["caller_number"] == "+99900000000000"
    crm.close()


def test_hostile_texts_come_through(outbox: Opens, happens: Happens) -> None:
    name = "\0\x1b[2J\u202e王芳 ☎️"
    began = CallBegan(
        at=BEGAN,
        call="c-9",
        channel="x",
        caller_number="\0' OR 1=1",
        caller_name=name,
        dialled_number="95188",
        dialplan="main",
        version="1",
    )
    happens("", "", began, QueueEntered(at=BEGAN, call="c-9", queue='"]\0', priority=0))
    crm = outbox(numbers=True, queues=[])
    first, second = more(crm)
    assert body(crm, first)["data"]["caller_name"] == name
    assert body(crm, second)["data"]["queue"] == '"]\0'
