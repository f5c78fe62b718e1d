"""What becomes of recordings after the talk."""

from __future__ import annotations

from typing import Literal

from ivr.settings.types import Section, WithinDay


class Archive(Section):
    """`format`: what recordings are compressed to, so long `after` their call ended; wav: they are not."""

    format: Literal["flac", "opus", "wav"] = "flac"
    after: WithinDay = 60.0
