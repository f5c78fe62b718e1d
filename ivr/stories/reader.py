"""YAML → stories, with every mistake at its place.

caller: {dialled: "95188"}            # holds for all stories of the file, unless they say otherwise
world:
  http: {"*/members/*": {json: {level: regular}}}
stories:
  - story: {zh: 买家找到客服, en: A buyer talks to an agent}
    happens:
      - hears: 买家服务请按1
      - presses: "1"
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ivr.document.model import Fault, fill
from ivr.document.nodes import Document, Items, Mark, Node, Pairs, Plain, Text
from ivr.document.problems import Problem, nearest
from ivr.document.reader import read
from ivr.flow.step import Place

from .facts import Answer, Caller, World
from .line import Said
from .story import Story
from .turns import TURNS, Turn

M = TypeVar("M", bound=BaseModel)

_FAILING = ("down", "slow", "nonsense")


def _name(written: object) -> object:
    if isinstance(written, str) and written:
        return Said(written, written)
    if isinstance(written, Mapping) and written.keys() == {"zh", "en"}:
        return Said(**{language: str(text) for language, text in written.items()})
    raise Fault(
        "a story needs a name: a text, or one in each language as {zh: …, en: …}",
        zh="故事需要名称：一段文本，或写成{zh: …, en: …}",
    )


class _Written(BaseModel):
    """A story as it stands in the file; `happens` and the facts are read beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    story: Annotated[Said, BeforeValidator(_name)]
    caller: Caller = Caller()
    world: World = World()
    happens: Annotated[tuple[Turn, ...], Field(min_length=1)]


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    caller: Caller = Caller()
    world: World = World()
    stories: object


def read_stories(source: Path | str, dialled: str = "", file: str = "") -> tuple[list[Story], list[Problem]]:
    """The stories of a file (a Path) or a text; those with problems are left out.

    `dialled` is the number that is called where neither the story nor the head of its file names one.
    """
    if isinstance(source, str):
        document = read(source, file or "stories.yaml")
    else:
        try:
            text = source.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            return [], [_unreadable(file or str(source), error)]
        document = read(text, file or str(source))
    reader = _Reader(document, dialled)
    stories = list(reader.stories())
    return stories, sorted({*document.problems, *reader.problems})


def _unreadable(file: str, error: OSError | UnicodeDecodeError) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        return Problem(file, 1, 1, "not UTF-8; save the file as UTF-8", zh="不是UTF-8；请以UTF-8保存")
    return Problem(file, 1, 1, f"cannot be read: {error.strerror}", zh=f"无法读取：{error.strerror}")


