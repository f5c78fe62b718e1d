"""`pin`: a few tries, counted over calls and numbers; nothing tells a wrong account from a wrong PIN."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path

import argon2
import pytest

from ivr.events import PinChecked, PromptPlayed, SecureBegan, SecureEnded, StepFailed
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press
from ivr.journal.database import migrate
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from ivr.steps.pin import Count, Wrong
from ivr.steps.shared.pins import matches, right_pin

from .calls import Town, call, problems

FLOWS = """
main:
  - set: {member: "{{ {'13800000000': '2468', '13900000000': '1357'}[caller.number] }}"}
  - pin:
      of: account 7
      secret: "{{ member }}"
      tries: 2
      per_account: {tries: 3, within: 24h}
      per_number: {tries: 5, within: 24h}
      lock: 1h
      wrong: wrong
      locked: locked
  - play: 验证通过。
wrong: [{play: 转人工。}]
locked: [{play: 已锁。}]
"""
HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
ASKS = "请输入密码"


def outcomes(told: Told) -> list[tuple[str, int]]:
    return [(fact.outcome, fact.attempt) for fact in told.all(PinChecked)]


def checked(secret: str, *acts: Press | HangUp, of: str = "7") -> Told:
    return call(
        f"""
    main:
      - pin: {{of: "{of}", secret: "{secret}", wrong: wrong}}
      - play: 验证通过。
    wrong: [{{play: 转人工。}}]
    """,
        *acts,
    )


def tries(*pins: str) -> list[Press]:
    return [Press(f"{pin}#", hearing=ASKS) for pin in pins]


# One call


def test_the_right_pin_goes_on() -> None:
    told = checked("2468", Press("2468#"))
    assert outcomes(told) == [("right", 1)]
    assert told.heard[-1] == "验证通过。"


def test_a_wrong_pin_may_be_put_right() -> None:
    told = checked("2468", *tries("1111", "2468"))
    assert outcomes(told) == [("wrong", 1), ("right", 2)]
    assert "密码不正确。" in told.heard


def test_three_wrong_ones_are_enough_for_a_call() -> None:
    told = checked("2468", *tries("1111", "2222", "3333"))
    assert outcomes(told) == [("wrong", 1), ("wrong", 2), ("wrong", 3)]
    assert told.heard[-1] == "转人工。"


def test_silence_is_a_try() -> None:
    told = checked("2468")
    assert outcomes(told) == [("no_input", 1), ("no_input", 2), ("no_input", 3)]
    assert told.heard[-1] == "转人工。"


def test_a_hash_is_compared_as_well() -> None:
    told = checked(HASHER.hash("2468"), *tries("1111", "2468"))
    assert outcomes(told) == [("wrong", 1), ("right", 2)]


def test_hanging_up_ends_it() -> None:
    assert checked("2468", Press("24"), HangUp(after=1.0)).ending.by == "caller"


# Nothing is told


def test_the_pin_is_in_no_event_and_recordings_are_paused() -> None:
    told = checked("2468", *tries("1111", "2468"))
    shown = repr([asdict(event) for event in told.events])
    assert "1111" not in shown
    assert "2468" not in shown
    assert told.all(PromptPlayed)[0].key == "•"
    assert (len(told.all(SecureBegan)), len(told.all(SecureEnded))) == (1, 1)


@pytest.mark.parametrize(
    "secret", ["{{ {}.pin }}", "", HASHER.hash("2468"), "2468"], ids=["none", "empty", "hash", "digits"]
)
def test_an_account_that_nobody_knows_sounds_and_lasts_like_a_wrong_pin(secret: str) -> None:
    told, wrong = (
        checked(secret, *tries("1111", "2222", "3333")),
        checked("9999", *tries("1111", "2222", "3333")),
    )
    assert told.heard == wrong.heard
    assert outcomes(told) == outcomes(wrong)
    assert told.seconds == pytest.approx(wrong.seconds, abs=0.5)


def test_an_unknown_account_is_locked_like_any_other() -> None:
    town = Town(FLOWS.replace('"{{ member }}"', '"{{ {}.pin }}"'))
    told = [town.calls(*tries("1111", "2222")) for _ in range(2)]
    assert outcomes(told[1]) == [("locked", 1)]


# Over calls


def test_wrong_ones_are_counted_over_calls_and_the_account_is_locked() -> None:
    town = Town(FLOWS)
    assert outcomes(town.calls(*tries("1111", "2222"))) == [("wrong", 1), ("wrong", 2)]
    told = town.calls(*tries("3333"))
    assert outcomes(told) == [("locked", 1)]
    assert told.heard[-1] == "已锁。"


def test_whoever_calls_the_locked_account_is_not_even_asked() -> None:
    town = Town(FLOWS)
    town.calls(*tries("1111", "2222"))
    town.calls(*tries("3333"))
    told = town.calls(*tries("1357"), number="13900000000")
    assert outcomes(told) == [("locked", 1)]
    assert not [text for text in told.heard if ASKS in text]


def test_the_lock_has_its_time_and_then_all_tries_are_there_again() -> None:
    town = Town(FLOWS)
    town.calls(*tries("1111", "2222"))
    town.calls(*tries("3333"))
    town.clock.move(3599)
    assert outcomes(town.calls(*tries("2468"))) == [("locked", 1)]
    town.clock.move(3600)
    assert outcomes(town.calls(*tries("1111", "2468"))) == [("wrong", 1), ("right", 2)]


def test_the_right_pin_takes_the_wrong_ones_back() -> None:
    town = Town(FLOWS)
    for _ in range(3):
        assert outcomes(town.calls(*tries("1111", "2468"))) == [("wrong", 1), ("right", 2)]


def test_the_last_try_may_be_the_right_one() -> None:
    town = Town(FLOWS)
    town.calls(*tries("1111", "2222"))
    assert outcomes(town.calls(*tries("2468"))) == [("right", 1)]
    assert outcomes(town.calls(*tries("2468"))) == [("right", 1)]


def test_a_number_that_guesses_at_many_accounts_is_locked_out() -> None:
    town = Town(FLOWS.replace("of: account 7", 'of: "{{ now.second }}"'))
    for _ in range(2):
        town.calls(*tries("1111", "2222"))
        town.clock.move(1)
    assert outcomes(town.calls(*tries("3333"))) == [("locked", 1)]
    town.clock.move(1)
    assert outcomes(town.calls(*tries("2468"))) == [("locked", 1)]
    assert outcomes(town.calls(*tries("1357"), number="13900000000")) == [("right", 1)]


def test_after_a_quiet_time_wrong_ones_are_forgotten() -> None:
    town = Town(FLOWS)
    town.calls(*tries("1111", "2222"))
    town.clock.move(86401)
    assert outcomes(town.calls(*tries("3333", "2468"))) == [("wrong", 1), ("right", 2)]


def test_without_a_count_nobody_gets_in() -> None:
    town = Town(FLOWS)
    town.memory.away = True
    told = town.calls(*tries("2468"))
    assert outcomes(told) == [("unavailable", 1)]
    assert told.heard[-1] == "转人工。"


# What a look-up may give


@pytest.mark.parametrize(("known", "right"), [(None, ""), ("", ""), (2468, "2468"), ("0123", "0123")])
def test_digits_and_nothing_are_what_they_are(known: object, right: str) -> None:
    assert right_pin(known, "member.pin") == right


DEAR = "$argon2id$v=19$m=4194304,t=3,p=4$Y7U+jYjNhA9IuSL/KG3ACQ$PAxAO7DVtkhlNcr9JTcREBF11b8JCvVvOP09BnT0o1M"


@pytest.mark.parametrize("known", ["abc", "12 34", [1], {"a": 1}, True, 1.5, "$argon2id$", DEAR])
def test_a_secret_that_is_no_pin_fails_and_is_not_told(known: object) -> None:
    with pytest.raises(Exception, match="neither digits nor an argon2 hash") as failed:
        right_pin(known, "member.pin")
    assert str(known) not in str(failed.value) or known in (True, [1])


def test_a_secret_that_is_no_pin_stands_in_the_log_by_its_place() -> None:
    (failed,) = checked("abc").all(StepFailed)
    assert "'abc' is neither digits nor" in failed.error


async def test_a_hash_that_was_cut_off_matches_nothing() -> None:
    assert not await matches("2468", HASHER.hash("2468")[:-4])


async def test_nothing_matches_nobody() -> None:
    assert not await matches("", "")


def test_slips_are_told() -> None:
    assert problems("main: [{pin: {of: '7'}}]")
    assert problems("main: [{pin: {of: '7', secret: '1', per_account: {tries: 0}}}]")


@pytest.mark.parametrize("last_is_right", [False, True])
async def test_of_many_calls_at_once_no_more_get_to_guess_than_one_after_the_other(
    tmp_path: Path, last_is_right: bool
) -> None:
    url = f"sqlite:///{tmp_path}/log.db"
    await asyncio.to_thread(migrate, url)
    access = Access(url, patience=20.0)
    account = Count(MemoryStore(access), "pin trial account", "7", Wrong(tries=5, within=3600.0))
    admitted = await asyncio.gather(*[account.admits(lock=3600.0) for _ in range(40)])
    assert 1 <= sum(admitted) <= 5
    if last_is_right:
        await account.take_back()
    assert await account.is_locked() is not last_is_right
    await access.close()
