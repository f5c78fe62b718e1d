"""The shipped dialplans with the sample settings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ivr import settings
from ivr.flow.library import Library
from ivr.flow.site import Site
from ivr.steps import CATALOGUE

ROOT = Path(__file__).parents[2]


@cache
def sample() -> settings.Settings:
    return settings.load(ROOT / "config")


@cache
def library() -> Library:
    return Library.load(ROOT / "dialplans", CATALOGUE, Site.of(sample()))
