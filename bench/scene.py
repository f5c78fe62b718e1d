"""What all measurements run on: a private Asterisk, the engine as `ivr run` starts it, prompts that are
markers."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import wave
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from ivr.app import instance_of, shipped
from ivr.asterisk.free_ports import PortBlock, free_ports
from ivr.asterisk.private import PACKAGES, PrivateAsterisk
from ivr.packages import Unpacked, fetch, leashed
from ivr.settings import Settings, load

HERE = Path(__file__).parent
PROMPTS = HERE.parent / "var/bench/prompts"
"""Kept from run to run: the engine lets its voice say 450 words once."""
RTP_PORTS = 600
START_LIMIT = 180.0
RATE = 8000
MARKERS: Mapping[str, tuple[int, int, float]] = {
    "first": (0x11, -15484, 4.0),
    "second": (0x22, -7420, 4.0),
    "last": (0x33, -3516, 0.2),
}
"""Prompts: the mu-law byte that a caller hears all the time, the sample that gives it, the seconds."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is running. `engine` is the process id of `ivr run`."""

    settings: Settings
    asterisk: PrivateAsterisk
    engine: int

    @property
    def address(self) -> tuple[str, int]:
        """Where Asterisk takes SIP calls."""
        return self.settings.engine.sip.host, self.settings.engine.sip.port


def prompt_paths() -> list[str]:
    """The marker prompts as Asterisk wants them: absolute, without ending."""
    return [str(PROMPTS / "recorded/zh" / name) for name in MARKERS]


@asynccontextmanager
async def scene(more: Callable[[PortBlock], Mapping[str, str]]) -> AsyncIterator[Scene]:
    """All of it while the context lasts; what `more` gives is added to Asterisk's files, by their names."""
    write_prompts()
    with (
        free_ports(RTP_PORTS + 60) as ports,
        tempfile.TemporaryDirectory(prefix="callwright-bench-") as folder,
    ):
        settings = load(_config(Path(folder), ports))
        root = await asyncio.to_thread(fetch, PACKAGES)
        instance = replace(instance_of(settings), more=more(ports))
        async with PrivateAsterisk(Unpacked(root), instance, shipped("config/asterisk")) as asterisk:
            command = "from ivr.cli import main; main()"
            arguments = ["-c", command, "run", "--config", str(Path(folder) / "config")]
            async with process(arguments, "takes calls") as engine:
                yield Scene(settings, asterisk, engine)


@asynccontextmanager
async def process(arguments: Sequence[str], ready: str) -> AsyncIterator[int]:
    """A Python process while the context lasts, from the moment that it has printed `ready`; its id.

    Raises RuntimeError when it ends before, TimeoutError.
    """
    child = await asyncio.create_subprocess_exec(
        *leashed([sys.executable, *arguments]), stdout=asyncio.subprocess.PIPE, cwd=HERE.parent
    )
    assert child.stdout is not None
    try:
        async with asyncio.timeout(START_LIMIT):
            while ready not in (line := (await child.stdout.readline()).decode()):
                if not line:
                    raise RuntimeError(f"{arguments} ended before it was ready")
        yield child.pid
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


def write_prompts() -> None:
    """The marker prompts as files, where `prompt_paths` says."""
    folder = PROMPTS / "recorded/zh"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, sample, seconds) in MARKERS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as audio:
            audio.setnchannels(1)
            audio.setsampwidth(2)
            audio.setframerate(RATE)
            audio.writeframes(sample.to_bytes(2, "little", signed=True) * round(RATE * seconds))


def _config(folder: Path, ports: PortBlock) -> Path:
    """The settings of `bench/config`, with ports and folders of this run."""
    config = folder / "config"
    shutil.copytree(HERE / "config", config)
    shutil.copy(shipped("dialplans") / "agents.yaml", config / "dialplans")  # *41 and the other feature codes
    rtp = ports.take(RTP_PORTS)
    engine = {
        "asterisk": "existing",  # started here, not by the engine: measured apart
        "fastagi": {"port": ports.one()},
        "ami": {"port": ports.one()},
        "sip": {"port": ports.one(), "rtp_first": rtp.start, "rtp_last": rtp.stop - 1},
        "database": f"sqlite:///{folder / 'callwright.db'}",
        "dialplans": str(config / "dialplans"),
        "recordings": str(folder / "recordings"),
        "prompts": os.fspath(PROMPTS),
        "state": str(folder / "state"),
    }
    (config / "ivr.yaml").write_text(yaml.safe_dump(engine))
    return config
