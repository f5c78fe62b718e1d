"""The settings that ship, in a folder of their own."""

from __future__ import annotations

from tests.test_settings import config as config
