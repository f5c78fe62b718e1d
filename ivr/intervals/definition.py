"""By which settings the parts were counted. Where any of them changes, all is counted anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from zoneinfo import ZoneInfo

import orjson

from ivr.measures.settings import Settings

EDITION = 2
"""Goes up by one whenever the same calls make other parts; a test tells when they do."""


@dataclass(frozen=True, slots=True)
class Definition:
    """As in `ivr.measures.settings.Settings`; `zone` by its name."""

    zone: str
    within: float
    short: float
    fcr_window: float
    targets: Mapping[str, float] = field(default_factory=dict)
    zero_keys: tuple[str, ...] = ("0",)

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """That of these settings; None where they ask for what is not kept ready."""
        if settings.schedule or settings.same_path:
            return None
        return cls(
            zone=str(settings.zone),
            within=settings.within,
            short=settings.short,
            fcr_window=settings.fcr_window,
            targets=dict(settings.targets),
            zero_keys=tuple(sorted(settings.zero_keys)),
        )

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """What `told` gave, also by way of JSON."""
        return cls(**{**told, "zero_keys": tuple(told["zero_keys"])})

    def told(self) -> dict[str, Any]:
        """For another process."""
        return asdict(self)

    @property
    def name(self) -> str:
        """The same for the same definition, and for no other."""
        told = orjson.dumps(self.told(), option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(b"%d %b" % (EDITION, told)).hexdigest()[:24]

    def settings(self, since: float, until: float, known_until: float) -> Settings:
        """The settings of which it is made, for a time."""
        return Settings(
            zone=ZoneInfo(self.zone),
            within=self.within,
            short=self.short,
            fcr_window=self.fcr_window,
            targets=self.targets,
            zero_keys=frozenset(self.zero_keys),
            known_until=known_until,
            since=since,
            until=until,
        )
