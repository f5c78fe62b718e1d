"""What engines before this one left in their spools. Written before the first event of this one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import structlog

from ivr.files import durable
from ivr.journal.address import parse
from ivr.journal.committer import Committer
from ivr.journal.spool import Reading
from ivr.journal.unusable import is_fault, unusable

_log = structlog.get_logger(__name__)


def write_what_waits(url: str, left: Iterable[Path]) -> int:
    """Write what these spools have and the database has not, in order; how many events that were. One that is
    gone was written before.

    Must not run beside an engine that writes one of them. Raises OSError and DatabaseUnusable; then what is
    not written waits on.
    """
    written = 0
    for spool in filter(Path.exists, left):
        committer, reading = Committer(url, spool.stem), Reading(spool)
        try:
            written += _written(committer, reading)
            durable.remove(spool)
            committer.forget()
        except Exception as fault:
            if isinstance(fault, OSError) or not is_fault(fault):
                raise
            raise unusable(fault, parse(url)) from fault
        finally:
            reading.close()
            committer.close()
    if written:
        _log.warning("journal.spool_is_written", events=written)
    return written


def _written(committer: Committer, reading: Reading) -> int:
    count, known = 0, committer.position()
    while read := reading.portion():
        if entries := [entry for entry in read if entry.number > known]:
            committer.write(committer.portion(entries))
            count += len(entries)
    return count
