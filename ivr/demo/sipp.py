"""The sample agents: SIPp, a SIP implementation that is none of ours, registers, rings, answers and talks.

SIPp presses no keys here: it sends them through raw sockets, which take root. Whoever presses keys, or is to
do something at a moment that is not known before, is an `ivr.demo.phones.Phone`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ivr.asterisk.instance import PhoneAccount
from ivr.demo.phones import AGENT_TONE
from ivr.demo.rtp import tone_frame
from ivr.packages import Unpacked, leashed

PACKAGE = "sip-tester"
REGISTRATION = 86_400
"""Seconds a registration lasts: SIPp cannot renew it while it answers calls."""
REGISTER_LIMIT = 10
STOP_LIMIT = 2.0


class SippFailed(Exception):
    """SIPp could not do what it was started for; the message names its log."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a SIPp works: the program, its scenario templates, a folder for its files, two ports of its own
    (for SIP and for SIPp's control), Asterisk's address and port."""

    program: Unpacked
    templates: Path
    folder: Path
    port: int
    control_port: int
    asterisk: tuple[str, int]


class SippAgent:
    """An agent's phone: rings for `ring` seconds, answers, and hangs up after `talk` (None: never)."""

    def __init__(
        self, place: Place, account: PhoneAccount, *, ring: float = 0.5, talk: float | None = None
    ) -> None:
        self.place = place
        self.account = account
        self._values = {
            "agent": account,
            "ring": round(ring * 1000),
            "talk": None if talk is None else round(talk * 1000),
            "tone": str(self._file("tone.ulaw")),
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        """What SIPp said."""
        return self._file("log")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Register, then answer calls until `stop`. Raises SippFailed."""
        self.place.folder.mkdir(parents=True, exist_ok=True)
        self._file("tone.ulaw").write_bytes(tone_frame(AGENT_TONE) * 50)
        if not await self._register(REGISTRATION):
            raise SippFailed(f"{self.account.name} could not register: see {self.log}")
        self._process = await self._run("agent")

    async def stop(self) -> None:
        """End it at once, cutting off a call it has, and take it off Asterisk's list of phones."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await asyncio.wait_for(process.wait(), STOP_LIMIT)
            await self._register(0)

    async def _register(self, seconds: int) -> bool:
        """False when Asterisk did not take it. 0 seconds end a registration."""
        self._values["expires"] = seconds
        limits = ("-m", "1", "-timeout", f"{REGISTER_LIMIT}s", "-timeout_error")
        return await (await self._run("register", *limits)).wait() == 0

    async def _run(self, scenario: str, *arguments: str) -> asyncio.subprocess.Process:
        address, port = self.place.asterisk
        file = self._file(f"{scenario}.xml")
        file.write_text(self._scenario(scenario))
        with self.log.open("ab") as output:
            return await asyncio.create_subprocess_exec(
                *leashed(self.place.program.command("usr/bin/sipp")),
                *("-sf", str(file), f"{address}:{port}", "-i", address, "-p", str(self.place.port)),
                *("-mi", address, "-ci", address, "-cp", str(self.place.control_port), "-nostdin"),
                *("-trace_err", "-error_file", str(self.log), *arguments),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=output,
                cwd=self.place.folder,
                start_new_session=True,
            )

    def _scenario(self, name: str) -> str:
        environment = Environment(
            loader=FileSystemLoader(self.place.templates),
            undefined=StrictUndefined,
            trim_blocks=True,
            autoescape=True,
        )
        return environment.get_template(f"{name}.xml.j2").render(self._values)

    def _file(self, name: str) -> Path:
        return self.place.folder / f"{self.account.name}.{name}"
