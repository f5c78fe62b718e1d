"""Reports that are being made, each by a process of its own, and those that were made a while ago."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ivr.files.durable import private_folder
from ivr.reports.apart import apart
from ivr.reports.asked import Asked
from ivr.reports.worker import Failed, Made, Order
from ivr.web.access import Client
from ivr.web.answers import Complaint, TooMany, Unavailable, said

OF_ONE, OF_ALL = 2, 4
"""Reports that are made at once for one token, and for all."""
FRESH = 10.0
"""Seconds in which the same question has the same answer."""
KEPT = 900.0
"""Seconds that a report can be fetched."""
MOST_KEPT = 50
LONGEST = 600.0
"""Seconds that a report may take."""
SOON = "2"
"""Seconds after which it makes sense to ask again."""

_STOPPED = Failed("the engine stops", "引擎正在停止", again=True)

_log = structlog.get_logger("web")


@dataclass(slots=True)
class Job:
    """One report. `question` is what it answers, whoever asks. `result` counts once it has `ended`."""

    id: str
    question: Hashable
    asked: Asked
    form: str
    by: str
    began: float
    file: Path
    percent: int = 0
    ended: float | None = None
    result: Made | Failed = _STOPPED
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, percent: int) -> None:
        """So much is done."""
        self.percent = percent


class Jobs:
    """`folder` is theirs alone; what an engine before left there goes. `now` gives seconds."""

    def __init__(self, database: str, folder: Path, now: Callable[[], float]) -> None:
        self._database, self._folder, self._now = database, folder, now
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, name: str) -> Job | None:
        """The job with this id, as long as it is kept."""
        self._forget()
        return self._jobs.get(name)

    def ask(self, question: Hashable, asked: Asked, form: str, client: Client) -> Job:
        """The report that answers the question: one that is being made or was made just now, or a new one.

        Raises TooMany, Unavailable.
        """
        self._forget()
        found = next(
            (job for job in self._jobs.values() if job.question == question and self._serves(job)), None
        )
        return found or self._begin(question, asked, form, client)

    async def close(self) -> None:
        """End those that are being made."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _serves(self, job: Job) -> bool:
        if job.ended is None:
            return True
        return isinstance(job.result, Made) and self._now() < job.ended + FRESH

    def _begin(self, question: Hashable, asked: Asked, form: str, client: Client) -> Job:
        self._check_room(client)
        if not self._jobs:
            shutil.rmtree(self._folder, ignore_errors=True)
            private_folder(self._folder)
        name = secrets.token_urlsafe(16)
        job = Job(name, question, asked, form, client.name, self._now(), self._folder / f"{name}.{form}")
        self._jobs[name] = job
        task = asyncio.create_task(self._make(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    def _check_room(self, client: Client) -> None:
        running = [job.by for job in self._jobs.values() if job.ended is None]
        if running.count(client.name) >= OF_ONE:
            raise _full(
                TooMany,
                f"{OF_ONE} reports are being made for this token",
                f"此令牌已有{OF_ONE}份报表正在生成",
            )
        if len(running) >= OF_ALL:
            raise _full(Unavailable, f"{OF_ALL} reports are being made", f"已有{OF_ALL}份报表正在生成")

    def _forget(self) -> None:
        """What was kept long enough."""
        ended = sorted((job.ended, job.id) for job in self._jobs.values() if job.ended is not None)
        for at, (when, name) in enumerate(ended):
            if when + KEPT < self._now() or len(ended) - at > MOST_KEPT:
                self._jobs.pop(name).file.unlink(missing_ok=True)

    async def _make(self, job: Job) -> None:
        order = Order(self._database, job.asked, job.form, job.file)
        try:
            async with asyncio.timeout(LONGEST):
                job.result = await apart(order, job.heard)
        except TimeoutError:
            job.result = _too_long()
        except OSError as fault:
            job.result = Failed(str(fault), str(fault), again=True)
        finally:
            job.ended = self._now()
            job.over.set()
            took = round(job.ended - job.began, 1)
            _log.info("report_made", by=job.by, report=job.asked.report.name, seconds=took)


def _full(error: type[TooMany] | type[Unavailable], en: str, zh: str) -> TooMany | Unavailable:
    message = said(f"{en} already: try again in {SOON} s", f"{zh}：请过{SOON}秒再试")
    return error(Complaint("", message), headers={"Retry-After": SOON})


def _too_long() -> Failed:
    return Failed(
        f"it took longer than {LONGEST:g} s: give a shorter range or fewer dimensions",
        f"用时超过{LONGEST:g}秒；请缩短时间范围或减少分组",
        "from",
    )
