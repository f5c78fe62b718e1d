"""Trials of new versions: a share of the callers gets it, and it is stopped by itself when it is worse."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from ivr.control.answers import Refusal
from ivr.events import CanaryStarted, CanaryStopped
from ivr.flow.check import check_drafts
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import Library
from ivr.flow.reader import Draft, read_draft
from ivr.journal.database import DatabaseUnusable
from ivr.journal.reader import CallOutcome
from ivr.ports import CallInfo, Clock, Journal
from ivr.versions.judge import Rules
from ivr.versions.side import is_chosen
from ivr.versions.store import Trial, VersionStore
from ivr.versions.tally import Tally, tally

LOOK_EVERY = 5.0
"""Seconds between two looks at how the calls came out; looks that take long are made more seldom."""
_REST_PER_WORK = 50

Outcomes = Callable[[str, float], Awaitable[Sequence[CallOutcome]]]
"""Of a dialplan's calls since a moment, in the order they ended. Raises DatabaseUnusable."""

_log = structlog.get_logger("dialplans")


@dataclass(frozen=True, slots=True)
class Running:
    """A trial and the version that it tries."""

    trial: Trial
    plan: Dialplan
    numbers: Library

    @classmethod
    def of(cls, trial: Trial, plan: Dialplan) -> Running:
        return cls(trial, plan, Library([plan]))

    def takes(self, call: CallInfo) -> bool:
        """Whether this call begins on the new version."""
        caller = call.number or call.id
        chosen = is_chosen(f"{self.trial.dialplan} {self.trial.version}", caller, self.trial.share)
        return chosen and self.numbers.find(call.dialled) is not None


