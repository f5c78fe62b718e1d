"""All dialplans of a folder, found by the dialled number."""

from __future__ import annotations

from pathlib import Path

from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import Catalogue


class Library:
    """The dialplans in use. A folder with errors never replaces them."""

    dialplans: tuple[Dialplan, ...]

    @classmethod
    def load(cls, folder: Path, catalogue: Catalogue) -> Library:
        """Read every .yaml of the folder. Raises `InvalidFiles` with all problems of all files."""
        raise NotImplementedError

    def find(self, dialled: str) -> Dialplan | None:
        """The dialplan that answers this number: an exact number before a pattern."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the folder again; on errors keep what is in use and raise `InvalidFiles`."""
        raise NotImplementedError
