"""The process that looks for talks with a risk beside the engine, at a low priority, as it hears recordings:

    python -m ivr.quality.worker < order

The order is an `Order`, pickled; it comes from the engine and from nobody else. On standard output is one
line of JSON: `found`, the talks; or how many recordings are `left` to be heard; or why it `failed`. It ends
with its input, and so with the engine.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import asdict, dataclass
from threading import Thread

import orjson

from ivr.files.log import log_to_standard_error
from ivr.journal.unusable import DatabaseUnusable
from ivr.quality.access import Access
from ivr.quality.candidates import Candidates, Unheard, Watch

_LOW = 10


@dataclass(frozen=True, slots=True)
class Order:
    """Talks of the database at this address whose recordings began in [`since`, `until`), with a risk. Heard
    is for `patience` seconds at most."""

    url: str
    since: float | None
    until: float | None
    watch: Watch
    patience: float

    def packed(self) -> bytes:
        """For the process."""
        return pickle.dumps(self)


def answered(order: Order) -> dict[str, object]:
    """What is said about an order."""
    try:
        with Access(order.url) as access:
            found = Candidates(access).risky(order.since, order.until, order.watch, order.patience)
        return {"found": [asdict(each) for each in found]}
    except Unheard as fault:
        return {"left": fault.left}
    except DatabaseUnusable as fault:
        return {"failed": {"en": str(fault), "zh": fault.zh}}


def main() -> None:
    """Answer the order that comes in."""
    log_to_standard_error()
    os.nice(_LOW)
    order: Order = pickle.load(sys.stdin.buffer)
    Thread(target=_end_with_the_engine, daemon=True).start()
    print(orjson.dumps(answered(order)).decode(), flush=True)


def _end_with_the_engine() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
