"""Progress bars for what may take long: fetching programs, making prompts, stories, replaying calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from ivr.packages.apt import Progress

_FEW = 300  # stories that take less than a second


@dataclass
class _Bar:
    """A bar that appears with the first report and disappears when all is done."""

    bars: Bars
    titles: dict[str, int] = field(default_factory=dict)

    def show(self, title: str, done: int, total: int) -> None:
        if not self.titles:
            self.bars.start()
        for old in self.titles.keys() - {title}:
            self.bars.update(self.titles.pop(old), visible=False)  # type: ignore[arg-type]
        if title not in self.titles:
            self.titles[title] = self.bars.add_task(title)
        self.bars.update(self.titles[title], completed=done, total=total or None)  # type: ignore[arg-type]


@contextmanager
def fetch_bar(console: Console) -> Iterator[Callable[[Progress], None]]:
    """A bar in bytes for `ivr.packages.fetch`; nothing is shown when everything is there already."""
    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    bar = _Bar(bars)
    try:
        yield lambda progress: bar.show(f"Asterisk: {progress.stage}", progress.done, progress.total)
    finally:
        bars.stop()


@contextmanager
def prompt_bar(console: Console, title: str = "Prompts") -> Iterator[Callable[[int, int], None]]:
    """A bar in prompts for making or taking in audio."""
    with _counted(title, console) as show:
        yield show


@contextmanager
def story_bar(console: Console, title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar in stories, on a terminal and where there are many."""
    with _counted(title, console) as show:
        yield lambda done, total: show(done, total) if total > _FEW and console.is_terminal else None


@contextmanager
def stage_bar(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for work in stages: (title of the stage, done, total)."""
    bars = _count_bars(console)
    bar = _Bar(bars)
    try:
        yield bar.show
    finally:
        bars.stop()


def _count_bars(console: Console) -> Bars:
    return Bars(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    )


@contextmanager
def _counted(title: str, console: Console) -> Iterator[Callable[[int, int], None]]:
    bars = _count_bars(console)
    bar = _Bar(bars)
    try:
        yield lambda done, total: bar.show(title, done, total)
    finally:
        bars.stop()
