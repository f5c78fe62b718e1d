"""PDF: the page of `html`, printed by a Chromium or Chrome of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ivr.reports.sheet import Sheet
from ivr.reports.written import html

BROWSER = "CALLWRIGHT_BROWSER"
"""The environment variable that names another browser."""
_BROWSERS = (
    "chromium",
    "chromium-browser",
    "chromium-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
_PATIENCE = 120.0


class BrowserMissing(RuntimeError):
    """No browser that prints is on this machine."""


class BrowserFailed(RuntimeError):
    """The browser printed nothing; the text is what it said."""


def write(sheet: Sheet) -> bytes:
    """The whole file. Raises BrowserMissing, BrowserFailed."""
    browser = os.environ.get(BROWSER) or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise BrowserMissing
    with tempfile.TemporaryDirectory(prefix="callwright-") as folder:
        page, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_bytes(html.write(sheet))
        said = _run(_command(browser, page, target))
        if not target.exists():
            raise BrowserFailed(said)
        return target.read_bytes()


def _command(browser: str, page: Path, target: Path) -> list[str]:
    # As root Chromium only runs without its sandbox; the page has no scripts and nothing from elsewhere.
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    profile = f"--user-data-dir={page.parent / 'profile'}"
    quiet = ["--headless", "--disable-gpu", "--no-pdf-header-footer", profile]
    return [browser, *alone, *quiet, f"--print-to-pdf={target}", page.as_uri()]


def _run(command: Sequence[str]) -> str:
    """What it said on standard error, the end of it."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise BrowserFailed(str(fault)) from fault
    return done.stderr.decode(errors="replace")[-300:]
