"""`ivr webhooks`: how it is with each, what waits, sending again, a test event."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.webhooks.lanes import Item
from ivr.webhooks.outbox import Outbox, Wanted, register
from ivr.webhooks.source import Kept, Standing
from tests.journal.paths import journey
from tests.webhooks.conftest import written
from tests.webhooks.receiver import SECRET, Receiver, receiving

NOBODY = "http://127.0.0.1:9/hook?key=k1"


def ivr(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["webhooks", *arguments])


def with_webhook(site: Path, url: str = NOBODY) -> None:
    file = site / "config" / "ivr.yaml"
    rest = file.read_text(encoding="utf-8")
    file.write_text(f"webhooks:\n  crm: {{url: '{url}', secret: {SECRET}}}\n{rest}", encoding="utf-8")


def database(site: Path) -> str:
    return f"sqlite:///{site}/var/callwright.db"


def put_aside(site: Path) -> list[Item]:
    """Two events of a call that were given up, and one that waits behind them."""

    async def put() -> list[Item]:
        register(database(site), ["crm"])
        await written(
            database(site), [*journey("0 call_began\n1 queue_entered queue=vip\n2 call_ended", "c-1")]
        )
        crm = Outbox(database(site), "crm", Wanted(("call_began", "queue_entered", "call_ended")))
        found = list(await crm.more(10))
        states = ("dead", "dead", "waiting")
        kept = [Kept(item, state, 0.0, "status 500") for item, state in zip(found, states, strict=True)]  # type: ignore[arg-type]
        await crm.settle([], kept, None)
        await crm.note(Standing(failing=1_763_776_800.0, error="status 500"))
        crm.close()
        return found

    return asyncio.run(put())


def due(site: Path) -> list[int]:
    async def asked() -> list[int]:
        crm = Outbox(database(site), "crm", Wanted(("call_began",)))
        found = [item.id for item in await crm.due(1e12, 10)]
        crm.close()
        return found

    return asyncio.run(asked())


@contextmanager
def served(status: int) -> Iterator[Receiver]:
    """A receiver in a thread of its own, since the command has an event loop of its own."""
    started, over, found = threading.Event(), threading.Event(), list[Receiver]()

    async def serve() -> None:
        async with receiving(lambda told: status) as receiver:
            found.append(receiver)
            started.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait(30)
    try:
        yield found[0]
    finally:
        over.set()
        thread.join()


def test_a_test_event_that_is_accepted(site: Path) -> None:
    with served(204) as receiver:
        with_webhook(site, receiver.url)
        result = ivr("try", "crm")
    assert (result.exit_code, result.output) == (0, "crm accepted a test event.\n")
    assert [told.type for told in receiver.asked] == ["webhook_test"]


@pytest.mark.parametrize(("language", "said"), [("en", "did not accept"), ("zh", "未接收测试事件")])
def test_a_test_event_that_is_not(site: Path, language: str, said: str) -> None:
    with served(403) as receiver:
        with_webhook(site, receiver.url)
        result = ivr("try", "crm", "--lang", language)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "403" in result.stderr


def test_nobody_answers_a_test_event(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with_webhook(site, f"http://127.0.0.1:{taken.getsockname()[1]}/hook?key=k1")
        result = ivr("try", "crm")
    assert result.exit_code == 1
    assert "k1" not in result.stderr
    assert SECRET not in result.stderr


def test_a_name_that_is_none_is_told_with_the_nearest(site: Path) -> None:
    with_webhook(site)
    for command in ("show", "try", "retry", "forget", "resume"):
        result = ivr(command, "cmr")
        assert (result.exit_code, "did you mean 'crm'?" in result.stderr) == (1, True)


def test_a_list_without_webhooks(site: Path) -> None:
    assert "There are no webhooks" in ivr("list").stderr


def test_the_list_says_how_it_is_and_shows_no_secret(site: Path) -> None:
    with_webhook(site)
    assert "no engine has run with it yet" in ivr("list").output
    put_aside(site)
    result = ivr("list")
    assert "fails since 2025-11-22 10:00:00: status 500" in result.output
    assert "k1" not in result.output
    (line,) = ivr("list", "--json").output.splitlines()
    told = json.loads(line)
    assert (told["name"], told["to_send"], told["waiting"], told["dead"]) == ("crm", 0, 1, 2)
    assert (told["url"], told["failing"]) == ("http://127.0.0.1:9/hook", "2025-11-22T10:00:00.000+08:00")


def test_what_was_put_aside_is_shown_first(site: Path) -> None:
    with_webhook(site)
    items = put_aside(site)
    found = [json.loads(line) for line in ivr("show", "crm", "--json").output.splitlines()]
    assert [(each["id"], each["kind"], each["state"]) for each in found] == [
        (items[0].id, "call_began", "dead"),
        (items[1].id, "queue_entered", "dead"),
        (items[2].id, "call_ended", "waiting"),
    ]
    assert "given up" in ivr("show", "crm").output
    assert "已放弃" in ivr("show", "crm", "--lang", "zh").output


def test_sending_again_begins_with_the_first_of_the_call(site: Path) -> None:
    with_webhook(site)
    items = put_aside(site)
    assert due(site) == []
    assert ivr("retry", "crm", str(items[1].id)).output.strip().endswith("Sent again: 2 events.")
    assert due(site) == [items[0].id]


def test_what_is_forgotten_holds_up_nothing(site: Path) -> None:
    with_webhook(site)
    items = put_aside(site)
    assert CliRunner().invoke(app, ["webhooks", "forget", "crm"], input="n\n").exit_code == 1
    assert due(site) == []
    assert ivr("forget", "crm", "--yes").exit_code == 0
    assert due(site) == [items[2].id]
    assert ivr("forget", "crm", "--yes").exit_code == 1


def test_a_receiver_that_was_gone_is_told_again(site: Path) -> None:
    with_webhook(site)
    put_aside(site)
    assert "crm is not off" in ivr("resume", "crm").stderr
    crm = Outbox(database(site), "crm", Wanted(("call_began",)))
    asyncio.run(crm.note(Standing(gone=1.0, error="status 410")))
    assert "off since" in ivr("list").output
    assert ivr("resume", "crm").exit_code == 0
    assert asyncio.run(crm.standing()).gone is None
    crm.close()
