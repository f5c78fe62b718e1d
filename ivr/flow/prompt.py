"""What is said to the caller: `Prompt`, a field type for steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ivr.flow.expressions import Template
from ivr.ports import Phrase

LANGUAGES = ("zh", "en")

Render = Callable[[Template], str]


class Prompt:
    """One or more parts: texts by language, recorded files, spoken values. Empty (false) when there is nothing to say."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Any, ...] = ()) -> None:
        self.parts = parts

    def __bool__(self) -> bool:
        return bool(self.parts)

    def phrases(self, render: Render, language: str) -> tuple[Phrase, ...]:
        """The pieces to play in this language. Raises `ExpressionFailed`."""
        raise NotImplementedError

    def texts(self, default: str = "zh") -> Iterator[tuple[str, str]]:
        """(language, text) of all that is known before a call; a text without a language counts as `default`."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(lambda value: value if isinstance(value, cls) else cls(value))
