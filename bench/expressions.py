"""What hostile expressions cost at worst, and what an ordinary one costs: processor time of one evaluation,
over variables as large as an HTTP answer may be."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import suppress

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from ivr.flow.expressions import Expression, ExpressionFailed
from tests.flow.hostile import BEARABLE, REFUSED_IN_A_CALL, values

GOAL = 50.0
ROUNDS = 20
ORDINARY = "member.level == 'diamond' and order | length == 8"


async def measure() -> Result:
    variables = {**values(), "member": {"level": "diamond"}}
    rows: dict[str, Figures] = {}
    for name, sources in (("hostile", REFUSED_IN_A_CALL), ("large values", BEARABLE)):
        rows[name] = _row([_worst(Expression(source), variables) for source in sources.values()])
    rows["ordinary"] = _row([_worst(Expression(ORDINARY), variables)])
    goal = Goal("The dearest hostile expression, ms of CPU", GOAL, rows["hostile"]["worst ms"])
    title = (
        f"One evaluation, the slowest of {ROUNDS}: {len(REFUSED_IN_A_CALL)} hostile expressions and others"
    )
    return Result("expressions", title, rows, goal, machine(""))


def _worst(expression: Expression, variables: dict[str, object]) -> float:
    return max(_milliseconds(lambda: expression.value(variables)) for _ in range(ROUNDS))


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.thread_time()
    with suppress(ExpressionFailed):
        run()
    return (time.thread_time() - began) * 1000


def _row(found: list[float]) -> Figures:
    return {
        "expressions": len(found),
        "median ms": round(statistics.median(found), 3),
        "worst ms": round(max(found), 3),
    }
