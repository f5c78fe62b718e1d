"""The dialplans in use while the engine runs: changed files take their places, broken ones never do.

versions = Versions(folder, store, Rules(CATALOGUE, site))
async with versions.running(Surroundings(journal, clock, prepare)):
    plan = versions.find(call)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog

from ivr.document.problems import InvalidFiles
from ivr.events import DialplanChanged, DialplanRefused
from ivr.files.people import owner
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import Library, files_in
from ivr.journal.reader import CallOutcome
from ivr.ports import CallInfo, Clock, Journal
from ivr.versions.canary import Canaries, Outcomes
from ivr.versions.judge import Refused, Rules, Verdict, judge, last_good, look
from ivr.versions.store import Change, Trial, VersionStore
from ivr.versions.watch import changes, signature

_log = structlog.get_logger("dialplans")


async def _nothing(plans: Sequence[Dialplan]) -> None:
    return None


async def _no_calls(dialplan: str, since: float) -> Sequence[CallOutcome]:
    return ()


@dataclass(frozen=True, slots=True)
class Around:
    """What versions need of the engine. `prepare` makes the audio of dialplans before callers hear them,
    `outcomes` tells how calls came out, `report` is told what became of each change."""

    journal: Journal
    clock: Clock
    prepare: Callable[[Sequence[Dialplan]], Awaitable[None]] = _nothing
    outcomes: Outcomes = _no_calls
    report: Callable[[Verdict], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Note:
    """Who changes a dialplan, and why."""

    by: str
    comment: str = ""


@dataclass
class Versions:
    """Raises `InvalidFiles` when made with a broken file of which no sound version was ever in use."""

    folder: Path
    store: VersionStore
    rules: Rules
    library: Library = field(init=False)

    def __post_init__(self) -> None:
        self._seen = signature(self._files)
        self._first = judge(look(self.folder), good_versions(self.store, self.folder, self.rules), self.rules)
        hopeless = [refused for refused in self._first.refused if not refused.kept]
        if hopeless:
            raise InvalidFiles(problem for refused in hopeless for problem in refused.problems)
        self.library = Library(self._first.plans)
        self._refused: dict[Path, str | None] = {}
        self._expected: dict[tuple[str, str], Note] = {}
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def running(self, around: Around) -> AsyncIterator[None]:
        """Write down what is in use, and follow the files while the context lasts."""
        self._around = around
        self.canaries = Canaries(
            self.store, self.rules, around.journal, around.clock, around.outcomes, self._in_use
        )
        await asyncio.to_thread(self.store.tidy)
        await self._take(self._first)
        self.canaries.resume()
        watching = [asyncio.create_task(self._watch()), asyncio.create_task(self.canaries.watch())]
        try:
            yield
        finally:
            for task in watching:
                task.cancel()
            await asyncio.wait(watching)

    def _in_use(self) -> Sequence[Dialplan]:
        return self.library.dialplans

    def find(self, call: CallInfo) -> Dialplan | None:
        """The dialplan, in the version that this call begins and ends with; None when the number has none."""
        plan = self.library.find(call.dialled)
        return plan and self.canaries.instead_of(plan, call)

    async def try_out(self, text: str, trial: Trial) -> tuple[Dialplan, Dialplan]:
        """Have a share of the calls begin on this text; what is in use, and what is tried. Raises Refusal."""
        async with self._one_at_a_time:
            plan = await asyncio.to_thread(self.canaries.checked, text, trial.file)
            await self._around.prepare([plan])
            self.canaries.start(plan, text, replace(trial, dialplan=plan.name, version=plan.version))
            return next(each for each in self.library.dialplans if each.name == plan.name), plan

    def expect(self, dialplan: str, version: str, note: Note) -> None:
        """Who is about to put this version into the dialplan's file; else its owner is said to have."""
        self._expected[dialplan, version] = note

    async def look(self) -> Verdict:
        """Take over the files as they are now, and say of each broken one what is wrong with it."""
        self._refused.clear()
        return await self._look()

    def _files(self) -> Iterable[Path]:
        return files_in([self.folder])

    async def _watch(self) -> None:
        async for _ in changes(self._files, self._seen):
            try:
                await self._look()
            except Exception:  # whatever it is, the next change is to be seen
                _log.exception("look_failed")

    async def _look(self) -> Verdict:
        async with self._one_at_a_time:
            # In a thread: a long dialplan takes a second, and calls go on meanwhile.
            verdict = await asyncio.to_thread(self._judged)
            if verdict.taken:
                await self._around.prepare([taken.plan for taken in verdict.taken])
            await self._take(verdict)
            return verdict

    def _judged(self) -> Verdict:
        return judge(look(self.folder), self.library.dialplans, self.rules)

    async def _take(self, verdict: Verdict) -> None:
        changes = self._changes(verdict)
        await asyncio.to_thread(self._write_down, verdict, changes)
        self.library = Library(verdict.plans)
        before = {taken.plan.name: taken.previous for taken in verdict.taken}
        before |= {plan.name: plan.version for plan in verdict.gone}
        for change in changes:
            self._changed(change, before[change.dialplan])
        news = [each for each in verdict.refused if self._refused.get(each.file, "") != each.text]
        self._refused = {refused.file: refused.text for refused in verdict.refused}
        for refused in news:
            self._refuse(refused)
        started = verdict is not self._first
        if news or (started and (verdict.taken or verdict.gone)):
            self._around.report(verdict)

    def _changes(self, verdict: Verdict) -> list[Change]:
        """What goes into the history."""
        found = []
        for taken in verdict.taken:
            key = (taken.plan.name, taken.plan.version)
            found.append(self._change(taken.plan, key[1], self._expected.pop(key, Note(taken.owner))))
        return found + [self._change(plan, "", Note(owner(self.folder))) for plan in verdict.gone]

    def _change(self, plan: Dialplan, version: str, note: Note) -> Change:
        return Change(
            dialplan=plan.name,
            version=version,
            file=Path(plan.file).name,
            at=self._at(),
            by=note.by,
            comment=note.comment,
        )

    def _write_down(self, verdict: Verdict, changes: Sequence[Change]) -> None:
        try:
            for taken in verdict.taken:
                self.store.keep(taken.plan.version, taken.text)
            for change in changes:
                self.store.add(change)
        except OSError as fault:  # sound dialplans are used all the same: only their history has a gap
            _log.error("history_not_written", folder=str(self.store.folder), error=str(fault))

    def _changed(self, change: Change, previous: str) -> None:
        self.canaries.changed(change.dialplan, change.version, change.by)
        self._around.journal.append(
            DialplanChanged(
                at=change.at,
                dialplan=change.dialplan,
                version=change.version,
                previous=previous,
                by=change.by,
                comment=change.comment,
            )
        )

    def _refuse(self, refused: Refused) -> None:
        first = str(next(each for each in refused.problems if each.severity == "error"))
        kept = ", ".join(f"{plan.name} {plan.version}" for plan in refused.kept)
        file = str(refused.file)
        _log.error(
            "refused", file=file, owner=refused.owner, errors=refused.errors, first=first, stays_in_use=kept
        )
        self._around.journal.append(
            DialplanRefused(at=self._at(), file=file, errors=refused.errors, owner=refused.owner, first=first)
        )

    def _at(self) -> float:
        return self._around.clock.now().timestamp()


def good_versions(store: VersionStore, folder: Path, rules: Rules) -> list[Dialplan]:
    """What was in use last, as far as it is kept and still sound."""
    found = []
    for change in store.in_use().values():
        text = store.text(change.version)
        if text is None:
            _log.error("version_lost", dialplan=change.dialplan, version=change.version)
        else:
            found.append((change.version, str(folder / change.file), text))
    return last_good(found, rules)
