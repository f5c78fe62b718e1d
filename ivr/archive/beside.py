"""The other side of `ivr.archive.keeper`: how a process beside the engine tells it things, and ends with it.

An engine that is killed says nothing: its end is the end of the process's input. The next engine has its own
processes, so what is still at work then ends soon, and without a word.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any, NoReturn

import orjson

GRACE = 4.0
"""Seconds in which a process may come to an end; less than the engine waits for it."""


def plan_line() -> bytes:
    """The line of JSON that it is given; b'' when the engine is gone already."""
    line = sys.stdin.buffer.readline()
    return line if line.endswith(b"\n") else b""


def plan_object() -> Any:
    """What it is given as a pickle; None when the engine is gone already."""
    try:
        return pickle.load(sys.stdin.buffer)
    except (EOFError, pickle.UnpicklingError):
        return None


def tell(words: object) -> None:
    """One line of JSON to the engine; nobody hears it when that is gone."""
    with suppress(BrokenPipeError):
        os.write(1, orjson.dumps(words) + b"\n")  # a buffer would be written once more at the exit


def end_with_the_engine(over: Callable[[], None], grace: float = GRACE) -> None:
    """When the engine ends, call `over`, from another thread; `grace` seconds later this process is ended,
    whatever it does, with those that it started."""
    Thread(target=_end_with_the_engine, args=(over, grace), daemon=True).start()


def _end_with_the_engine(over: Callable[[], None], grace: float) -> None:
    sys.stdin.buffer.read()
    over()
    time.sleep(grace)
    _end_now()


def _end_now() -> NoReturn:
    if os.getpgrp() == os.getpid():  # the engine starts each in a group of its own
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
