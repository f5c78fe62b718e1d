"""Stories as YAML, as a person would write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from ivr.flow.exits import Exit

from ..telling import way
from .explorer import Found

USUAL = {"phone": "", "at": "tue 10:00", "number": "13800000000"}
HEAD = """\
# Written by `ivr test --generate`, which writes it anew each time: these calls take the ways that no other
# story takes, and pass with the dialplan as it is. Read them; those that are right belong into your own file.
# 由 ivr test --generate 生成，每次重新生成；确认无误的故事请移到自己的文件中。
"""


class _Dumper(yaml.SafeDumper):
    """Two spaces before the dashes of lists, and no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Flow(dict[str, Any]):
    """A mapping in one line."""


_Dumper.add_representer(
    _Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def written(stories: Sequence[dict[str, Any]]) -> str:
    """The text of a file of stories."""
    text = yaml.dump(
        {"stories": list(stories)}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=160
    )
    return HEAD + text.replace("\n  - story:", "\n\n  - story:")


def as_written(found: Found, dialled: str) -> dict[str, Any]:
    """A found call as it stands in a file; `dialled` is the number called where none is named."""
    usual = {**USUAL, "dialled": dialled}
    caller = {name: value for name, value in found.caller.items() if usual[name] != value}
    told: dict[str, Any] = {
        "story": _Flow({language: _name(found.ways, language) for language in ("zh", "en")})
    }
    if caller:
        told["caller"] = _Flow(caller)
    if found.world:
        told["world"] = {name: _in_line(facts) for name, facts in found.world.items()}
    told["happens"] = [
        {word: _in_line(facts) for word, facts in turn.items()} if isinstance(turn, dict) else turn
        for turn in found.turns
    ]
    return told


def _in_line(facts: Any) -> Any:
    """Mappings in one line each."""
    return (
        _Flow({name: _in_line(value) for name, value in facts.items()}) if isinstance(facts, dict) else facts
    )


def _name(ways: Sequence[Exit], language: str) -> str:
    first = way(ways[0], language)
    if len(ways) == 1:
        return first
    more = len(ways) - 1
    return f"{first} 等{len(ways)}个出口" if language == "zh" else f"{first}, and {more} more"
