"""All measurements, or those that are named: python -m bench [menu_cpu] [next_call] [pauses] …"""

from __future__ import annotations

import sys

import uvloop
from rich.console import Console

from bench import (
    call_log,
    check_speed,
    expressions,
    menu_cpu,
    next_call,
    pauses,
    replay,
    routing,
    stories,
    together,
    webhooks,
)
from bench.results import Result, keep, show

ALL = {
    "call_log": call_log.measure,
    "check_speed": check_speed.measure,
    "expressions": expressions.measure,
    "menu_cpu": menu_cpu.measure,
    "next_call": next_call.measure,
    "pauses": pauses.measure,
    "replay": replay.measure,
    "routing": routing.measure,
    "stories": stories.measure,
    "together": together.measure,
    "webhooks": webhooks.measure,
}


async def main(names: list[str], console: Console) -> bool:
    """Measure, keep, show; True when all goals are reached."""
    results: list[Result] = []
    for name in names:
        with console.status(f"{name} …"):
            results.append(await ALL[name]())
        keep(results[-1])
    show(results, console)
    return all(result.goal.reached for result in results)


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(ALL)
    if unknown := set(wanted) - set(ALL):
        sys.exit(f"no measurement {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    sys.exit(0 if uvloop.run(main(wanted, Console())) else 1)
