"""The other end of `ivr.speech.worker`: what a process does that says texts for the engine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO

Say = Callable[[dict[str, Any]], None]


def serve(start: Callable[[], Say]) -> None:
    """Answer requests until the end of the input; `start` makes what says them. Faults become answers."""
    answers = _answers_only()
    try:
        say = start()
    except Exception as error:
        _answer(answers, {"error": f"the voice does not start: {error}"})
        return
    _answer(answers, {})
    for line in sys.stdin.buffer:
        try:
            say(json.loads(line))
            _answer(answers, {})
        except Exception as error:
            _answer(answers, {"error": str(error) or type(error).__name__})


def _answers_only() -> TextIO:
    """The pipe to the engine; what libraries print goes to stderr, never to be taken for an answer."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _answer(answers: TextIO, answer: dict[str, str]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
