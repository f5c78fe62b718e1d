"""Everything on one machine for a show or a test: a private Asterisk, the engine, sample phones, free ports.

async with stage(Path("config"), directory) as here:
    call = await here.caller.call("95188", number="13800138000")
    entered = await here.watch.until(of(QueueEntered, queue="support"))
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ivr.app import Engine, Listener, instance_of, private_asterisk
from ivr.asterisk.free_ports import PortBlock, free_ports
from ivr.asterisk.instance import PhoneAccount
from ivr.asterisk.keeping import kept_up
from ivr.asterisk.private import PrivateAsterisk
from ivr.demo.watch import Watch
from ivr.packages.apt import Report
from ivr.settings import Settings, load

RTP_PORTS = 400
OTHER_PORTS = 60
OBSERVER = PhoneAccount("observer", "observer")


@dataclass
class Stage:
    """What is running. `address` is where Asterisk takes SIP calls, `settings` what the engine runs with."""

    settings: Settings
    asterisk: PrivateAsterisk
    engine: Engine
    watch: Watch
    address: tuple[str, int]
    ports: PortBlock
    directory: Path

    @property
    def database(self) -> str:
        """The URL of the call log."""
        return self.settings.engine.database

    def account(self, phone: str) -> PhoneAccount:
        """The SIP account of an agent's phone. Raises KeyError."""
        passwords = {agent.phone: agent.password for agent in self.settings.agents.agents.values()}
        return PhoneAccount(phone, passwords[phone])


def staged_settings(
    config: Path,
    directory: Path,
    ports: PortBlock,
    *,
    environment: Mapping[str, str],
    prompts: Path | None = None,
) -> Settings:
    """The settings of `config` moved to `directory` and to ports of their own. Raises InvalidFiles."""
    settings = load(config)
    rtp = ports.take(RTP_PORTS)
    engine = settings.engine
    moved = engine.model_copy(
        update={
            "asterisk": "private",
            "fastagi": engine.fastagi.model_copy(update={"host": "127.0.0.1", "port": ports.one()}),
            "ami": engine.ami.model_copy(update={"host": "127.0.0.1", "port": ports.one()}),
            "sip": engine.sip.model_copy(
                update={
                    "host": "127.0.0.1",
                    "port": ports.one(),
                    "rtp_first": rtp.start,
                    "rtp_last": rtp.stop - 1,
                }
            ),
            "web": engine.web.model_copy(update={"host": "127.0.0.1", "port": ports.one()}),
            "database": f"sqlite:///{directory / 'callwright.db'}",
            "recordings": directory / "recordings",
            "prompts": prompts or engine.prompts,
            "state": directory / "state",
            "environment": {**engine.environment, **environment},
        }
    )
    return settings.model_copy(update={"engine": moved})


@asynccontextmanager
async def stage(
    config: Path,
    directory: Path,
    *,
    environment: Mapping[str, str] | None = None,
    prompts: Path | None = None,
    progress: Report = lambda _: None,
    preparing: Callable[[int, int], None] = lambda _done, _total: None,
    listener: Listener | None = None,
    change: Callable[[Settings], Settings] = lambda settings: settings,
) -> AsyncIterator[Stage]:
    """Run all of it while the context lasts; everything that is written is inside `directory`.

    Raises what `private_asterisk` and `Engine` raise.
    """
    with free_ports(RTP_PORTS + OTHER_PORTS) as ports:
        settings = change(
            staged_settings(config, directory, ports, environment=environment or {}, prompts=prompts)
        )
        watch = Watch()
        instance = replace(instance_of(settings), observer=OBSERVER)
        listeners = (watch, listener) if listener else (watch,)
        engine = Engine(settings, listeners=listeners, prompting=watch.prompting)
        async with private_asterisk(settings, progress, instance) as asterisk:
            assert asterisk is not None
            async with engine:
                await engine.prepare_prompts(preparing)
                address = (settings.engine.sip.host, settings.engine.sip.port)
                here = Stage(settings, asterisk, engine, watch, address, ports, directory)
                async with kept_up(asterisk, lambda what, detail: here.engine.alarm(what, detail)):
                    yield here
