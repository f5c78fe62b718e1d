"""Runs a program out of a folder of unpacked packages, with its own loader and its own libraries."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ivr.packages.problems import PackagesUnavailable

LOADERS = {"x86_64": "ld-linux-x86-64.so.2", "aarch64": "ld-linux-aarch64.so.1"}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A folder that holds what a set of packages would have installed under /."""

    root: Path

    @property
    def triplet(self) -> str:
        """Debian's name for this machine's kind of libraries, such as x86_64-linux-gnu."""
        return f"{_machine()}-linux-gnu"

    @property
    def libraries(self) -> Path:
        """The folder of the shared libraries."""
        return self.root / "usr/lib" / self.triplet

    def command(self, program: str, *, libraries: Sequence[str] = ()) -> list[str]:
        """The command line that starts `program` (relative to the root, such as usr/sbin/asterisk).

        `libraries` are further folders of shared libraries below that of the system's libraries. Programs
        that it starts itself run with the libraries of the machine.
        """
        search = [self.libraries, self.root / "lib" / self.triplet]
        search += [self.libraries / name for name in libraries]
        return [
            str(self._loader()),
            "--library-path",
            ":".join(str(folder) for folder in search),
            str(self.root / program),
        ]

    def _loader(self) -> Path:
        name = LOADERS[_machine()]
        places = [self.libraries / name, self.root / "lib" / self.triplet / name]
        for place in places:
            if place.exists():
                return place
        raise PackagesUnavailable(
            f"{self.root} holds no loader {name}: delete this folder, it is fetched anew"
        )


def leashed(command: Sequence[str]) -> list[str]:
    """`command`, killed by the kernel as soon as the process that starts it is gone."""
    return ["setpriv", "--pdeathsig", "KILL", *command]


def _machine() -> str:
    machine = platform.machine()
    if machine not in LOADERS:
        raise PackagesUnavailable(
            f"there is no recipe for the processor {machine}, only for x86_64 and arm64"
        )
    return machine
