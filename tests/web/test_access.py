"""Who is let in, and to what."""

from __future__ import annotations

import logging
import stat

import pytest
from structlog.testing import capture_logs

from ivr.events import Requested
from tests.web.conftest import CRM, DESKTOP, LOOKER, Site


async def test_the_token_in_the_state_folder_may_do_everything(site: Site) -> None:
    assert (await site.get("/agents")).status == 200
    assert (await site.post("/agents/li/login")).status == 200


async def test_only_the_engines_user_can_read_that_token(site: Site) -> None:
    assert stat.S_IMODE((site.state / "api.token").stat().st_mode) == 0o600


async def test_the_address_is_beside_the_token(site: Site) -> None:
    assert (site.state / "api.url").read_text().strip() == site.url


@pytest.mark.parametrize(
    "header",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}],
)
async def test_without_a_token_that_is_somebodys_nothing_is_told(site: Site, header: dict[str, str]) -> None:
    async with site.session.get(site.url + "/agents", headers=header) as response:
        assert response.status == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert set(await response.json()) == {"type", "title", "status", "detail", "errors"}


async def test_whoever_is_not_known_does_not_learn_which_addresses_there_are(site: Site) -> None:
    async with site.session.get(site.url + "/nowhere") as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("token", "statuses"), [(LOOKER, (200, 200, 403)), (DESKTOP, (200, 403, 200)), (CRM, (403, 403, 403))]
)
async def test_a_token_is_good_for_what_the_settings_say(
    site: Site, token: str, statuses: tuple[int, ...]
) -> None:
    found = (
        await site.get("/agents", token),
        await site.get("/waiting", token),
        await site.post("/agents/li/login", token),
    )
    assert tuple(answer.status for answer in found) == statuses


async def test_who_changed_what_is_in_the_log(site: Site) -> None:
    await site.post("/agents/li/login", DESKTOP)
    (requested,) = [event for event in site.events if isinstance(event, Requested)]
    assert (requested.by, requested.what, requested.about) == ("desktop", "agents.login", "li")


async def test_what_was_refused_is_not_logged_as_done(site: Site) -> None:
    await site.post("/agents/li/resume", DESKTOP)
    await site.post("/agents/li/login", LOOKER)
    assert not [event for event in site.events if isinstance(event, Requested)]


async def test_no_token_gets_into_a_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        await site.post("/agents/li/login", LOOKER)
        await site.get("/agents", "wrong-" + "w" * 20)
    told = repr(logs) + caplog.text
    assert "not_allowed" in told
    assert LOOKER not in told
    assert "wwww" not in told
