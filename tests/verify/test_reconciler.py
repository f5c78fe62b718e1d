"""The reconciler on an Asterisk that the test plays; with a real one see `tests/live/test_verify*.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ivr.asterisk.ami import Event
from ivr.events import Event as LoggedEvent
from ivr.journal.database import migrate
from ivr.verify import reconciler
from ivr.verify.files import AsteriskFiles
from ivr.verify.logged import Phones
from ivr.verify.reconciler import Reconciler, Sources
from ivr.verify.tapes import Tapes


class Asterisk:
    """As much of AMI as is asked; it has no channels."""

    lost_at = 0.0

    def __init__(self) -> None:
        self.listed = 0
        self._hung_up: list[Callable[[Event], None]] = []

    def on_connect(self, _: Callable[[], None]) -> None:
        """It stays connected."""

    def on(self, _: str, handler: Callable[[Event], None]) -> Callable[[], None]:
        self._hung_up.append(handler)
        return lambda: self._hung_up.remove(handler)

    async def listing(self, _: str) -> tuple[Event, ...]:
        self.listed += 1
        return ()

    def hangs_up(self, call: str) -> None:
        lines = f"Event: Hangup\r\nUniqueid: {call}\r\nLinkedid: {call}\r\nContext: callwright"
        for handler in self._hung_up:
            handler(Event(lines.encode()))


class Journal:
    """Keeps nothing."""

    def append(self, event: LoggedEvent) -> None:
        raise AssertionError(f"nothing is known to be written: {event}")


async def _flushed() -> bool:
    return True


async def test_an_asterisk_that_writes_no_records_is_told_once_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciler, "UNCLAIMED", 0.0)
    monkeypatch.setattr(reconciler, "WRITTEN", 0.0)
    url = f"sqlite:///{tmp_path}/log.db"
    migrate(url)
    asterisk = Asterisk()
    sources = Sources(url, AsteriskFiles(tmp_path / "none"), Phones({}), Tapes(tmp_path / "recordings"))
    looking = Reconciler(sources, asterisk, Journal(), _flushed)  # type: ignore[arg-type]
    with capture_logs() as logs:
        await looking.begin()
        for number in range(3):
            looked = asterisk.listed
            asterisk.hangs_up(f"176377680{number}.1")
            async with asyncio.timeout(20.0):
                while asterisk.listed == looked:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        await looking.close()
    told = [entry for entry in logs if entry["event"] == "asterisk_writes_no_records"]
    assert ["ivr asterisk config" in entry["remedy"] for entry in told] == [True]
