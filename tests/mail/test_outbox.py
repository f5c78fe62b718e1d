"""Mail in the database: once, until it is accepted or given up, on both stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.journal.unusable import DatabaseUnusable
from ivr.mail.outbox import FIRST, GIVE_UP, HOLD, LONGEST, Entry, Outbox
from ivr.mail.server import Outcome
from tests.stores import count, rows

LI, WANG = "li@b.example", "wang@b.example"
ENTRY = Entry("report daily", "2026-11-25", "呼入", b"\0message", (LI, WANG))
TAKEN, NO = Outcome("accepted", ""), Outcome("refused", "550 no")
LATER = Outcome("later", "451 later")


@pytest.fixture
def outbox(url: str) -> Iterator[Outbox]:
    with Outbox(url) as outbox:
        yield outbox


def due_again(outbox: Outbox) -> float:
    (sent,) = outbox.latest("report daily")
    return sent.recipients[0].due


def test_the_same_is_put_in_once(outbox: Outbox, url: str) -> None:
    assert not outbox.knows("report daily")
    assert outbox.put(ENTRY, 1.0)
    assert not outbox.put(Entry("report daily", "2026-11-25", message=b"other", to=(LI,)), 2.0)
    assert outbox.put(Entry("report daily", "2026-11-26", message=b"", to=(LI,)), 2.0)
    assert (count(url, "mails"), count(url, "mail_recipients")) == (2, 3)
    assert outbox.has("report daily", "2026-11-25")
    assert not outbox.has("report weekly", "2026-11-25")
    assert outbox.knows("report daily")


def test_what_is_accepted_is_sent_no_more_and_its_message_is_forgotten(outbox: Outbox, url: str) -> None:
    outbox.put(ENTRY, 1.0)
    waiting = outbox.take(1.0)
    assert waiting is not None
    assert (waiting.message, waiting.to) == (b"\0message", (LI, WANG))
    outbox.note(waiting.id, {LI: TAKEN, WANG: NO}, 2.0)
    assert outbox.take(1e9) is None
    assert rows(url, "SELECT message FROM mails")[0].message is None
    (sent,) = outbox.latest("report daily")
    assert [(each.address, each.state, each.answer) for each in sent.recipients] == [
        (LI, "accepted", ""),
        (WANG, "refused", "550 no"),
    ]


def test_who_has_it_gets_it_no_second_time(outbox: Outbox) -> None:
    outbox.put(ENTRY, 1.0)
    waiting = outbox.take(1.0)
    assert waiting is not None
    outbox.note(waiting.id, {LI: TAKEN, WANG: LATER}, 2.0)
    assert outbox.take(2.0 + FIRST - 1) is None
    again = outbox.take(2.0 + FIRST)
    assert again is not None
    assert (again.id, again.to) == (waiting.id, (WANG,))


def test_it_is_tried_after_twice_as_long_each_time_and_at_last_given_up(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert GIVE_UP == 3 * 86_400.0
    monkeypatch.setattr("ivr.mail.outbox.GIVE_UP", 3 * 3600.0)
    outbox.put(Entry("report daily", "x", message=b"m", to=(LI,)), 0.0)
    now, waits = 0.0, []
    while waiting := outbox.take(now):
        outbox.note(waiting.id, {LI: LATER}, now)
        waits.append(due_again(outbox) - now)
        now = due_again(outbox)
    assert waits[:5] == [60.0, 120.0, 240.0, 480.0, LONGEST]
    assert max(waits) == LONGEST
    assert 3 * 3600.0 <= now <= 3 * 3600.0 + 2 * LONGEST
    (sent,) = outbox.latest("report daily")
    assert (sent.recipients[0].state, sent.recipients[0].answer) == ("refused", "451 later")


def test_an_hour_without_a_server_costs_a_quarter_more_of_an_hour_at_most(outbox: Outbox) -> None:
    outbox.put(Entry("report daily", "x", message=b"m", to=(LI,)), 0.0)
    now = 0.0
    while now < 3600.0 and (waiting := outbox.take(now)):
        outbox.note(waiting.id, {LI: LATER}, now)
        now = due_again(outbox)
    assert 3600.0 <= now <= 3600.0 + LONGEST


def test_what_one_process_sends_no_other_does_until_it_is_surely_dead(outbox: Outbox, url: str) -> None:
    outbox.put(ENTRY, 1.0)
    assert outbox.take(1.0) is not None
    with Outbox(url) as other:
        assert other.take(1.0 + HOLD - 1) is None
        assert other.take(1.0 + HOLD) is not None


def test_where_there_is_nothing_to_send_that_is_remembered(outbox: Outbox) -> None:
    outbox.put(Entry("report daily", "x", note="Nothing is unusual."), 1.0)
    assert outbox.take(2.0) is None
    assert outbox.latest("report daily")[0].note == "Nothing is unusual."


def test_the_oldest_goes_first_and_the_newest_is_told_first(outbox: Outbox) -> None:
    for period in ("a", "b", "c"):
        outbox.put(Entry("report daily", period, message=period.encode(), to=(LI,)), 1.0)
    taken = [outbox.take(1.0) for _ in range(3)]
    assert [each.message for each in taken if each] == [b"a", b"b", b"c"]
    assert [sent.period for sent in outbox.latest("report daily", 2)] == ["c", "b"]


def test_troubles_are_who_waits_after_a_try_and_who_was_refused_within_a_day(outbox: Outbox) -> None:
    outbox.put(ENTRY, 1.0)
    assert outbox.troubles(1.0) == ([], [])
    waiting = outbox.take(1.0)
    assert waiting is not None
    outbox.note(waiting.id, {LI: LATER, WANG: NO}, 10.0)
    waits, lost = outbox.troubles(20.0)
    assert ([each.address for each in waits], [each.address for each in lost]) == ([LI], [WANG])
    assert outbox.troubles(10.0 + 86_400.0)[1] == []


def test_what_is_long_over_is_forgotten_but_never_what_waits_nor_the_last_of_a_schedule(
    outbox: Outbox,
) -> None:
    for period in ("over", "waits", "last"):
        outbox.put(Entry("report daily", period, message=b"m", to=(LI,)), 1.0)
        if period != "waits" and (taken := outbox.take(1.0)):
            outbox.note(taken.id, {LI: TAKEN}, 1.0)
            continue
        outbox.take(1.0)
    outbox.prune(1.0 + 500 * 86_400)
    assert [sent.period for sent in outbox.latest("report daily", 9)] == ["last", "waits"]


def test_a_database_that_is_away_is_told(tmp_path: object) -> None:
    with Outbox(f"sqlite:///{tmp_path}/nowhere/log.db") as outbox, pytest.raises(DatabaseUnusable):
        outbox.take(1.0)
