"""Flows that no call gets to."""

from __future__ import annotations

from .samples import found


def test_each_is_told_at_its_name() -> None:
    flows = "main: [hangup]\nalone: [{goto: alone2}]\nalone2: [hangup]"
    assert found(flows, "unreachable_flows") == [(2, 1), (3, 1)]


def test_they_are_not_judged_in_a_file_with_other_faults() -> None:
    assert found("main: [{og: other}]\nother: [hangup]", "unreachable_flows") == []


def test_flows_that_keys_calls_and_failures_lead_to_give_nothing() -> None:
    flows = (
        "dialplan: a\nnumbers: ['1']\nstart: main\non_error: sorry\nflows:\n"
        "  main: [{menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: a}, give_up: b}}]\n"
        "  a: [{call: c}]\n  b: [hangup]\n  c: [return]\n  sorry: [hangup]\n"
    )
    assert found(flows, "unreachable_flows") == []
