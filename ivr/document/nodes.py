"""The tree a YAML file is read into: texts, lists and mappings, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ivr.document.problems import Problem

Plain = str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written: `010` is the text 010. `quoted`: it stood in quotes or as a block."""

    value: str
    mark: Mark
    quoted: bool = False

    def plain(self) -> Plain:
        return self.value


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    mark: Mark

    def plain(self) -> Plain:
        return [node.plain() for node in self.nodes]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, in the order written; a key that stood twice is there once (the first one)."""

    pairs: tuple[tuple[Text, Node], ...]
    mark: Mark

    def plain(self) -> Plain:
        return {key.value: node.plain() for key, node in self.pairs}

    def names(self) -> list[str]:
        return [key.value for key, _ in self.pairs]

    def get(self, name: str) -> Node | None:
        return next((node for key, node in self.pairs if key.value == name), None)

    def key(self, name: str) -> Text | None:
        return next((key for key, _ in self.pairs if key.value == name), None)

    def without(self, names: Iterable[str]) -> Pairs:
        left_out = set(names)
        return Pairs(tuple(pair for pair in self.pairs if pair[0].value not in left_out), self.mark)


Node = Text | Items | Pairs


@dataclass(frozen=True, slots=True)
class Ignore:
    """`check` is not to be told of `line`. `mark`: where it is named; a comment that names none has ''."""

    check: str
    line: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: `root` is None when there was nothing usable in it; then `problems` says why."""

    file: str
    text: str
    root: Node | None
    problems: tuple[Problem, ...] = field(default=())
    ignores: tuple[Ignore, ...] = ()

    def problem(
        self, mark: Mark, text: str, check: str = "reader", severity: str = "error", zh: str = ""
    ) -> Problem:
        """A complaint about this file at this place: `text` in English, `zh` in Chinese."""
        return Problem(self.file, mark.line, mark.column, text, check, severity, zh)


def texts(node: Node, label: str = "") -> Iterator[tuple[str, Text]]:
    """(label, text) of every text below a node, keys left out; labels as those of `places`."""
    if isinstance(node, Text):
        yield label, node
    elif isinstance(node, Pairs):
        for key, value in node.pairs:
            yield from texts(value, f"{label} {key.value}".strip())
    else:
        for index, value in enumerate(node.nodes):
            yield from texts(value, f"{label} {index}".strip())


def places(node: Node, label: str = "") -> Iterator[tuple[str, Mark]]:
    """(label, place) of every value below a node; the label is the way to it: `keys 1`, `prompt 0 zh`. With a
    colon behind it, it is the place of the key itself: `keys 1:`."""
    if label:
        yield label, node.mark
    below: Iterable[tuple[str, Node]] = ()
    if isinstance(node, Pairs):
        below = ((key.value, value) for key, value in node.pairs)
        yield from ((f"{label} {key.value}:".strip(), key.mark) for key, _ in node.pairs)
    elif isinstance(node, Items):
        below = ((str(index), value) for index, value in enumerate(node.nodes))
    for name, value in below:
        yield from places(value, f"{label} {name}".strip())
