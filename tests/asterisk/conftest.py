"""A real Asterisk for the tests of this folder, on ports of its own, and telephones that call it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from ivr.asterisk.free_ports import PortBlock, free_ports
from ivr.asterisk.instance import Instance, PhoneAccount
from ivr.asterisk.private import PACKAGES, PrivateAsterisk
from ivr.demo.phones import Phone
from ivr.demo.sipp import PACKAGE
from ivr.packages import Unpacked, fetch

CONFIG = Path(__file__).parents[2] / "config"
TEMPLATES = CONFIG / "asterisk"
RTP_PORTS = 400
DIALPLAN = """
[callwright]
exten => echo,1,Answer()
 same => n,Echo()
exten => agent,1,Answer()
 same => n,Dial(PJSIP/1001,20,g)
 same => n,Hangup()
"""
"""Numbers with letters, beside those that go to the engine: echo, and agent, which rings the phone 1001."""


def account(name: str) -> PhoneAccount:
    return PhoneAccount(name, f"secret-{name}")


PHONES = tuple(account(str(number)) for number in range(1001, 1007))
AMI = PhoneAccount("callwright", "engine-secret")
OBSERVER = PhoneAccount("observer", "observer-secret")


@pytest.fixture(scope="session")
def program() -> Unpacked:
    return Unpacked(fetch([*PACKAGES, PACKAGE]))


@pytest.fixture(scope="session")
def ports() -> Iterator[PortBlock]:
    with free_ports(RTP_PORTS + 300) as block:
        yield block


def instance(directory: Path, ports: PortBlock, rtp: range) -> Instance:
    """An Asterisk with all phones and accounts, whose fallback comes quickly."""
    return Instance(
        directory=directory,
        sip_port=ports.one(),
        ami_port=ports.one(),
        agi_port=ports.one(),
        rtp_first=rtp.start,
        rtp_last=rtp.stop - 1,
        phones=PHONES,
        ami=AMI,
        observer=OBSERVER,
        fallback_music=1,
        more={"extensions.conf": DIALPLAN},
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def asterisk(
    program: Unpacked, ports: PortBlock, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[PrivateAsterisk]:
    """One for all tests of this folder. Nobody listens at its `agi_port` unless a test does."""
    directory = tmp_path_factory.mktemp("asterisk")
    async with PrivateAsterisk(
        program, instance(directory, ports, ports.take(RTP_PORTS)), TEMPLATES
    ) as running:
        yield running


@pytest.fixture
def address(asterisk: PrivateAsterisk) -> tuple[str, int]:
    """Where it takes SIP calls."""
    return asterisk.instance.address, asterisk.instance.sip_port


@pytest_asyncio.fixture
async def caller(address: tuple[str, int]) -> AsyncIterator[Phone]:
    """A telephone of the outside world."""
    async with Phone(address) as phone:
        yield phone


@pytest_asyncio.fixture
async def agent_phone(address: tuple[str, int]) -> AsyncIterator[Callable[[str], Awaitable[Phone]]]:
    """Call it with a name to get that agent's phone, registered."""
    async with AsyncExitStack() as stack:

        async def registered(name: str) -> Phone:
            phone = await stack.enter_async_context(Phone(address, account=account(name)))
            await phone.register()
            return phone

        yield registered
