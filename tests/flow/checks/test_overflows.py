"""Overflows that lead nowhere, to work that is no call, or round in a circle."""

from __future__ import annotations

from pathlib import Path

from .samples import found_in_queues, places


def queues(**overflow: str) -> str:
    """Three queues, some of which overflow into others."""
    lines = (
        f"  {name}: {{name: {{zh: {name}, en: {name}}}"
        + (f", overflow: {{after: 1m, to: {overflow[name]}}}}}" if name in overflow else "}")
        for name in ("support", "vip", "operator")
    )
    return "\n".join(["queues:", *lines, ""])


def test_a_queue_that_is_not_there_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    example = queues(vip="»suport")
    (problem,) = found_in_queues(example, tmp_path)
    assert [(problem.line, problem.column)] == places(example)
    assert (problem.severity, problem.check) == ("error", "overflows")
    assert "no queue named 'suport'; did you mean 'support'?" in problem.text


def test_a_queue_of_another_channel_is_an_error(tmp_path: Path) -> None:
    letters = "  letters: {name: {zh: 邮件, en: E-mail}, channel: email}\nchannels: {email: {}}\n"
    (problem,) = found_in_queues(queues(vip="letters") + letters, tmp_path)
    assert (problem.severity, problem.check) == ("error", "overflows")
    assert "queue 'letters' is for email, 'vip' for phone" in problem.text


def test_a_circle_is_a_warning_told_once_where_it_closes(tmp_path: Path) -> None:
    example = queues(support="vip", vip="operator", operator="»support")
    (problem,) = found_in_queues(example, tmp_path)
    assert [(problem.line, problem.column)] == places(example)
    assert (problem.severity, problem.check) == ("warning", "overflows")
    assert "support → vip → operator → support" in problem.text
    assert "溢出形成循环" in problem.zh


def test_a_queue_that_overflows_into_itself_is_a_circle(tmp_path: Path) -> None:
    (problem,) = found_in_queues(queues(vip="vip"), tmp_path)
    assert "vip → vip" in problem.text


def test_a_chain_is_no_fault(tmp_path: Path) -> None:
    assert found_in_queues(queues(support="vip", vip="operator"), tmp_path) == []


def test_a_queue_that_leads_into_a_circle_of_others_is_no_part_of_it(tmp_path: Path) -> None:
    (problem,) = found_in_queues(queues(support="vip", vip="operator", operator="vip"), tmp_path)
    assert "vip → operator → vip" in problem.text
