"""Reports by the interface: the figures that `ivr report` has, at once or as a job."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from ivr.reports.apart import Told
from ivr.reports.worker import Failed, Made, Order, made
from ivr.reports.written.pdf import BROWSER
from ivr.web import report_jobs, reports_wanted
from tests.journal.paths import journey
from tests.reports.written.test_pdf import PRINTS, browser
from tests.web.conftest import LOOKER, REPORTER, Answer, Site
from tests.web.test_calls import A_TALK

DAY = "from=2025-11-22&to=2025-11-22"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Reports are made when this is set, or else wait until the engine stops."""
    go = asyncio.Event()

    async def waiting(order: Order, told: Told) -> Made | Failed:
        told(40)
        await go.wait()
        return await made(order, lambda _done, _total: None)

    monkeypatch.setattr(report_jobs, "apart", waiting)
    return go


@pytest.fixture(autouse=True)
def free(held: asyncio.Event) -> None:
    """Reports are made at once, and not apart: `tests/reports/test_apart.py` has the process."""
    held.set()


async def test_the_reports_are_listed_with_what_they_can_be_split_by(site: Site) -> None:
    answer = await site.get("/reports", REPORTER)
    found = {each["name"]: each for each in answer.body["reports"]}
    queue = found["queue"]
    assert queue["by"] == ["queue"]
    assert {"name": "agent", "title": {"zh": "坐席", "en": "agent"}} in queue["splits"]
    assert queue["columns"][0]["name"] == "offered"
    assert queue["formats"] == ["json", "csv", "xlsx", "html", "pdf", "parquet"]
    known = {"If-None-Match": answer.headers["ETag"]}
    assert (await site.get("/reports", REPORTER, headers=known)).status == 304


async def test_a_report_has_the_figures_of_the_log(site: Site) -> None:
    await site.log(journey(A_TALK))
    report = (await site.get(f"/reports/queue?{DAY}&language=en", REPORTER)).body
    assert (report["report"], report["calls"], report["formula"]) == ("queue", 1, "D")
    assert report["rows"][0]["queue"] == "support"
    assert report["total"]["answered"] == 1


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("xlsx", reports_wanted.TYPES["xlsx"], b"PK"),
        ("parquet", "application/vnd.apache.parquet", b"PAR1"),
    ],
)
async def test_a_report_comes_in_every_form_under_a_name_that_is_safe(
    site: Site, form: str, kind: str, begins: bytes
) -> None:
    headers = {"Authorization": f"Bearer {REPORTER}", "Prefer": "wait=8"}
    async with site.session.get(f"{site.url}/reports/inbound?{DAY}&format={form}", headers=headers) as found:
        body = await found.read()
    assert (found.status, found.headers["Content-Type"]) == (200, kind)
    assert body.lstrip()[: len(begins)] == begins
    assert f'filename="inbound_20251122-20251122.{form}"' in found.headers["Content-Disposition"]
    assert "script" not in found.headers["Content-Security-Policy"]


async def test_the_same_figures_have_the_same_tag_whenever_they_were_reckoned(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_jobs, "FRESH", -1.0)
    path = f"/reports/queue?{DAY}"
    first = await site.get(path, REPORTER)
    known = {"If-None-Match": first.headers["ETag"]}
    assert (await site.get(path, REPORTER, headers=known)).status == 304
    await site.log(journey(A_TALK))
    assert (await site.get(path, REPORTER, headers=known)).status == 200


async def test_the_language_is_that_of_the_browser_unless_one_is_asked_for(site: Site) -> None:
    chinese = {"Accept-Language": "fr, zh-CN;q=0.9, en;q=0.8"}
    found = await site.get(f"/reports/queue?{DAY}", REPORTER, headers=chinese)
    assert (found.headers["Content-Language"], found.body["title"]) == ("zh", "队列报表")
    english = await site.get(f"/reports/queue?{DAY}&language=en", REPORTER, headers=chinese)
    assert english.headers["Content-Language"] == "en"


async def test_who_prefers_not_to_wait_gets_a_job_and_then_its_result(
    site: Site, held: asyncio.Event
) -> None:
    held.clear()
    accepted = await site.get(f"/reports/queue?{DAY}", REPORTER, headers={"Prefer": "respond-async"})
    assert (accepted.status, accepted.headers["Preference-Applied"]) == (202, "respond-async")
    assert (accepted.body["state"], accepted.body["result"]) == ("running", None)
    assert accepted.headers["Retry-After"]
    early = await site.get(f"/reports/jobs/{accepted.body['id']}/result", REPORTER)
    assert (early.status, early.body["state"]) == (409, "running")
    path = accepted.headers["Location"].removeprefix("/api/v1")
    assert (await site.get(path, REPORTER)).body["percent"] == 40
    held.set()
    await site.get(f"/reports/queue?{DAY}", REPORTER)
    job = (await site.get(path, REPORTER)).body
    assert (job["state"], job["percent"]) == ("made", 100)
    report = await site.get(job["result"].removeprefix("/api/v1"), REPORTER)
    assert (report.status, report.body["report"]) == (200, "queue")


async def test_a_report_that_takes_longer_than_the_asker_waits_becomes_a_job(
    site: Site, held: asyncio.Event
) -> None:
    held.clear()
    answer = await site.get(f"/reports/queue?{DAY}", REPORTER, headers={"Prefer": "wait=0"})
    assert (answer.status, answer.headers["Preference-Applied"]) == (202, "wait=0")


