"""The process that tells other systems what happens in calls, beside the engine:

    python -m ivr.webhooks.worker < plan

The plan is one line of JSON (`Plan`), with the secrets in it. It goes on until the end of its input, which is
the end of the engine. Its log lines go to standard error; on standard output there is a line of JSON every
few seconds: the alarms that began or are over, mostly none.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from ivr.archive.alarms import Alarm, Watch
from ivr.archive.beside import end_with_the_engine, plan_line, tell
from ivr.files.log import log_to_standard_error
from ivr.files.sole import FolderInUse, sole
from ivr.http_client import HttpClient
from ivr.settings.webhooks import Webhook
from ivr.webhooks.delivery import Delivery
from ivr.webhooks.outbox import Outbox, Wanted
from ivr.webhooks.source import Receiver, Standing

MODULE, STOPPED = "ivr.webhooks.worker", "webhooks_stopped"
"""What runs it, and the alarm that tells that it does not run."""
PAUSE = 2.0
"""Seconds between two lines on standard output."""
LONG = 300.0
"""Seconds after which people are told that a receiver accepts nothing."""
_NICE = 10
FOLDER = "webhooks"
"""In the state folder: which process sends."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the process is told: the database, the state folder, the country, and the webhooks by name."""

    url: str
    state: str
    country: str
    webhooks: Mapping[str, Mapping[str, object]]

    @classmethod
    def of(cls, url: str, state: Path, country: str, webhooks: Mapping[str, Webhook]) -> Plan:
        """What these settings say."""
        told = {name: each.model_dump(exclude={"secret_file"}) for name, each in webhooks.items()}
        return cls(url, str(state.absolute()), country, told)

    def written(self) -> bytes:
        return orjson.dumps(asdict(self)) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Plan:
        return cls(**orjson.loads(line))

    def settings(self) -> Mapping[str, Webhook]:
        """The webhooks by name."""
        return {name: Webhook.model_validate(each) for name, each in self.webhooks.items()}


def receiver_of(name: str, webhook: Webhook) -> Receiver:
    """Whom these settings mean."""
    return Receiver(
        name,
        webhook.url,
        tuple(webhook.secret.split()),
        timeout=webhook.timeout,
        give_up=webhook.give_up,
        at_once=webhook.at_once,
    )


def wanted_of(webhook: Webhook, country: str) -> Wanted:
    """What these settings want to be told."""
    return Wanted(webhook.events, webhook.lines, webhook.queues, webhook.numbers, country)


def alarms(standings: Mapping[str, Standing], now: float) -> Iterator[Alarm]:
    """What people have to look at."""
    for name, standing in standings.items():
        if standing.gone is not None:
            yield Alarm(f"webhook_gone {name}", standing.error)
        elif standing.failing is not None and now - standing.failing > LONG:
            yield Alarm(f"webhook_fails {name}", standing.error)


async def deliver(plan: Plan, stop: asyncio.Event) -> None:
    """Until `stop`."""
    async with AsyncExitStack() as stack:
        deliveries: dict[str, Delivery] = {}
        for name, webhook in plan.settings().items():
            # A client for each: one slow receiver takes no connection of another.
            http = await stack.enter_async_context(HttpClient())
            outbox = Outbox(plan.url, name, wanted_of(webhook, plan.country))
            stack.callback(outbox.close)
            deliveries[name] = Delivery(outbox, receiver_of(name, webhook), http.post)
        async with asyncio.TaskGroup() as tasks:
            for delivery in deliveries.values():
                tasks.create_task(delivery.run(stop))
            tasks.create_task(_tell(deliveries, stop))


async def _tell(deliveries: Mapping[str, Delivery], stop: asyncio.Event) -> None:
    watch = Watch()
    while not stop.is_set():
        found = alarms({name: each.standing for name, each in deliveries.items()}, time.time())
        tell(list(watch.now(list(found))))
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE):
                await stop.wait()


async def _alone(plan: Plan) -> None:
    """Send, once no other process does: that of an engine before may not have ended yet."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def over() -> None:
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(stop.set)

    end_with_the_engine(over)
    while not stop.is_set():
        try:
            with sole(Path(plan.state) / FOLDER):
                return await deliver(plan, stop)
        except FolderInUse:
            await asyncio.sleep(0.2)


def main() -> None:
    """Run until the end of the input."""
    log_to_standard_error()
    os.nice(_NICE)
    if line := plan_line():
        asyncio.run(_alone(Plan.read(line)))


if __name__ == "__main__":
    main()
