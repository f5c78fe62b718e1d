"""An announcement that was switched on for a line or for all: what `ivr broadcast` keeps and callers hear."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ivr.flow.prompt import Prompt

KIND = "broadcast"
ALL_LINES = ""
"""The line whose announcement is heard on all of them."""

Words = Annotated[str, Field(max_length=1000, pattern=r"^[^{}]*$")]


class Announcement(BaseModel):
    """What is said, in one language or both; `since` and `until` in seconds since 1970, None for no end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: Words = ""
    en: Words = ""
    since: float
    until: float | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.zh.strip() or self.en.strip()):
            raise ValueError("an announcement without words")
        return self

    @property
    def texts(self) -> dict[str, str]:
        """What is said, by language."""
        return {name: text for name, text in (("zh", self.zh), ("en", self.en)) if text.strip()}

    @property
    def prompt(self) -> Prompt:
        return Prompt.of(**self.texts)

    @classmethod
    def read(cls, kept: str | None) -> Self | None:
        """The announcement that was kept; None for nothing, or for what another version wrote."""
        try:
            return cls.model_validate_json(kept) if kept else None
        except ValidationError:
            return None
