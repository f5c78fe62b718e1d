"""JSON that programs read, and that does nothing to a terminal."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ivr.cli.json_lines import json_line


@given(st.dictionaries(st.text(), st.text() | st.integers(0, 2**63)))
def test_it_is_printable_and_read_as_what_it_was(value: dict[str, object]) -> None:
    line = json_line(value)
    assert line.isprintable()
    assert json.loads(line) == value


def test_chinese_stays_readable() -> None:
    assert json_line({"name": "王芳"}) == '{"name":"王芳"}'
