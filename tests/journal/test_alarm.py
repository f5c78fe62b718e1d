"""A timer that wakes who waits only when it rings."""

from __future__ import annotations

from threading import Thread

from ivr.journal.alarm import Alarm


def test_it_rings_for_the_one_who_waits_and_not_when_it_was_cleared() -> None:
    alarm, rings = Alarm(), []

    def wait() -> None:
        alarm.wait()
        rings.append("rang")

    waiter = Thread(target=wait)
    waiter.start()
    alarm.set(0.05)
    alarm.clear()
    waiter.join(0.2)
    assert rings == []
    alarm.set(0)
    waiter.join(20)
    assert rings == ["rang"]
    alarm.close()


def test_setting_a_closed_one_does_nothing() -> None:
    alarm = Alarm()
    alarm.close()
    alarm.set(0)
