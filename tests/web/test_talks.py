"""What other systems can do with a talk that goes on."""

from __future__ import annotations

import pytest

from ivr.events import Requested
from tests.web.conftest import DESKTOP, LOOKER, TALK, UNKNOWN, Site


async def test_a_caller_is_sent_on_and_the_log_says_who_wanted_it(site: Site) -> None:
    answer = await site.post(f"/calls/{TALK}/transfer", DESKTOP, to="8002")
    assert (answer.status, answer.body) == (200, {"call": TALK})
    assert site.talks.done == ["to 8002"]
    asked = next(event for event in site.events if isinstance(event, Requested))
    assert (asked.by, asked.what, asked.about) == ("desktop", "calls.transfer", TALK)


async def test_the_recording_is_paused_and_goes_on(site: Site) -> None:
    for paused in (True, False):
        assert (await site.post(f"/calls/{TALK}/recording", paused=paused)).status == 200
    assert site.talks.done == ["paused", "resumed"]


@pytest.mark.parametrize("mode", ["listen", "whisper", "join", "take_over"])
async def test_a_supervisors_phone_is_rung_for_a_talk(site: Site, mode: str) -> None:
    path = f"/calls/{TALK}/{mode.replace('_', '-')}"
    assert (await site.post(path, DESKTOP, phone="1005")).status == 200
    assert site.talks.done == [f"{mode} by 1005"]
    assert (await site.post(path, phone="1005; rm")).fields == ["phone"]


async def test_a_call_in_which_nobody_talks_is_told(site: Site) -> None:
    answer = await site.post("/calls/1.1/transfer", to="8002")
    assert answer.status == 409
    assert answer.body["errors"][0]["message"] == {
        "en": "no agent talks with this caller now",
        "zh": "此来电者当前未与坐席通话",
    }


async def test_a_call_that_does_not_go_on_is_not_found(site: Site) -> None:
    answer = await site.post(f"/calls/{UNKNOWN}/transfer", to="8002")
    assert (answer.status, answer.fields) == (404, [""])
    assert answer.body["errors"][0]["message"] == {"en": "no such call goes on now", "zh": "没有此通话"}


async def test_a_phone_that_is_not_there_is_not_found_and_named(site: Site) -> None:
    answer = await site.post(f"/calls/{TALK}/transfer", to="9999")
    assert (answer.status, answer.fields) == (404, ["to"])
    assert site.talks.done == []


async def test_who_may_only_look_changes_no_talk(site: Site) -> None:
    assert (await site.post(f"/calls/{TALK}/recording", LOOKER, paused=True)).status == 403
    assert site.talks.done == []
