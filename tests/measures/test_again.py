"""Who called again within the window, and which calls have still to show."""

from __future__ import annotations

from ivr.measures.again import Callers
from ivr.measures.facts import CallFacts
from ivr.measures.split import Settings

DAY = 86400.0


def call(day: float, caller: str = "138", **said: object) -> CallFacts:
    return CallFacts(id=f"{day}", began=day * DAY, ended=day * DAY + 60, caller=caller, **said)  # type: ignore[arg-type]


def callers(*calls: CallFacts, until: float = 30, same_path: bool = False) -> Callers:
    return Callers(calls, Settings(known_until=until * DAY, same_path=same_path))


def test_a_call_within_the_window_is_one_again() -> None:
    first, second = call(1), call(7)
    known = callers(first, second)
    assert (known.called_again(first), known.called_again(second)) == (True, False)
    assert (known.had_called(first), known.had_called(second)) == (False, True)


def test_a_call_after_the_window_is_not() -> None:
    first, second = call(1), call(8.1)
    known = callers(first, second)
    assert (known.called_again(first), known.had_called(second)) == (False, False)


def test_somebody_else_does_not_call_again() -> None:
    first = call(1)
    assert not callers(first, call(2, "139")).called_again(first)


def test_an_agent_who_dials_a_feature_code_again_is_no_repeat_caller() -> None:
    second = call(2, line="*42")
    known = callers(call(1, line="*41"), second)
    assert not known.had_called(second)


def test_our_own_call_to_somebody_is_none_of_theirs() -> None:
    first = call(1)
    assert not callers(first, call(2, callback_of="1")).called_again(first)


def test_a_call_is_pending_until_its_window_has_passed() -> None:
    first = call(1)
    assert callers(first, until=8).is_pending(first)
    assert not callers(first, until=8.1).is_pending(first)


def test_for_the_same_reason_only_the_same_path_counts() -> None:
    first, second = call(1, path=("main:1",)), call(2, path=("main:2",))
    assert callers(first, second).called_again(first)
    assert not callers(first, second, same_path=True).called_again(first)
