"""By what figures are kept ready, and that nobody reads those of an earlier release."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from zoneinfo import ZoneInfo

import orjson

from ivr.intervals.definition import EDITION, Definition
from ivr.measures.schedule import Scheduled
from ivr.measures.settings import Settings
from tests.intervals.test_sums import slots_of
from tests.measures import day

SETTINGS = Settings(zone=ZoneInfo("Asia/Shanghai"), targets={"sellers": 10.0})
OF_EDITION = {2: "304b2f92a879c904"}
"""The parts of the day by hand. When they change, raise `EDITION` and write the new ones here."""


def definition(settings: Settings = SETTINGS) -> Definition:
    found = Definition.of(settings)
    assert found
    return found


def test_another_setting_is_another_definition() -> None:
    changed = (replace(SETTINGS, within=30.0), replace(SETTINGS, targets={}), replace(SETTINGS, short=1.0))
    assert len({definition().name, *(definition(settings).name for settings in changed)}) == 4


def test_it_is_the_same_in_another_process() -> None:
    assert Definition.read(orjson.loads(orjson.dumps(definition().told()))).name == definition().name


def test_what_follows_a_schedule_or_a_menu_path_is_not_kept() -> None:
    assert Definition.of(replace(SETTINGS, schedule=(Scheduled("li", "work", 0, 1),))) is None
    assert Definition.of(replace(SETTINGS, same_path=True)) is None


def test_other_parts_of_the_same_calls_are_another_edition() -> None:
    slots = slots_of(day.calls(), list(day.times()), SETTINGS)
    told = {
        str(at): {
            split: {key: _rounded(sums) for key, sums in keyed.items()}
            for split, keyed in slot.splits.items()
        }
        for at, slot in slots.items()
    }
    digest = sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
    assert OF_EDITION[EDITION] == digest


def _rounded(sums: dict[str, float]) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in sums.items() if value}