async def test_the_same_question_is_reckoned_once(site: Site, held: asyncio.Event) -> None:
    held.clear()
    asynchronous = {"Prefer": "respond-async"}
    first = await site.get(f"/reports/queue?{DAY}", REPORTER, headers=asynchronous)
    second = await site.get(f"/reports/queue?{DAY}", site.token, headers=asynchronous)
    assert first.body["id"] == second.body["id"]


async def test_a_token_has_room_for_so_many_reports_at_once_and_all_for_so_many(
    site: Site, held: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.clear()
    monkeypatch.setattr(report_jobs, "OF_ALL", 3)

    async def asked(day: int, token: str) -> Answer:
        path = f"/reports/queue?from=2025-11-{day}&to=2025-11-{day}"
        return await site.get(path, token, headers={"Prefer": "respond-async"})

    found = [await asked(day, REPORTER) for day in (20, 21, 22)]
    found += [await asked(day, site.token) for day in (23, 24)]
    assert [answer.status for answer in found] == [202, 202, 429, 202, 503]
    assert {found[2].headers["Retry-After"], found[4].headers["Retry-After"]} == {"2"}


async def test_a_report_that_takes_too_long_is_ended_and_says_so(
    site: Site, held: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.clear()
    monkeypatch.setattr(report_jobs, "LONGEST", 0.01)
    answer = await site.get(f"/reports/queue?{DAY}", REPORTER)
    assert (answer.status, answer.fields) == (422, ["from"])


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("by=queue,agnet", "by", "did you mean 'agent'"),
        ("interval=fortnight", "interval", "allowed:"),
        ("formula=Z", "formula", "allowed: A, B"),
        ("within=soon", "within", "not a duration"),
        ("from=2025-11-23&to=2025-11-22", "to", "to is not after from"),
        ("from=2999-01-01", "from", "in the future"),
        ("from=0001-01-01", "from", "1970"),
        ("to=9998-12-31", "from", "1970"),
        ("from=2016-01-01&interval=15m&by=interval", "interval", "give the interval 'month'"),
        ("format=docx", "format", "allowed:"),
        ("language=fr", "language", "allowed:"),
        ("by=" + "x" * 4096, "by", "at most 200"),
        ("by=%F0%9F%98%80", "by", "allowed:"),
        ("bye=queue", "bye", "did you mean 'by'"),
    ],
)
async def test_what_cannot_be_meant_is_told_by_its_parameter(
    site: Site, query: str, field: str, said: str
) -> None:
    answer = await site.get(f"/reports/queue?{query}", REPORTER)
    assert (answer.status, answer.fields) == (422, [field])
    assert said in answer.body["errors"][0]["message"]["en"]


@pytest.mark.parametrize("name", ["quue", "%F0%9F%98%80", "x" * 4000, "..%2F..%2Fetc", "%00"])
async def test_a_report_that_is_not_there_is_not_found(site: Site, name: str) -> None:
    assert (await site.get(f"/reports/{name}", REPORTER)).status == 404
    assert (await site.get(f"/reports/jobs/{name}", REPORTER)).status == 404
    assert (await site.get(f"/reports/jobs/{name}/result", REPORTER)).status == 404


async def test_a_report_over_no_calls_says_so(site: Site) -> None:
    report = (await site.get("/reports/queue?from=2016-01-01&language=en", REPORTER)).body
    assert report["rows"] == []
    assert report["notes"]


@pytest.mark.parametrize("path", ["/reports", "/reports/queue", "/reports/jobs/x", "/reports/jobs/x/result"])
async def test_reports_are_for_tokens_with_a_right_of_their_own(site: Site, path: str) -> None:
    assert (await site.get(path, LOOKER)).status == 403


async def test_a_log_that_cannot_be_read_is_told_with_when_to_try_again(site: Site, tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"no database" * 1000)
    answer = await site.get(f"/reports/queue?{DAY}", REPORTER)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


async def test_what_was_made_goes_when_the_engine_stops_and_after_a_while(
    site: Site, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = settings.path(settings.engine.state) / "reports"
    await site.get(f"/reports/queue?{DAY}", REPORTER)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(report_jobs, "KEPT", -1.0)
    await site.get("/reports/jobs/x", REPORTER)
    assert list(folder.iterdir()) == []
    await site.interface.close()
    assert not folder.exists()


async def test_a_report_is_printed_by_the_browser_that_is_there(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BROWSER, str(browser(tmp_path, PRINTS)))
    headers = {"Authorization": f"Bearer {REPORTER}", "Prefer": "wait=8"}
    path = f"{site.url}/reports/queue?{DAY}&format=pdf&language=en"
    async with site.session.get(path, headers=headers) as found:
        assert (found.status, found.headers["Content-Type"]) == (200, "application/pdf")
        assert (await found.read()).startswith(b"%PDF")
        assert found.headers["Content-Disposition"] == 'inline; filename="queue_20251122-20251122.pdf"'


async def test_where_no_browser_is_the_answer_leads_to_the_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setattr("ivr.reports.written.pdf._BROWSERS", ())
    answer = await site.get(f"/reports/queue?{DAY}&format=pdf", REPORTER)
    assert (answer.status, answer.fields) == (422, ["format"])
    assert "ask for html" in answer.body["detail"]
