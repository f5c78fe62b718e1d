"""Lines of the log with hostile texts in them."""

from __future__ import annotations

import pytest
from structlog.processors import LogfmtRenderer

from ivr.files.log import harmless
from tests.hostile import TEXTS


@pytest.mark.parametrize("text", TEXTS.values(), ids=[*TEXTS])
def test_an_event_is_one_line_that_commands_nothing(text: str) -> None:
    event = harmless(None, "info", {"event": "call.began", "caller": text, "attempts": 2})
    line = str(LogfmtRenderer()(None, "info", event))
    assert line.isprintable()
    assert line.endswith("attempts=2")
