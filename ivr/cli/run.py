"""`ivr run`: the engine, and the private Asterisk unless the settings name an existing one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import typer
import uvloop

from ivr.app import Engine, private_asterisk
from ivr.asterisk.ami import AmiLoginRefused
from ivr.asterisk.keeping import kept_up
from ivr.asterisk.private import AsteriskFailed
from ivr.cli.for_calls import settings_for_calls_or_exit
from ivr.cli.journal import warn_of_waiting
from ivr.cli.language import chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    err,
    out,
    say,
    show_problems,
    stop_with,
)
from ivr.cli.progress import fetch_bar, prompt_bar
from ivr.cli.texts import text
from ivr.collecting import settle
from ivr.document.problems import InvalidFiles
from ivr.files.sole import FolderInUse, sole
from ivr.journal.database import DatabaseUnusable
from ivr.packages import PackagesUnavailable
from ivr.settings import Settings
from ivr.speech.voice import VoiceMissing
from ivr.versions.judge import Verdict
from ivr.versions.watch import Signature, changes, signature

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C broke off, as shells have it."""
FAULTS = (AmiLoginRefused, AsteriskFailed, DatabaseUnusable, PackagesUnavailable, OSError)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the engine until Ctrl-C. 运行引擎，按Ctrl-C停止。

    With `asterisk: private` in config/ivr.yaml an Asterisk of its own is fetched (once) and started beside
    it; with `asterisk: existing` the engine connects to yours (`ivr asterisk config` prints what that needs).

    Changed dialplans are taken over at once, and at `kill -USR1 PID` (it prints its PID; without a terminal
    SIGHUP does the same). Ones with errors never replace those in use, and running calls finish on what they
    began with. Changes of the settings in config/ need a restart.
    拨号方案改后立即生效;修改config/需重启。

        ivr run
        ivr run --config /etc/callwright
    """
    settings = settings_for_calls_or_exit(config)
    try:
        uvloop.run(_run(settings, config))
    except asyncio.CancelledError:
        raise typer.Exit(INTERRUPTED) from None
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None
    except FolderInUse as other:
        stop_with(text("state_in_use", folder=other.folder, process=other.process or "?"))
    except DatabaseUnusable as fault:
        stop_with(fault.said(chosen(None)))
    except FAULTS as fault:
        if isinstance(fault, DatabaseUnusable):
            warn_of_waiting(settings, {})
        stop_with(str(fault))


async def _run(settings: Settings, config: Path) -> None:
    engine = Engine(settings, changed=tell)
    running = asyncio.Event()
    stop = stop_on_signals(running)
    with sole(settings.path(settings.engine.state)):
        pass  # the engine takes it itself, but not before there is an Asterisk
    async with AsyncExitStack() as stack:
        with fetch_bar(out) as fetching:
            asterisk = await stack.enter_async_context(private_asterisk(settings, fetching))
        await stack.enter_async_context(engine)
        if asterisk:
            await stack.enter_async_context(kept_up(asterisk, engine.alarm))
        with prompt_bar(out) as preparing:
            await prepare(engine, preparing)
        stack.enter_context(reading_anew(engine))
        await stack.enter_async_context(telling_of_settings(config))
        if asterisk:
            where = f"{settings.engine.sip.host}:{settings.engine.sip.port}"
            say(text("asterisk_answers", version=asterisk.version, address=where))
        say(text("engine_listens", address=engine.address))
        if not engine.opening.is_done:
            err.print(text("without_database"), style="yellow", markup=False, soft_wrap=True)
        say(text("ctrl_c", pid=os.getpid()))
        settle()
        running.set()
        await stop.wait()


def stop_on_signals(running: asyncio.Event) -> asyncio.Event:
    """An event that Ctrl-C (or SIGTERM) sets. Before `running` is set it cancels this task instead, so that a
    long start can be broken off."""
    stop, task = asyncio.Event(), asyncio.current_task()
    assert task is not None

    def stopped() -> None:
        if running.is_set():
            stop.set()
        else:
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped)
    return stop


async def prepare(engine: Engine, progress: Callable[[int, int], None]) -> None:
    """Make the missing prompts; without a voice the engine runs all the same, with what audio there is."""
    try:
        prepared = await engine.prepare_prompts(progress)
    except VoiceMissing as fault:
        err.print(text("no_voice", fault=fault.said(chosen(None))), style="yellow", markup=False)
        return
    for phrase, failure in prepared.failed:
        reason = failure.said(chosen(None))
        said = text("no_audio", words=phrase.text, spoken=phrase.language, reason=reason)
        err.print(said, style="yellow", markup=False)


@contextmanager
def reading_anew(engine: Engine) -> Iterator[None]:
    """At SIGUSR1 the dialplans are read anew; at SIGHUP too, unless that means that the terminal is gone."""
    running: set[asyncio.Task[None]] = set()
    loop = asyncio.get_running_loop()

    def begin() -> None:
        task = loop.create_task(_reload(engine))
        running.add(task)
        task.add_done_callback(running.discard)

    if not sys.stdin.isatty():
        loop.add_signal_handler(signal.SIGHUP, begin)
    loop.add_signal_handler(signal.SIGUSR1, begin)
    yield
    for task in running:
        task.cancel()


async def _reload(engine: Engine) -> None:
    verdict = await engine.reload()
    say(text("kept" if verdict.refused else "reloaded"))


def tell(verdict: Verdict) -> None:
    """Say what became of a change, and who has to look at what."""
    files = {taken.plan.file for taken in verdict.taken}
    show_problems([problem for problem in verdict.problems if problem.file in files])
    for taken in verdict.taken:
        say(text("changed", dialplan=taken.plan.name, version=taken.plan.version, owner=taken.owner))
    for plan in verdict.gone:
        say(text("gone", dialplan=plan.name, version=plan.version))
    for refused in verdict.refused:
        show_problems(list(refused.problems))
        kept = ", ".join(f"{plan.name} {plan.version}" for plan in refused.kept)
        words = text(
            "look_at_it" if kept else "look_at_new", file=refused.file, owner=refused.owner, kept=kept
        )
        err.print(words, style="yellow", markup=False, soft_wrap=True)


@asynccontextmanager
async def telling_of_settings(config: Path) -> AsyncIterator[None]:
    """Say when a file of the settings changes, because it counts only after a restart."""

    def files() -> list[Path]:
        return sorted(config.glob("*.yaml"))

    before = signature(files)

    async def watch(last: Signature) -> None:
        async for now in changes(files, last):
            changed = sorted({Path(name) for name, *_ in set(now) ^ set(last)})
            words = text("restart", files=", ".join(map(str, changed)))
            err.print(words, style="yellow", markup=False, soft_wrap=True)
            last = now

    watching = asyncio.create_task(watch(before))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait([watching])
