"""`ivr check` on sources: config/ivr.yaml by line and column, lists by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.lookups.check import in_lists, unusable
from ivr.settings import find

from .sites import config


def told(root: Path, sources: str) -> list[tuple[int, int, str]]:
    """(line below `sources:`, column, text) of all that is found in config/ivr.yaml."""
    folder = config(root, sources)
    found = find(folder)
    problems = [*found.problems, *(unusable(found.engine, folder) if found.engine else [])]
    text = (folder / "ivr.yaml").read_text(encoding="utf-8")
    first = text.splitlines().index("sources:") + 1
    assert all(problem.zh for problem in problems)
    return [(problem.line - first, problem.column, problem.text) for problem in problems]


SOUND = """\
  customers: {sql: "sqlite:///crm.db", query: "select a from b where n = :n and t = 'a:b'::text", rows: 3}
  branches: {csv: branches.csv, key: city}
  members: {http: "{{ env.CRM }}/{{ number }}", headers: {Accept: text}}
"""


def test_sound_sources_give_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("source", "column", "words"),
    [
        ("{query: select 1}", 6, "give one of sql, csv and http"),
        ("{sql: 'sqlite:///a', csv: b}", 6, "give one of sql, csv and http"),
        ("{sql: 'sqlite:///a'}", 6, "with sql 'query' is needed"),
        ("{csv: a.csv}", 6, "with csv 'key' is needed"),
        ("{csv: a.csv, key: b, rows: 3}", 27, "'rows' means nothing beside csv"),
        ("{sql: 'sqlite:///a', query: delete from a}", 34, "begin the query with select"),
        ("{sql: 'sqlite:///a', query: select 1, rows: 101}", 50, "at most 100"),
        ("{sql: 'mssql://a', query: select 1}", 12, "'mssql' cannot be asked"),
        ("{sql: 'postgresql+none://a', query: select 1}", 12, "the driver none is not installed"),
        ("{http: 'http://a/{{ number'}", 13, "unexpected end"),
        ("{sqll: a}", 7, "did you mean 'sql'?"),
    ],
)
def test_a_fault_is_told_where_it_stands(tmp_path: Path, source: str, column: int, words: str) -> None:
    found = told(tmp_path, f"  a: {source}\n")
    assert [(line, place) for line, place, _ in found] == [(1, column)]
    assert words in found[0][2]


def test_lists_are_read_to_their_end(tmp_path: Path) -> None:
    folder = config(tmp_path, "  branches: {csv: branches.csv, key: city}\n")
    (tmp_path / "branches.csv").write_text("city,name\n021,a,b\n,c\n", encoding="utf-8")
    engine = find(folder).engine
    assert engine
    assert [problem.line for problem in in_lists(engine, tmp_path)] == [2, 3]
