"""What is no sensible request gets a clear answer in JSON, and harms nobody."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.web.conftest import Site

PAUSE = "/agents/li/pause"


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"\xff\xfe", b'{"reason": NaN}', b"[" * 5000])
async def test_what_is_no_json_object_is_refused(site: Site, body: bytes) -> None:
    answer = await site.ask("POST", PAUSE, data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400
    assert set(answer.body["errors"][0]["message"]) == {"en", "zh"}


async def test_a_form_is_refused(site: Site) -> None:
    assert (await site.ask("POST", PAUSE, data={"reason": "lunch"})).status == 415


async def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    assert (await site.post(PAUSE, reason="x" * 100_000)).status == 413


async def test_an_address_where_nothing_is_leads_to_the_description(site: Site) -> None:
    answer = await site.get("/agnets")
    assert answer.status == 404
    assert "openapi.json" in answer.body["errors"][0]["message"]["en"]


async def test_a_method_that_is_not_there_tells_which_are(site: Site) -> None:
    answer = await site.get("/agents/li/login")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_all_faults_are_told_at_once(site: Site) -> None:
    answer = await site.post(PAUSE, because="tired", reason=7)
    assert answer.status == 422
    assert sorted(answer.fields) == ["because", "reason"]


async def test_no_other_site_in_a_browser_may_read_the_answers(site: Site) -> None:
    answer = await site.ask("GET", "/agents", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Authorization"


async def test_any_bytes_instead_of_json_are_refused_and_the_next_request_is_answered(site: Site) -> None:
    chance = random.Random(4)
    for length in range(0, 300, 7):
        answer = await site.ask(
            "POST", PAUSE, data=chance.randbytes(length), headers={"Content-Type": "application/json"}
        )
        assert answer.status in (400, 422)
    assert (await site.get("/agents")).status == 200


@pytest.mark.parametrize(
    "line", [b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 5000, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n"]
)
async def test_what_is_no_http_ends_the_connection_and_nothing_else(site: Site, line: bytes) -> None:
    host, port = site.url.removeprefix("http://").split("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(line)
    try:
        async with asyncio.timeout(10):
            assert b" 200 " not in await reader.read()
    except ConnectionError:
        pass
    writer.close()
    assert (await site.get("/agents")).status == 200


async def test_a_fault_of_ours_is_logged_and_answered_without_its_words(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(site.acd, "agents", fails)
    answer = await site.get("/agents")
    assert answer.status == 500
    assert "secret" not in str(answer.body)
