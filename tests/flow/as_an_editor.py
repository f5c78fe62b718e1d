"""YAML as an editor reads it (YAML 1.2, core schema): numbers, booleans, null."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivr.document.nodes import Items, Node, Pairs
from ivr.document.reader import read

_WORDS: Mapping[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def seen(text: str) -> object:
    """The value that a JSON Schema is held against."""
    document = read(text, "file.yaml")
    assert document.root is not None, document.problems
    return _value(document.root)


def _value(node: Node) -> object:
    if isinstance(node, Pairs):
        return {key.value: _value(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [_value(item) for item in node.nodes]
    if node.quoted:
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    if _INTEGER.fullmatch(node.value):
        return int(node.value)
    return float(node.value) if _FLOAT.fullmatch(node.value) else node.value
