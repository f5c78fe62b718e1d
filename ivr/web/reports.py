"""Reports: which there are, and each with its figures, at once or, where that takes long, as a job."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from ivr.document.model import Fault
from ivr.journal.shown import iso
from ivr.reports.asking import report_named
from ivr.reports.definitions import REPORTS, Report
from ivr.reports.worker import Failed
from ivr.settings import Settings
from ivr.settings.web import Right
from ivr.web.answers import Complaint, Conflict, Invalid, NotFound, Refused, Unavailable, plainly, said
from ivr.web.languages import language_of
from ivr.web.report_jobs import SOON, Job, Jobs
from ivr.web.reports_shown import Figures, JobShown, ReportList, State, report_shown
from ivr.web.reports_wanted import TYPES, ReportWanted, patience
from ivr.web.routes import PREFIX, Asked, Reply, Route

LOOK: frozenset[Right] = frozenset(("reports",))
_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
_READS = {
    "Prefer": "respond-async, or wait= so many seconds",
    "Accept-Language": "zh or en",
    "If-None-Match": "the ETag of an answer",
}


class ReportsRoom:
    """The routes below `/reports`. `wall` gives seconds since 1970."""

    def __init__(self, jobs: Jobs, settings: Settings, wall: Callable[[], float]) -> None:
        self._jobs, self._settings, self._wall = jobs, settings, wall
        self._zone = ZoneInfo(settings.engine.timezone)

    def routes(self) -> tuple[Route, ...]:
        gone = {404: "no such job; it is kept for a quarter of an hour"}
        return (
            Route(
                "GET",
                "/reports",
                "reports.list",
                "Which reports there are",
                self._list,
                ReportList,
                rights=LOOK,
            ),
            Route(
                "GET",
                "/reports/{id}",
                "reports.get",
                "The figures of a time; 202 and a job where that takes long",
                self._get,
                Figures,
                ReportWanted,
                LOOK,
                refuses={
                    404: "no such report",
                    429: "too often, or too many at once",
                    503: "busy; try again",
                },
                lasting=True,
                media=tuple(TYPES.values()),
                later=JobShown,
                reads=_READS,
            ),
            Route(
                "GET",
                "/reports/jobs/{id}",
                "reports.job",
                "How far a report is",
                self._job,
                JobShown,
                rights=LOOK,
                refuses=gone,
            ),
            Route(
                "GET",
                "/reports/jobs/{id}/result",
                "reports.result",
                "A report that was made",
                self._result,
                Figures,
                rights=LOOK,
                refuses={**gone, 409: "it is still being made", 503: "it failed; ask for the report again"},
                lasting=True,
                media=tuple(TYPES.values()),
                reads={"If-None-Match": _READS["If-None-Match"]},
            ),
        )

    async def _list(self, asked: Asked) -> Reply:
        return Reply(ReportList(tuple(report_shown(report) for report in REPORTS.values())), lasting=True)

    async def _get(self, asked: Asked) -> Reply:
        report = _report(asked.id)
        wanted = asked.of(ReportWanted)
        language = language_of(wanted.language, asked.headers.get("Accept-Language", ""))
        now = datetime.fromtimestamp(self._wall(), self._zone)
        question = wanted.question(report.name, language, now)
        of_report = wanted.asked(report.name, language, self._settings, now)
        job = self._jobs.ask(question, of_report, wanted.format, asked.client)
        waits, preferred = patience(asked.headers)
        with suppress(TimeoutError):
            async with asyncio.timeout(waits):
                await job.over.wait()
        applied = {"Preference-Applied": preferred} if preferred else {}
        return self._made(job, applied) if job.ended is not None else self._later(job, applied)

    async def _job(self, asked: Asked) -> Reply:
        return Reply(self._job_shown(self._found(asked.id)))

    async def _result(self, asked: Asked) -> Reply:
        job = self._found(asked.id)
        if job.ended is None:
            still = Conflict(f"it is being made: {job.percent} %", f"正在生成：{job.percent}%", "running", ())
            still.headers["Retry-After"] = SOON
            raise still
        return self._made(job, {})

    def _found(self, name: str) -> Job:
        job = self._jobs.get(name)
        if job is None:
            shown = name[:60]
            raise plainly(
                NotFound, f"no job '{shown}': ask for the report again", f"没有任务“{shown}”；请重新请求报表"
            )
        return job

    def _later(self, job: Job, headers: dict[str, str]) -> Reply:
        more = {"Location": f"{PREFIX}/reports/jobs/{job.id}", "Retry-After": SOON}
        return Reply(self._job_shown(job), HTTPStatus.ACCEPTED, headers | more)

    def _made(self, job: Job, headers: dict[str, str]) -> Reply:
        if isinstance(job.result, Failed):
            raise _failure(job.result)
        kind = TYPES[job.form]
        sent = {
            "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
            "Content-Disposition": f'{_disposed(job.form)}; filename="{_file_name(job)}"',
            "Content-Language": job.asked.language,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": _PAGE,
        }
        return Reply(job.file, headers=headers | sent, tag=job.result.tag)

    def _job_shown(self, job: Job) -> JobShown:
        state: State = "running"
        errors: list[dict[str, Any]] = []
        if job.ended is not None:
            state = "made"
            if isinstance(job.result, Failed):
                state, errors = "failed", _failure(job.result).reasons()
        return JobShown(
            id=job.id,
            report=job.asked.report.name,
            format=job.form,
            state=state,
            percent=100 if state == "made" else job.percent,
            began=iso(job.asked.now.timestamp(), self._zone) or "",
            result=f"{PREFIX}/reports/jobs/{job.id}/result" if state == "made" else None,
            errors=tuple(errors),
        )


def _report(name: str) -> Report:
    try:
        return report_named(name)
    except Fault as fault:
        raise NotFound(Complaint("", said(str(fault), fault.zh))) from None


def _disposed(form: str) -> str:
    return "inline" if form in ("json", "html", "pdf") else "attachment"


def _file_name(job: Job) -> str:
    last = job.asked.until - timedelta(microseconds=1)
    return f"{job.asked.report.name}_{job.asked.since:%Y%m%d}-{last:%Y%m%d}.{job.form}"


def _failure(why: Failed) -> Refused:
    complaint = Complaint(why.field, said(why.en, why.zh))
    return Unavailable(complaint, headers={"Retry-After": SOON}) if why.again else Invalid(complaint)
