"""A private Asterisk: a child process with a folder, ports and accounts of its own, gone when we are.

async with PrivateAsterisk(Unpacked(root), instance, templates) as asterisk:
    print(asterisk.version, await asterisk.console("core show channels"))
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from ivr.asterisk.instance import Instance
from ivr.asterisk.templates import Paths, configuration
from ivr.packages import Unpacked, leashed

PACKAGES = ("asterisk", "asterisk-core-sounds-en-wav", "asterisk-moh-opsound-wav")
SOCKET_PATH_LIMIT = 100
"""Linux allows 107 bytes for the path of a Unix socket."""
BOOT_LIMIT = 60.0
STOP_LIMIT = 5.0
POLL = 0.05


class AsteriskFailed(Exception):
    """Asterisk did not start, or does not answer; the message has the end of its log."""


class PrivateAsterisk:
    """One Asterisk of our own, running between `start` and `stop`."""

    def __init__(self, program: Unpacked, instance: Instance, templates: Path) -> None:
        self.instance = instance
        self.version = ""
        self._program = program
        self._templates = templates
        self._process: asyncio.subprocess.Process | None = None
        self._up = asyncio.Event()
        self._paths = _paths(program, instance.directory.resolve())

    @property
    def log(self) -> Path:
        """Asterisk's own log: notices, warnings, errors."""
        return self._paths.log / "messages"

    @property
    def call_records(self) -> Path:
        """The file with Asterisk's own call records (CDR), one line a call leg."""
        return self._paths.log / "cdr-custom/callwright.csv"

    @property
    def pid(self) -> int | None:
        """The process, None when it is not running."""
        running = self._process and self._process.returncode is None
        return self._process.pid if self._process and running else None

    async def start(self) -> None:
        """Write the configuration, start, and wait until every module is up. Raises AsteriskFailed."""
        self._write_files()
        died = self._process is not None  # what it said stays to be read
        output = (self._paths.log / "output").open("ab" if died else "wb")
        with output:
            # Killed with us whatever happens to us; in a group of its own, so Ctrl-C is ours to handle.
            self._process = await asyncio.create_subprocess_exec(
                *leashed(self._command("-f")),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                cwd=self.instance.directory,
                start_new_session=True,
            )
        try:
            await asyncio.wait_for(self._booted(), BOOT_LIMIT)
        except BaseException as error:
            await self.stop()
            if isinstance(error, TimeoutError):
                raise AsteriskFailed(
                    f"Asterisk was not up after {BOOT_LIMIT:.0f} s{self._last_words()}"
                ) from None
            raise
        self._up.set()

    async def died(self) -> str:
        """Wait until one that was up ends without `stop`; how it did."""
        while True:
            await self._up.wait()
            process = self._process
            assert process is not None
            code = await process.wait()
            if self._process is process:
                self._up.clear()
                return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    async def console(self, command: str) -> str:
        """What Asterisk's console answers to `command`. Raises AsteriskFailed when it is not running."""
        code, output = await self._remote(command)
        if code:
            raise AsteriskFailed(f"Asterisk's console did not answer {command!r}{self._last_words()}")
        return output

    async def reload(self, instance: Instance) -> None:
        """Take over what can be changed in flight: phones, dialplan, queues. Ports stay as they are."""
        self.instance = instance
        self._write_files()
        await self.console("core reload")

    async def stop(self) -> None:
        """End it: politely, then by force. Calls in progress are cut. Does nothing when it is not running."""
        process, self._process = self._process, None
        self._up.clear()
        if process is not None and process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), STOP_LIMIT)
            except TimeoutError:
                os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        if self._paths.run.parent != self.instance.directory.resolve():
            shutil.rmtree(self._paths.run, ignore_errors=True)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _booted(self) -> None:
        """Return once Asterisk says that it is ready; raise as soon as it has ended instead."""
        control = self._paths.run / "asterisk.ctl"
        while True:
            assert self._process is not None
            if self._process.returncode is not None:
                raise AsteriskFailed(f"Asterisk ended at once{self._last_words()}")
            if control.exists():
                code, output = await self._remote("core waitfullybooted")
                if code == 0 and "fully booted" in output:
                    break
            await asyncio.sleep(POLL)
        version = await self.console("core show version")
        found = re.search(r"Asterisk (\S+)", version)
        self.version = found.group(1) if found else version.strip()

    async def _remote(self, command: str) -> tuple[int, str]:
        console = await asyncio.create_subprocess_exec(
            *self._command("-r", "-x", command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            output, _ = await console.communicate()
        finally:
            if console.returncode is None:
                console.kill()
                await console.wait()
        return console.returncode or 0, output.decode(errors="replace")

    def _command(self, *arguments: str) -> list[str]:
        program = self._program.command("usr/sbin/asterisk", libraries=["asterisk"])
        return [*program, "-C", str(self._paths.etc / "asterisk.conf"), *arguments]

    def _write_files(self) -> None:
        _make_folders(self._paths, self._program, self.instance.sounds)
        for name, text in configuration(self._templates, self.instance, self._paths).items():
            file = self._paths.etc / name
            file.write_text(text)
            file.chmod(0o600)

    def _last_words(self) -> str:
        lines = [
            line
            for file in (self._paths.log / "output", self.log)
            if file.exists()
            for line in file.read_text(errors="replace").splitlines()[-12:]
        ]
        return "; the end of its log:\n  " + "\n  ".join(lines) if lines else " and logged nothing"


def _paths(program: Unpacked, directory: Path) -> Paths:
    run = directory / "run"
    if len(str(run / "asterisk.ctl")) > SOCKET_PATH_LIMIT:
        run = Path(tempfile.mkdtemp(prefix="callwright-"))
    return Paths(
        etc=directory / "etc",
        library=directory / "lib",
        spool=directory / "spool",
        run=run,
        log=directory / "log",
        modules=program.libraries / "asterisk/modules",
        programs=program.root / "usr/sbin",
        music=program.root / "usr/share/asterisk/moh",
    )


def _make_folders(paths: Paths, program: Unpacked, sounds: Path | None) -> None:
    own = [paths.etc, paths.library / "sounds", paths.library / "agi-bin", paths.library / "keys"]
    for folder in [
        *own,
        paths.spool / "cache",
        paths.run,
        paths.log / "cdr-custom",
        paths.log / "cel-custom",
    ]:
        folder.mkdir(parents=True, exist_ok=True)
    shipped = program.root / "usr/share/asterisk"
    _link(paths.library / "sounds/en", shipped / "sounds/en_US_f_Allison")
    _link(paths.library / "documentation", shipped / "documentation")
    if sounds is not None:
        _link(paths.library / "sounds/callwright", sounds.resolve())


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)
