"""Every refusal is a problem (RFC 9457), in the language of who asks, with the place and the remedy."""

from __future__ import annotations

import pytest

from tests.journal.paths import journey
from tests.web.conftest import LOOKER, SELDOM, Site
from tests.web.test_calls import A_TALK

PROBLEM = "application/problem+json"
CHINESE = {"Accept-Language": "zh-CN, en;q=0.5"}


async def pointed_at(site: Site, address: str) -> object:
    """What the document has at the address that a problem's `type` is."""
    path, _, pointer = address.partition("#")
    found = (await site.get(path.removeprefix("/api/v1"))).body
    for part in pointer.strip("/").split("/"):
        found = found[part]
    return found


@pytest.mark.parametrize(
    ("method", "path", "token", "status", "kind"),
    [
        ("GET", "/agents", "nobody", 401, "NotKnown"),
        ("GET", "/calls", "nobody", 401, "NotKnown"),
        ("POST", "/agents/li/login", LOOKER, 403, "NotAllowed"),
        ("GET", "/agents/nobody", LOOKER, 404, "NotFound"),
        ("GET", "/nowhere", LOOKER, 404, "NotFound"),
        ("DELETE", "/agents", LOOKER, 405, "NotThatWay"),
        ("POST", "/agents/li/resume", None, 409, "Conflict"),
        ("GET", "/calls?limit=0", LOOKER, 422, "Invalid"),
    ],
)
async def test_what_cannot_be_done_is_a_problem_of_a_kind_that_the_document_describes(
    site: Site, method: str, path: str, token: str | None, status: int, kind: str
) -> None:
    answer = await site.ask(method, path, token)
    assert (answer.status, answer.body["status"]) == (status, status)
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.body["type"] == f"/api/v1/openapi.json#/components/responses/{kind}"
    assert await pointed_at(site, answer.body["type"])


async def test_who_asks_too_often_is_told_by_a_problem(site: Site) -> None:
    found = [await site.get("/agents", SELDOM) for _ in range(4)][-1]
    assert (found.headers["Content-Type"], found.body["status"]) == (PROBLEM, 429)


async def test_title_and_detail_are_in_the_language_of_who_asks_and_the_messages_in_both(site: Site) -> None:
    english = await site.get("/calls?limit=0&agnet=li")
    chinese = await site.get("/calls?limit=0&agnet=li", headers=CHINESE)
    assert english.body["title"] == "Fields or parameters make no sense"
    assert "did you mean 'agent'" in english.body["detail"]
    assert english.body["detail"].count("; agnet: ") + english.body["detail"].count("; limit: ") == 1
    assert (english.headers["Content-Language"], chinese.headers["Content-Language"]) == ("en", "zh")
    assert chinese.body["title"] == "字段或参数无效"
    assert chinese.body["errors"] == english.body["errors"]


async def test_a_fault_of_the_engine_tells_nothing_of_what_is_inside(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> None:
        raise RuntimeError("the password is hunter2, in /etc/callwright")

    monkeypatch.setattr(site.acd, "agents", breaks)
    answer = await site.get("/agents")
    assert (answer.status, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert answer.body["detail"] == "a fault of the engine; its log says more"
    assert "hunter2" not in str(answer)


async def test_a_body_that_is_not_packed_as_it_says_is_refused(site: Site) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = await site.ask("POST", "/agents/li/pause", data=b"no gzip", headers=headers)
    assert (answer.status, answer.headers["Content-Type"]) == (400, PROBLEM)


async def test_the_headers_alone_are_told_as_with_the_answer(site: Site) -> None:
    await site.log(journey(A_TALK))
    for path in ("/agents", "/calls", "/openapi.json"):
        whole, head = await site.get(path), await site.ask("HEAD", path)
        assert (head.status, head.body or "") == (200, "")
        same = ("Content-Type", "Content-Length", "ETag")
        assert [head.headers.get(name) for name in same] == [whole.headers.get(name) for name in same]
    assert (await site.ask("HEAD", "/events")).headers["Content-Type"] == "text/event-stream"
