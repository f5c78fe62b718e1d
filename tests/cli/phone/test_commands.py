"""What may be typed at the telephone, and what is said of everything else."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.cli.phone.commands import (
    AgentsAre,
    BadCommand,
    ClockIs,
    Command,
    HangsUp,
    Hears,
    Help,
    HttpIs,
    Known,
    Presses,
    SourceIs,
    Waits,
    command,
)
from ivr.stories.facts import Answer

KNOWN = Known(frozenset({"wang", "li"}), frozenset({"customers"}), datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
SUNDAY = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("", None),
        ("# a note", None),
        ("#", Presses("#")),
        ("2", Presses("2")),
        ("2, 1", Presses("21")),
        ("press 20061001#", Presses("20061001#")),
        ("按 1", Presses("1")),
        ("wait 20s", Waits(20.0)),
        ("等 1h30m", Waits(5400.0)),
        ("hear press 1", Hears("press 1")),
        ("听 请按1", Hears("请按1")),
        ("clock sun 10:00", ClockIs(SUNDAY)),
        ("时间 周日 10:00", ClockIs(SUNDAY)),
        ("http down", HttpIs("*", Answer(url="*", fault="down"))),
        ("接口 slow", HttpIs("*", Answer(url="*", fault="slow"))),
        ("http */orders/*=500", HttpIs("*/orders/*", Answer(url="*/orders/*", status=500))),
        ("http http://crm/a?b=c=404", HttpIs("http://crm/a?b=c", Answer(url="http://crm/a?b=c", status=404))),
        ("http real", HttpIs("*", None)),
        ("source customers down", SourceIs("customers", "down")),
        ("数据源 customers real", SourceIs("customers", None)),
        ("agents none", AgentsAre(frozenset())),
        ("agents all", AgentsAre(None)),
        ("坐席 wang, li", AgentsAre(frozenset({"wang", "li"}))),
        ("hang up", HangsUp()),
        ("挂机", HangsUp()),
        ("help", Help()),
        ("帮助", Help()),
    ],
)
def test_a_line_is_a_command(line: str, meant: Command | None) -> None:
    assert command(line, KNOWN) == meant
    assert command(f"  {line} ", KNOWN) == meant


def test_an_answer_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "gold.json"
    file.write_text(json.dumps({"level": "gold"}), encoding="utf-8")
    assert command(f"http {file}", KNOWN) == HttpIs("*", Answer(url="*", json={"level": "gold"}))
    assert command(f"source customers {file}", KNOWN) == SourceIs("customers", ({"level": "gold"},))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pres 1", "'pres' is no command; did you mean 'press'?"),
        ("press x", "'x' are no keys"),
        ("press", "are no keys"),
        ("wait", "is not a duration"),
        ("wait long", "'long' is not a duration; write it like 5s"),
        ("hear", "write the words to wait for"),
        ("clock noon", "'noon' is no time; write sun 10:00"),
        ("clock sun 25:00", "is no time"),
        ("http", "say how it answers: down, slow, nonsense, real"),
        ("http none.json", "'none.json' is none of down, slow, nonsense, real"),
        ("http /", "no file"),
        ("source orders down", "no source named 'orders'; allowed: customers"),
        ("source customers", "say how it answers"),
        ("agents wong", "no agent named 'wong'; did you mean 'wang'?"),
        ("agents", "say who is there"),
        ("hang up now", "'now' means nothing behind 'hang up'"),
        ("挂断", "no command"),
    ],
)
def test_what_is_no_command_is_answered_in_both_languages(line: str, said: str) -> None:
    with pytest.raises(BadCommand) as bad:
        command(line, KNOWN)
    assert said in str(bad.value)
    assert bad.value.said("zh") != str(bad.value)


@pytest.mark.parametrize(("text", "said"), [("{", "is not JSON"), ("[1]", "holds no rows")])
def test_a_file_that_is_no_answer_is_told(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "rows.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadCommand) as bad:
        command(f"source customers {file}", KNOWN)
    assert said in str(bad.value)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_command_or_answered(line: str) -> None:
    with suppress(BadCommand):
        command(line, KNOWN)
