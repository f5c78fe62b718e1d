"""`ivr demo`: everything on this machine, with five sample calls; what `make run` and `make demo` start."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
import uvloop
from rich.markup import escape

from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    out,
    say,
    settings_or_exit,
    show_problems,
    stop_with,
)
from ivr.cli.progress import fetch_bar, prompt_bar
from ivr.cli.run import FAULTS, INTERRUPTED, stop_on_signals
from ivr.cli.texts import text
from ivr.demo.calls import CallOver
from ivr.demo.journeys import JOURNEYS, LINE
from ivr.demo.show import Reports, Result, play, set_up
from ivr.demo.sipp import SippFailed
from ivr.demo.stage import Stage
from ivr.demo.telling import Telling
from ivr.demo.watch import NotSeen
from ivr.document.problems import InvalidFiles
from ivr.journal.record import OUTCOMES
from ivr.journal.story import Teller

ASK = (
    'curl -s -H "Authorization: Bearer $(cat $CALLWRIGHT_STATE/api.token)"'
    " $(cat $CALLWRIGHT_STATE/api.url)/agents"
)
"""The command that asks the engine over HTTP, once CALLWRIGHT_STATE is set."""


def demo(
    config: ConfigOption = DEFAULT_CONFIG,
    stay: Annotated[
        bool, typer.Option("--stay", help="Stay up until Ctrl-C, so that you can call in. 保持运行。")
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Show it all on this machine: a private Asterisk, the engine, sample agents, five calls. 本机演示。

    Everything runs on 127.0.0.1, on free ports, in a folder of its own that is removed afterwards. The exit
    code is 0 only if all five journeys came out as expected. 只使用127.0.0.1和空闲端口,结束后清除。

        ivr demo
        ivr demo --stay --lang zh
    """
    try:
        results = uvloop.run(_demo(config, stay, Language(chosen(lang))))
    except asyncio.CancelledError:
        raise typer.Exit(INTERRUPTED) from None
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None
    except (*FAULTS, SippFailed) as fault:
        stop_with(str(fault))
    if not all(result.came_out for result in results):
        raise typer.Exit(1)


async def _demo(config: Path, stay: bool, lang: Language) -> list[Result]:
    done = asyncio.Event()
    stop = stop_on_signals(done)
    telling = _telling(config, lang)
    with tempfile.TemporaryDirectory(prefix="callwright-") as folder, _reports(telling) as reports:
        async with set_up(config, Path(folder), reports) as here:
            _say_where(here, lang)
            results = await _play(here)
            _say_results(results, lang)
            if stay:
                _say_how_to_call(here, lang)
                done.set()
                await stop.wait()
            return results


def _telling(config: Path, lang: Language) -> Telling:
    settings = settings_or_exit(config)
    names = {name: agent.name for name, agent in settings.agents.agents.items()}
    names |= {name: queue.name[lang.value] for name, queue in settings.queues.queues.items()}
    teller = Teller(lang.value, ZoneInfo(settings.engine.timezone), names)
    return Telling(teller, out, {journey.number: journey.who[lang.value] for journey in JOURNEYS})


async def _play(here: Stage) -> list[Result]:
    try:
        return await play(here)
    except* (NotSeen, CallOver) as faults:
        for fault in faults.exceptions:
            out.print(str(fault), style="red", markup=False)
    return []


@contextmanager
def _reports(telling: Telling) -> Iterator[Reports]:
    with fetch_bar(out) as fetching, prompt_bar(out) as preparing:
        yield Reports(fetching, preparing, telling)


def _say_where(here: Stage, lang: Language) -> None:
    say(text("asterisk_answers", lang, version=here.asterisk.version, address=_address(here)))
    say(text("engine_listens", lang, address=here.engine.address))
    say(text("call_log", lang, file=here.directory / "callwright.db") + "\n")


def _say_results(results: list[Result], lang: Language) -> None:
    say()
    for result in results:
        mark = "[green]✓[/]" if result.came_out else "[red]✗[/]"
        came_out = OUTCOMES[result.record.outcome][lang.value] if result.record else text("no_record", lang)
        out.print(f" {mark} {escape(result.expected.title[lang.value])} ({came_out})")
    say("\n" + text("came_out", lang, good=sum(result.came_out for result in results)))


def _say_how_to_call(here: Stage, lang: Language) -> None:
    agent = next(iter(here.settings.agents.agents.values()))
    say("\n" + text("call_in", lang))
    say(text("as_customer", lang, uri=f"sip:{LINE}@{_address(here)}"))
    say(text("as_agent", lang, phone=agent.phone, password=agent.password, address=_address(here)))
    say(text("see_calls", lang))
    engine = here.settings.engine
    state, recordings = here.settings.path(engine.state), here.settings.path(engine.recordings)
    say(f"  export CALLWRIGHT_DATABASE={here.database} CALLWRIGHT_STATE={state}")
    say(f"  export CALLWRIGHT_RECORDINGS={recordings} PATH=$PWD/.venv/bin:$PATH")
    say("  .venv/bin/ivr calls")
    say("  .venv/bin/ivr versions")
    say(f"  {ASK}")
    say(text("stops_all", lang))


def _address(here: Stage) -> str:
    host, port = here.address
    return f"{host}:{port}"
