"""The stories of a folder of dialplans, gathered and played."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ivr.document.problems import InvalidFiles, Problem
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import Library, is_stories
from ivr.flow.reader import Catalogue
from ivr.flow.site import Site
from ivr.settings import Settings

from .coverage import Coverage, Covered
from .names import check
from .player import Played, Player
from .reader import read_stories
from .story import Centre, Story

GENERATED = ".generated.stories.yaml"


@dataclass(frozen=True, slots=True)
class Suite:
    """Stories about one folder of dialplans; `plans` are those whose coverage is of interest."""

    centre: Centre
    stories: tuple[Story, ...]
    plans: tuple[Dialplan, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """How all of them went, and what they cover."""

    played: tuple[Played, ...]
    covered: tuple[Covered, ...]

    @property
    def failed(self) -> tuple[Played, ...]:
        return tuple(played for played in self.played if played.failure)

    @property
    def percent(self) -> float:
        """Of all exits together."""
        exits = sum(len(covered.exits) for covered in self.covered)
        return 100.0 * sum(covered.taken for covered in self.covered) / exits if exits else 100.0


def gather(paths: Sequence[Path], settings: Settings, catalogue: Catalogue) -> list[Suite]:
    """A suite for each folder that the paths lie in.

    A path is a folder, a dialplan (its stories are meant) or a file of stories.

    Raises `InvalidFiles` with the problems of all dialplans and stories.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    suites, problems = [], list[Problem]()
    for folder in folders:
        within = [path for path in paths if folder == (path if path.is_dir() else path.parent)]
        try:
            library = Library.load(folder, catalogue, Site.of(settings))
        except InvalidFiles as faults:
            problems += faults.problems
            continue
        suite, found = _suite(within, Centre(library, settings))
        suites.append(suite)
        problems += found
    if problems:
        raise InvalidFiles(problems)
    return suites


def _suite(paths: Sequence[Path], centre: Centre) -> tuple[Suite, list[Problem]]:
    stories, problems = list[Story](), list[Problem]()
    for file in dict.fromkeys(file for path in paths for file in files_of(path)):
        read, found = read_stories(file, _number(plan_of(file, centre.library)))
        problems += found
        problems += (problem for story in read for problem in check(story, centre))
        stories += read
    named = {path.name.split(".")[0] for path in paths if not path.is_dir()}
    everything = any(path.is_dir() for path in paths)
    plans = tuple(plan for plan in centre.library.dialplans if everything or Path(plan.file).stem in named)
    return Suite(centre, tuple(stories), plans), problems


def files_of(path: Path) -> Iterator[Path]:
    """The files of stories that a path means: those of a folder, those beside a dialplan, or itself."""
    if path.is_dir():
        yield from sorted(file for file in path.glob("*.y*ml") if is_stories(file))
    elif is_stories(path):
        yield path
    else:
        beside = (path.with_suffix(end) for end in (".stories.yaml", ".stories.yml", GENERATED))
        yield from (file for file in beside if file.exists())


def plan_of(file: Path, library: Library) -> Dialplan | None:
    """The dialplan that a file of stories stands beside: `main.yaml` for `main.stories.yaml`."""
    name = file.name.split(".")[0]
    return next((plan for plan in library.dialplans if Path(plan.file).stem == name), None)


def _number(plan: Dialplan | None) -> str:
    """The number that stories call where they name none: the first that is whole."""
    numbers = plan.numbers if plan else ()
    return next((number for number in numbers if "x" not in number), "")


def play(suite: Suite, stories: Iterable[Story], each: Callable[[Played], None]) -> Run:
    """Play these stories of a suite; `each` is told every one as soon as it is over."""
    coverage = Coverage(suite.plans)
    played = []
    with Player(suite.centre, coverage) as player:
        for story in stories:
            played.append(player.play(story))
            each(played[-1])
    return Run(tuple(played), tuple(coverage.report()))
