"""Sandboxed Jinja2 in dialplans: `Template` is text with `{{ }}`, `Expression` is a condition or a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class ExpressionFailed(Exception):
    """A template or expression had no value in this call; the text names the variable and the source."""


class Template:
    """Text with `{{ }}` in it, compiled when the dialplan is read. A YAML text fills a field of this type."""

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source

    def render(self, variables: Mapping[str, object]) -> str:
        """The text for this call. Raises `ExpressionFailed`."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(lambda value: value if isinstance(value, cls) else cls(value))


class Expression:
    """A Jinja2 expression without braces, such as `member.level == 'diamond'`."""

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source

    def value(self, variables: Mapping[str, object]) -> object:
        """What it comes to in this call. Raises `ExpressionFailed`."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(lambda value: value if isinstance(value, cls) else cls(value))
