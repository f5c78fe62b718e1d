"""`ivr run`: the engine, and the private Asterisk unless the settings name an existing one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack

import typer
import uvloop

from ivr.app import Engine, private_asterisk
from ivr.asterisk.ami import AmiLoginRefused
from ivr.asterisk.private import AsteriskFailed
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    err,
    out,
    say,
    settings_or_exit,
    show_problems,
    stop_with,
)
from ivr.cli.progress import fetch_bar, prompt_bar
from ivr.cli.texts import text
from ivr.document.problems import InvalidFiles
from ivr.journal.database import DatabaseUnusable
from ivr.packages import PackagesUnavailable
from ivr.settings import Settings
from ivr.speech.voice import VoiceMissing

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C broke off, as shells have it."""
FAULTS = (AmiLoginRefused, AsteriskFailed, DatabaseUnusable, PackagesUnavailable, OSError)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the engine until Ctrl-C. 运行引擎,按Ctrl-C停止。

    With `asterisk: private` in config/ivr.yaml an Asterisk of its own is fetched (once) and started beside
    it; with `asterisk: existing` the engine connects to yours (`ivr asterisk config` prints what that needs).

    `kill -USR1 PID` (it prints its PID; without a terminal SIGHUP does the same) reads the dialplans anew:
    ones with errors never replace those in use, and running calls finish on what they began with. Changes of
    the settings in config/ need a restart. 重新读取拨号方案用kill -USR1;修改config/需重启。

        ivr run
        ivr run --config /etc/callwright
    """
    settings = settings_or_exit(config)
    try:
        uvloop.run(_run(settings))
    except asyncio.CancelledError:
        raise typer.Exit(INTERRUPTED) from None
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None
    except FAULTS as fault:
        stop_with(str(fault))


async def _run(settings: Settings) -> None:
    engine = Engine(settings)
    running = asyncio.Event()
    stop = stop_on_signals(running)
    async with AsyncExitStack() as stack:
        with fetch_bar(out) as fetching:
            asterisk = await stack.enter_async_context(private_asterisk(settings, fetching))
        await stack.enter_async_context(engine)
        with prompt_bar(out) as preparing:
            await prepare(engine, preparing)
        if not sys.stdin.isatty():  # from a terminal it means that the terminal is gone
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reload, engine)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, _reload, engine)
        if asterisk:
            where = f"{settings.engine.sip.host}:{settings.engine.sip.port}"
            say(text("asterisk_answers", version=asterisk.version, address=where))
        say(text("engine_listens", address=engine.address))
        say(text("ctrl_c", pid=os.getpid()))
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
        err.print(text("no_voice", fault=fault), style="yellow", markup=False)
        return
    for phrase, reason in prepared.failed:
        said = text("no_audio", words=phrase.text, spoken=phrase.language, reason=reason)
        err.print(said, style="yellow", markup=False)


def _reload(engine: Engine) -> None:
    """Take over changed dialplans; with errors in them the old ones stay in use."""
    try:
        engine.reload()
    except InvalidFiles as faults:
        show_problems(faults.problems)
        err.print(text("kept"), style="yellow")
    else:
        say(text("reloaded"))