@dataclass
class Canaries:
    """The trials of all dialplans. `in_use` are the dialplans that all other calls begin on."""

    store: VersionStore
    rules: Rules
    journal: Journal
    clock: Clock
    outcomes: Outcomes
    in_use: Callable[[], Sequence[Dialplan]]
    running: dict[str, Running] = field(default_factory=dict)

    def resume(self) -> None:
        """Go on with the trials that are written down; what cannot be tried any more is over."""
        for trial in self.store.trials():
            text = self.store.text(trial.version)
            draft = read_draft(text or "", self.rules.catalogue, trial.file)
            base = self._base(trial.dialplan)
            if draft.dialplan and base and not self._errors(draft) and base.version != trial.version:
                self.running[trial.dialplan] = Running.of(trial, draft.dialplan)
            else:
                promoted = base is not None and base.version == trial.version
                self._over(trial, "promoted" if promoted else "replaced")

    def instead_of(self, plan: Dialplan, call: CallInfo) -> Dialplan:
        """The version of this dialplan that the call begins on."""
        running = self.running.get(plan.name)
        return running.plan if running and running.takes(call) else plan

    def checked(self, text: str, file: str) -> Dialplan:
        """The dialplan in a text that is to be tried. Raises Refusal, with all that is wrong with it."""
        draft = read_draft(text, self.rules.catalogue, file)
        errors = self._errors(draft)
        if errors or draft.dialplan is None:
            raise Refusal(f"{file} has errors", f"{file} 有错误", errors)
        name, base = draft.dialplan.name, self._base(draft.dialplan.name)
        if base is None:
            names = ", ".join(plan.name for plan in self.in_use())
            raise Refusal(
                f"no dialplan '{name}' is in use; in use: {names}",
                f"没有使用中的拨号方案“{name}”；使用中：{names}",
            )
        missing = ", ".join(sorted(set(base.numbers) - set(draft.dialplan.numbers)))
        if missing:  # callers of these would be on one side only
            raise Refusal(
                f"{file} does not answer {missing}; a trial has to answer all numbers of {name}",
                f"{file} 没有接听 {missing}；试用版须接听 {name} 的全部号码",
            )
        if base.version == draft.dialplan.version:
            raise Refusal(f"{file} is in use as it is", f"{file} 已在使用")
        return draft.dialplan

    def start(self, plan: Dialplan, text: str, trial: Trial) -> None:
        """A share of the calls begins on this version from now on. Raises Refusal.

        For one that is tried already only the share changes.
        """
        before = self.running.get(plan.name)
        if before and before.plan.version != plan.version:
            raise Refusal(
                f"version {before.plan.version} of {plan.name} is being tried; stop that first",
                f"{plan.name} 的版本 {before.plan.version} 正在试用，请先停止",
            )
        if before:
            trial = replace(trial, since=before.trial.since)
        try:
            self.store.keep(plan.version, text)
            self.store.begin(trial)
        except OSError as fault:
            raise Refusal(f"cannot be written down: {fault}", f"无法记录：{fault}") from fault
        self.running[plan.name] = Running.of(trial, plan)
        self.journal.append(
            CanaryStarted(
                at=self._now(),
                dialplan=plan.name,
                version=plan.version,
                share=trial.share,
                by=trial.by,
                comment=trial.comment,
            )
        )

    def stop(self, dialplan: str, reason: str, by: str = "") -> Trial:
        """New calls begin on what is in use again; those that have begun are not touched. Raises Refusal."""
        running = self.running.pop(dialplan, None)
        if running is None:
            names = ", ".join(self.running) or "-"
            raise Refusal(f"nothing of '{dialplan}' is being tried; tried are: {names}",
                          f"“{dialplan}”没有试用中的版本；试用中：{names}")  # fmt: skip
        self._over(running.trial, reason, by)
        return running.trial

    def changed(self, dialplan: str, version: str, by: str) -> None:
        """The dialplan itself has another version now: what was tried has won, or is a trial no more."""
        running = self.running.get(dialplan)
        if running:
            self.stop(dialplan, "promoted" if running.plan.version == version else "replaced", by)

    async def tallies(self) -> Mapping[str, tuple[Trial, Tally]]:
        """How each trial goes. Raises DatabaseUnusable."""
        found = {}
        for name, running in list(self.running.items()):
            base = self._base(name)
            if base is not None:
                calls = await self.outcomes(name, running.trial.since)
                counted = await asyncio.to_thread(tally, calls, base.version, running.plan.version)
                found[name] = (running.trial, counted)
        return found

    async def watch(self) -> None:
        """Stop every trial that turns out to be worse, for ever."""
        rest = LOOK_EVERY
        while True:
            await asyncio.sleep(rest)
            began = self.clock.monotonic()
            try:
                await self.judge()
            except Exception as fault:  # whatever it is, a trial is to be looked at again
                known = isinstance(fault, DatabaseUnusable)
                _log.error("canary_not_watched", error=str(fault), exc_info=None if known else fault)
            rest = max(LOOK_EVERY, _REST_PER_WORK * (self.clock.monotonic() - began))

    async def judge(self) -> None:
        """Stop the trials that are worse by now. Raises DatabaseUnusable."""
        for name, (trial, counted) in (await self.tallies()).items():
            running = self.running.get(name)
            if counted.worse and running and running.trial == trial:
                _log.error("canary_stopped", dialplan=name, version=trial.version, **told(counted))
                self.stop(name, counted.worse)

    def _over(self, trial: Trial, reason: str, by: str = "") -> None:
        try:
            self.store.end(trial.dialplan)
        except OSError as fault:
            _log.error("trial_not_ended", dialplan=trial.dialplan, error=str(fault))
        self.journal.append(
            CanaryStopped(
                at=self._now(), dialplan=trial.dialplan, version=trial.version, reason=reason, by=by
            )
        )

    def _base(self, name: str) -> Dialplan | None:
        return next((plan for plan in self.in_use() if plan.name == name), None)

    def _errors(self, draft: Draft) -> list[Any]:
        """All errors of a draft that takes the place of what is in use."""
        name = draft.dialplan.name if draft.dialplan else ""
        others: Iterable[Draft] = [Draft(plan, ()) for plan in self.in_use() if plan.name != name]
        _, problems = check_drafts([*others, draft], self.rules.site)
        file = draft.dialplan.file if draft.dialplan else None
        return [each for each in problems if each.severity == "error" and (file is None or each.file == file)]

    def _now(self) -> float:
        return self.clock.now().timestamp()


def told(counted: Tally) -> dict[str, object]:
    """A tally in plain words, for the log and for the wire."""
    return {
        "in_use": _plain(counted.in_use),
        "new": _plain(counted.new),
        "evidence": {name: min(found, 1e12) for name, found in counted.evidence.items()},
    }


def _plain(side: Any) -> dict[str, int]:
    return {"calls": side.calls, "hung_up_in_menu": side.hung_up_in_menu, "failed": side.failed}
