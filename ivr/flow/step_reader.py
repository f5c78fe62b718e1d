"""Nodes → steps: finds the verb, reads nested steps itself, leaves fields to `ivr.document.model.fill`."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import get_args, get_origin

from ivr.document.model import fill, keys_of
from ivr.document.nodes import Document, Items, Mark, Node, Pairs, Text
from ivr.document.problems import Problem, nearest
from ivr.flow.step import Place, Step, StepsMark, is_marked

Catalogue = Mapping[str, type[Step]]


class StepReader:
    """Reads the steps of one file and gathers their problems."""

    def __init__(self, document: Document, catalogue: Catalogue) -> None:
        self._document = document
        self._catalogue = catalogue
        self.problems: list[Problem] = []

    def steps(self, node: Node) -> tuple[Step, ...]:
        """The steps of a list; those with problems are left out."""
        if not isinstance(node, Items):
            self._complain(
                node.mark,
                "expected a list of steps; begin each step with '- '",
                "应为步骤列表；每个步骤以“- ”开头",
            )
            return ()
        if not node.nodes:
            self._complain(node.mark, "at least one step is needed here", "这里至少要有一个步骤")
        found = (self._step(item) for item in node.nodes)
        return tuple(step for step in found if step is not None)

    def _step(self, node: Node) -> Step | None:
        if isinstance(node, Text):
            node = Pairs(((node, Text("", node.mark)),), node.mark)
        if not isinstance(node, Pairs) or not node.pairs:
            self._complain(
                node.mark, "expected a step, such as 'play: text'", "应为一个步骤，例如“play: 文本”"
            )
            return None
        verb = self._verb(node)
        return self._filled(self._catalogue[verb.value], verb, node) if verb else None

    def _verb(self, node: Pairs) -> Text | None:
        """The key that names the step's kind; None, with a problem, unless there is exactly one."""
        verbs = [key for key, _ in node.pairs if key.value in self._catalogue]
        if not verbs:
            word = node.pairs[0][0]
            self._complain(
                word.mark,
                f"unknown step '{word.value}'; {nearest(word.value, self._catalogue)}",
                f"未知的步骤“{word.value}”；{nearest(word.value, self._catalogue, 'zh')}",
                "unknown_step",
            )
            return None
        for extra in verbs[1:]:
            first = verbs[0].value
            self._complain(
                extra.mark,
                f"a second verb '{extra.value}' in the step '{first}'; begin each step with '- '",
                f"步骤“{first}”里有第二个动词“{extra.value}”；每个步骤以“- ”开头",
            )
        return verbs[0] if len(verbs) == 1 else None

    def _filled(self, model: type[Step], verb: Text, node: Pairs) -> Step | None:
        fields = self._fields(model, verb, node)
        if fields is None:
            return None
        nested = {
            key: self.steps(value)
            for key, value in ((k, fields.get(k)) for k in _steps_keys(model))
            if value is not None
        }
        step, problems = fill(model, fields, self._document, nested)
        self.problems += problems
        if step is not None:
            step._place = self._place(verb.mark)
            step._fields = fields
        return step

    def _fields(self, model: type[Step], verb: Text, node: Pairs) -> Pairs | None:
        """The step's fields as one mapping, from below the verb and from beside it."""
        beside = {_key(model, name) for name in model.beside}
        allowed = sorted(beside)
        for key, _ in node.pairs:
            if key is not verb and key.value not in beside:
                where = nearest(key.value, allowed) if allowed else "is it indented too little?"
                zh = nearest(key.value, allowed, "zh") if allowed else "是否缩进不够？"
                self._complain(
                    key.mark,
                    f"unknown key '{key.value}' beside '{verb.value}'; {where}",
                    f"“{verb.value}”旁边有未知的键“{key.value}”；{zh}",
                    "unknown_key",
                )
        value = node.get(verb.value)
        own = self._own(model, verb, value) if value is not None else None
        if own is None:
            return None
        return Pairs((*own, *(pair for pair in node.pairs if pair[0].value in beside)), verb.mark)

    def _own(self, model: type[Step], verb: Text, value: Node) -> tuple[tuple[Text, Node], ...] | None:
        """The fields below the verb."""
        if isinstance(value, Pairs) and not _fills_shorthand(model, value):
            return value.pairs
        if isinstance(value, Text) and not value.value and not value.quoted:
            return ()
        if model.shorthand is None:
            keys = keys_of(model)
            self._complain(
                value.mark,
                f"'{verb.value}' takes a mapping (key: value); allowed: {', '.join(keys) or 'nothing'}",
                f"“{verb.value}”需要映射（键: 值）；可用：{'、'.join(keys) or '无'}",
            )
            return None
        return ((Text(_key(model, model.shorthand), verb.mark), value),)

    def _place(self, mark: Mark) -> Place:
        return Place(self._document.file, mark.line, mark.column)

    def _complain(self, mark: Mark, text: str, zh: str, check: str = "reader") -> None:
        self.problems.append(self._document.problem(mark, text, check, zh=zh))


def _key(model: type[Step], name: str) -> str:
    return model.model_fields[name].alias or name


def _steps_keys(model: type[Step]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if is_marked(field, StepsMark)]


def _fills_shorthand(model: type[Step], value: Pairs) -> bool:
    """Whether a mapping is the value of the shorthand field, not the fields: `play: {zh: …, en: …}`."""
    if model.shorthand is None:
        return False
    beside = {_key(model, name) for name in model.beside}
    names = [key for key in keys_of(model) if key not in beside]
    annotation = model.model_fields[model.shorthand].annotation
    if len(names) == 1 and _is_mapping(annotation):
        return True
    return not any(get_close_matches(key, names, n=1, cutoff=0.75) for key in value.names())


def _is_mapping(kind: object) -> bool:
    origin = get_origin(kind)
    if hasattr(kind, "__metadata__"):
        return _is_mapping(get_args(kind)[0])
    return isinstance(origin, type) and issubclass(origin, Mapping)
