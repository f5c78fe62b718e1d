"""All dialplans of a folder, found by the dialled number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ivr.document.problems import InvalidFiles, Problem
from ivr.flow.check import check_files
from ivr.flow.dialplan import Dialplan, pattern
from ivr.flow.reader import Catalogue
from ivr.flow.site import UNKNOWN, Site


class Library:
    """Dialplans in use together; `warnings` are what is odd about them. It never changes."""

    def __init__(self, dialplans: Iterable[Dialplan], warnings: Iterable[Problem] = ()) -> None:
        self.dialplans = tuple(dialplans)
        self.warnings = tuple(warnings)
        numbers = [(number, plan) for plan in self.dialplans for number in plan.numbers]
        self._exact = {number: plan for number, plan in numbers if "x" not in number}
        loose = sorted(((n, plan) for n, plan in numbers if "x" in n), key=lambda pair: pair[0].count("x"))
        self._patterns = [(pattern(number), plan) for number, plan in loose]

    @classmethod
    def load(cls, folder: Path, catalogue: Catalogue, site: Site = UNKNOWN) -> Library:
        """Read every .yaml of the folder; `site` is what its flows may ask for.

        Raises `InvalidFiles` with all problems of all files.
        """
        dialplans, problems = check_files(files_in([folder]), catalogue, site)
        if any(problem.severity == "error" for problem in problems):
            raise InvalidFiles(problems)
        return cls(dialplans, problems)

    def named(self, name: str) -> Dialplan | None:
        """The dialplan with this name."""
        return next((plan for plan in self.dialplans if plan.name == name), None)

    def find(self, dialled: str) -> Dialplan | None:
        """The dialplan that answers this number: an exact number first, then the pattern with fewest x."""
        exact = self._exact.get(dialled)
        if exact is not None:
            return exact
        return next((plan for form, plan in self._patterns if form.fullmatch(dialled)), None)


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The dialplan files among files and folders, sorted, without the stories beside them.

    In a folder what begins with a dot is left out: editors keep unfinished texts there.
    """
    for path in paths:
        inside = [*path.glob("[!.]*.yaml"), *path.glob("[!.]*.yml")]
        found = sorted(inside) if path.is_dir() else [path]
        yield from (file for file in found if not is_stories(file))


def is_stories(file: Path) -> bool:
    """Whether a file holds stories for `ivr test`: `main.stories.yaml` beside `main.yaml`."""
    return file.stem.endswith(".stories")
