"""The log of a process: one line an event on standard error, whatever others wrote that is told in it."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def log_to_standard_error(level: int = logging.INFO) -> None:
    """From `level` on: in colours on a terminal, else as `name=value`."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            harmless,
            structlog.dev.ConsoleRenderer()
            if sys.stderr.isatty()
            else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def harmless(_logger: object, _method: str, event: Any) -> Any:
    """Texts with escapes in place of what is not printable, so that no caller's name commands the terminal on
    which somebody looks at the log, and none begins a line of its own."""
    return {name: _escaped(value) if isinstance(value, str) else value for name, value in event.items()}


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else _escape(each) for each in text)


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode()
