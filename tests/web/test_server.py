"""The port."""

from __future__ import annotations

import asyncio

import pytest

from ivr.settings.web import Web
from ivr.web.server import Taken, serving
from tests.web.conftest import Site


async def test_a_port_that_is_taken_is_told_with_what_to_do(site: Site) -> None:
    port = int(site.url.removeprefix("http://").split("/")[0].rpartition(":")[2])
    with pytest.raises(Taken, match=r"web\.port in config/ivr\.yaml"):
        async with serving(site.interface, Web(port=port), site.state):
            pass


async def test_a_new_start_makes_a_new_token(site: Site) -> None:
    before = site.token
    async with serving(site.interface, Web(port=0), site.state) as url:
        assert site.token != before
        assert (site.state / "api.url").read_text().strip() == url


async def test_connections_beyond_the_limit_are_hung_up_and_those_before_them_answered(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await site.get("/agents")).status == 200  # its connection stays open
    monkeypatch.setattr("ivr.web.server.MOST_CONNECTIONS", 1)
    host, port = site.url.removeprefix("http://").split("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    async with asyncio.timeout(10):
        assert await reader.read() == b""
    writer.close()
    assert (await site.get("/agents")).status == 200
