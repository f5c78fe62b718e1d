"""Which distribution this is, and from which mirror it gets its packages."""

from __future__ import annotations

import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ivr.packages.problems import PackagesUnavailable

KEYRINGS = {
    "debian": Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    "ubuntu": Path("/usr/share/keyrings/ubuntu-archive-keyring.gpg"),
}
COMPONENTS = {"debian": "main", "ubuntu": "main universe"}


@dataclass(frozen=True, slots=True)
class Source:
    """One line of a sources.list: where packages come from, and who signs for them."""

    mirror: str
    suite: str
    components: str
    keyring: Path

    @property
    def line(self) -> str:
        return f"deb [signed-by={self.keyring}] {self.mirror} {self.suite} {self.components}\n"


def source(suite: str) -> Source:
    """Where to fetch from: the mirror this system uses.

    On Debian any suite can be had. On Ubuntu, whose machines lack Debian's keys, it is the system's own
    release with universe, whatever `suite` says; this has not been tried on an Ubuntu machine yet.
    """
    for program in ("apt-get", "dpkg-deb"):
        if shutil.which(program) is None:
            raise PackagesUnavailable(f"{program} is missing: only Debian and Ubuntu machines have packages")
    release = platform.freedesktop_os_release()
    distribution, codename = release.get("ID", ""), release.get("VERSION_CODENAME", "")
    if distribution not in KEYRINGS:
        raise PackagesUnavailable(f"this is {release.get('NAME', 'unknown')}, not Debian or Ubuntu")
    if not KEYRINGS[distribution].exists():
        raise PackagesUnavailable(
            f"{KEYRINGS[distribution]} is missing: install {KEYRINGS[distribution].stem}"
        )
    wanted = codename if distribution == "ubuntu" else suite
    mirror = choose_mirror(indexes(), distribution, codename)
    return Source(mirror, wanted, COMPONENTS[distribution], KEYRINGS[distribution])


def indexes() -> list[str]:
    """The addresses that `apt-get update` would fetch: apt itself knows all forms of its sources."""
    listing = subprocess.run(
        ["apt-get", "-o", "Debug::NoLocking=true", "update", "--print-uris"],
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.split("'")[1] for line in listing.stdout.splitlines() if line.startswith("'")]


def choose_mirror(addresses: list[str], distribution: str, codename: str) -> str:
    """The mirror of the distribution among the sources of the system, which may have others beside it."""
    releases = {codename, "stable", "oldstable", "testing", "unstable", "sid"}
    mirrors = [
        base
        for base, mark, rest in (address.partition("/dists/") for address in addresses)
        if mark and rest.removesuffix("/InRelease") in releases
    ]
    likely = [mirror for mirror in mirrors if distribution in mirror.rpartition("/")[2]]
    if not mirrors:
        raise PackagesUnavailable(f"apt has no source for {distribution} {codename}: add one to its sources")
    return (likely or mirrors)[0]