class _Reader:
    """Reads one file and gathers its problems."""

    def __init__(self, document: Document, dialled: str) -> None:
        self._document = document
        self._dialled = dialled
        self.problems: list[Problem] = []

    def stories(self) -> Iterator[Story]:
        root = self._document.root
        if root is None:
            return
        if not isinstance(root, Pairs):
            self._complain(root.mark, "expected a mapping with 'stories:'", "应为含有“stories:”的映射")
            return
        written = root.get("stories")
        head = self._filled(_Head, root, {**self._facts(root), **({"stories": ()} if written else {})})
        base = head or _Head(stories=())
        given = Caller(dialled=self._dialled) if self._dialled else Caller()
        for node in self._items(written):
            story = self._story(node)
            if story is not None:
                caller = story.caller.over(base.caller.over(given))
                place = self._place(node.mark)
                world = story.world.over(base.world)
                yield Story(story.story, place, caller, world, story.happens)

    def _items(self, node: Node | None) -> tuple[Node, ...]:
        if node is None:
            return ()
        if not isinstance(node, Items):
            self._complain(
                node.mark, "expected a list of stories; begin each with '- story: '", "应为故事列表"
            )
            return ()
        return node.nodes

    def _story(self, node: Node) -> _Written | None:
        if not isinstance(node, Pairs):
            self._complain(node.mark, "expected a story: '- story: name'", "应为一个故事：“- story: 名称”")
            return None
        before = len(self.problems)
        ready = self._facts(node)
        happens = node.get("happens")
        if happens is not None:
            ready["happens"] = tuple(self._turns(happens))
        turns_are_wrong = len(self.problems) > before and not ready.get("happens")
        if turns_are_wrong:
            ready["happens"] = (Turn(),)  # that there is none is told already
        story = self._filled(_Written, node, ready)
        return story if len(self.problems) == before else None

    # Facts

    def _facts(self, node: Pairs) -> dict[str, object]:
        """Caller and world of a story or of the head, as far as they stand there."""
        found: dict[str, object] = {}
        caller, world = node.get("caller"), node.get("world")
        if caller is not None:
            found["caller"] = self._filled(Caller, caller, {}) or Caller()
        if world is not None:
            found["world"] = self._world(world)
        return found

    def _world(self, node: Node) -> World:
        http = node.get("http") if isinstance(node, Pairs) else None
        ready: dict[str, object] = {} if http is None else {"http": tuple(self._answers(http))}
        for name, levels in (("remembered", 2), ("sources", 1)):
            values = node.get(name) if isinstance(node, Pairs) else None
            if isinstance(values, Pairs):
                ready[name] = _typed(values, levels)
        return self._filled(World, node, ready) or World()

    def _answers(self, node: Node) -> Iterator[Answer]:
        if not isinstance(node, Pairs):
            self._complain(node.mark, "expected addresses: '\"*/orders/*\": {json: …}'", "应为地址的映射")
            return
        for url, answer in node.pairs:
            if isinstance(answer, Text):
                yield from self._failing(url.value, answer)
                continue
            ready: dict[str, object] = {"url": url.value}
            body = answer.get("json") if isinstance(answer, Pairs) else None
            if body is not None:
                ready["json"] = _json(body)
            found = self._filled(Answer, answer, ready)
            if found is not None:
                yield found

    def _failing(self, url: str, word: Text) -> Iterator[Answer]:
        if word.value in _FAILING:
            yield Answer.model_validate({"url": url, "fault": word.value})
            return
        self._complain(
            word.mark,
            f"found '{word.value}'; {nearest(word.value, _FAILING)}, or {{status: …, json: …}}",
            f"实际为“{word.value}”；{nearest(word.value, _FAILING, 'zh')}，或{{status: …, json: …}}",
        )

    # Turns

    def _turns(self, node: Node) -> Iterator[Turn]:
        if not isinstance(node, Items):
            self._complain(
                node.mark, "expected a list; begin each line with '- '", "应为列表；每行以“- ”开头"
            )
            return
        for item in node.nodes:
            turn = self._turn(item)
            if turn is not None:
                yield turn

    def _turn(self, node: Node) -> Turn | None:
        if isinstance(node, Text):
            node = Pairs(((node, Text("", node.mark)),), node.mark)
        if not isinstance(node, Pairs) or len(node.pairs) != 1:
            extra = node.pairs[1][0].mark if isinstance(node, Pairs) and node.pairs else node.mark
            self._complain(
                extra, "one thing a line, such as '- presses: \"1\"'", '每行只写一件事，例如“- presses: "1"”'
            )
            return None
        ((verb, value),) = node.pairs
        model = TURNS.get(verb.value)
        if model is None:
            self._complain(
                verb.mark,
                f"unknown word '{verb.value}'; {nearest(verb.value, TURNS)}",
                f"未知的词“{verb.value}”；{nearest(verb.value, TURNS, 'zh')}",
            )
            return None
        turn = self._filled(model, _fields(model, verb, value), {})
        if turn is not None:
            turn._place = self._place(verb.mark)
        return turn

    # Shared

    def _filled(self, model: type[M], node: Node, ready: Mapping[str, object]) -> M | None:
        found, problems = fill(model, node, self._document, ready)
        self.problems += problems
        return found

    def _place(self, mark: Mark) -> Place:
        return Place(self._document.file, mark.line, mark.column)

    def _complain(self, mark: Mark, text: str, zh: str) -> None:
        self.problems.append(self._document.problem(mark, text, zh=zh))


def _fields(model: type[Turn], verb: Text, value: Node) -> Node:
    """The fields of a turn: what stands behind the word is all of them, or the one that needs no name."""
    if model.shorthand is None or (isinstance(value, Text) and not value.value and not value.quoted):
        return Pairs((), verb.mark) if isinstance(value, Text) and not value.value else value
    if isinstance(value, Pairs) and len(model.model_fields) > 1:
        return value
    return Pairs(((Text(model.shorthand, verb.mark), value),), verb.mark)


def _typed(values: Pairs, levels: int) -> object:
    """Texts as they are written; what stands deeper than so many levels as JSON."""
    return {key.value: _typed_value(value, levels - 1) for key, value in values.pairs}


def _typed_value(value: Node, levels: int) -> object:
    if isinstance(value, Text):
        return value.value
    return _typed(value, levels) if levels and isinstance(value, Pairs) else _json(value)


def _json(node: Node) -> object:
    """JSON as YAML writes it: in quotes a text, else numbers, true, false and null are what they seem."""
    if isinstance(node, Pairs):
        return {key.value: _json(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [_json(value) for value in node.nodes]
    if node.quoted:
        return node.value
    try:
        value: Plain = json.loads(node.value)
    except ValueError:
        return node.value
    return value
