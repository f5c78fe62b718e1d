"""The texts of all versions that were ever in use, and the history of each dialplan, as plain files.

    state/versions/texts/02730b1259dd.yaml        the text of a version, under its hash
    state/versions/history/main/00000003.json     the third change of the dialplan main
    state/versions/trials/main.json               the trial of another version of it, while there is one

The change with the highest number says what is in use: putting that one file in its place is what makes a
version the one in use, and a crash leaves the old or the new, never half of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

import orjson
import structlog

from ivr.files import durable

T = TypeVar("T")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a dialplan. `version` is '' when it was taken out of use.

    `file` is its name in the dialplans folder, `at` seconds since 1970, `by` a user of the system.
    """

    dialplan: str
    version: str
    file: str
    at: float
    by: str = ""
    comment: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A canary: a `share` (0 to 1) of the calls of a dialplan begins on `version`, `since` then.

    `file` is where the text came from, `since` in seconds since 1970.
    """

    dialplan: str
    version: str
    share: float
    since: float
    file: str
    by: str = ""
    comment: str = ""


class UnknownVersion(LookupError):
    """No version, or more than one, begins like this; `found` are those that do."""

    def __init__(self, asked: str, found: tuple[str, ...]) -> None:
        super().__init__(asked)
        self.asked, self.found = asked, found


class VersionStore:
    """The files below a folder, which is made at the first change. Reading needs no folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def tidy(self) -> None:
        """Remove what a crash left unfinished. Only for the engine, before its first change."""
        for half in self.folder.rglob(f"{durable.UNFINISHED}*"):
            with suppress(OSError):
                half.unlink()

    def keep(self, version: str, text: str) -> None:
        """Keep the text of a version. Raises OSError."""
        file = durable.private_folder(self.folder / "texts") / f"{version}.yaml"
        if self.text(version) != text:
            durable.write(file, text.encode())

    def text(self, version: str) -> str | None:
        """The text of a version, None when it is not kept or cannot be read."""
        try:
            return (self.folder / "texts" / f"{version}.yaml").read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None

    def add(self, change: Change) -> Change:
        """Put a change at the end of its dialplan's history; it comes back with its number. Raises OSError.

        Its version must be kept already.
        """
        folder = durable.private_folder(self.folder / "history" / change.dialplan)
        numbered = replace(change, number=max(_numbers(folder), default=0) + 1)
        while True:
            try:
                durable.create(folder / f"{numbered.number:08}.json", orjson.dumps(asdict(numbered)))
            except FileExistsError:  # somebody else was faster
                numbered = replace(numbered, number=numbered.number + 1)
            else:
                return numbered

    def dialplans(self) -> list[str]:
        """The names of all that were ever in use, sorted."""
        folder = self.folder / "history"
        return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []

    def history(self, dialplan: str) -> list[Change]:
        """All changes of a dialplan, oldest first; what cannot be read is left out, and logged."""
        folder = self.folder / "history" / dialplan
        found = (_read(folder / f"{number:08}.json", Change) for number in sorted(_numbers(folder)))
        return [change for change in found if change]

    def in_use(self) -> Mapping[str, Change]:
        """The last change of every dialplan that is in use."""
        histories = (self.history(dialplan) for dialplan in self.dialplans())
        last = (history[-1] for history in histories if history)
        return {change.dialplan: change for change in last if change.version}

    def begin(self, trial: Trial) -> None:
        """Write down a trial, in place of an earlier one of the dialplan. Raises OSError."""
        folder = durable.private_folder(self.folder / "trials")
        durable.write(folder / f"{trial.dialplan}.json", orjson.dumps(asdict(trial)))

    def end(self, dialplan: str) -> None:
        """The trial of a dialplan is over. Raises OSError."""
        (self.folder / "trials" / f"{dialplan}.json").unlink(missing_ok=True)

    def trials(self) -> list[Trial]:
        """Those that go on; what cannot be read is left out, and logged."""
        folder = self.folder / "trials"
        files = sorted(folder.glob("*.json")) if folder.is_dir() else []
        found = (_read(file, Trial) for file in files if not file.name.startswith("."))
        return [trial for trial in found if trial]

    def find(self, version: str) -> str:
        """The version that begins like this. Raises UnknownVersion."""
        folder = self.folder / "texts"
        names = sorted(each.stem for each in folder.glob("[0-9a-f]*.yaml")) if folder.is_dir() else []
        found = tuple(name for name in names if name.startswith(version))
        if len(found) != 1:
            raise UnknownVersion(version, found)
        return found[0]


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return [int(each.stem) for each in folder.glob("*.json") if each.stem.isdecimal()]


def _read(file: Path, kind: type[T]) -> T | None:
    try:
        return kind(**orjson.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError) as fault:
        _log.error("versions.unreadable", file=str(file), error=str(fault))
        return None
