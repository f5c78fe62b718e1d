"""The journeys in the call log → how many callers took each way of a dialplan, and where they left.

The log says which flows a call entered and which keys it pressed. A flow that is entered belongs to the way
that leads there from the flow before it; where that one has none, to a flow that called it (`call`), to which
the caller has come back in the meantime.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from ivr.events import CallEnded, CallEvent, FlowEntered, MenuAnswered
from ivr.flow.dialplan import Dialplan
from ivr.pictures.notes import Traffic, Way

KINDS = ("flow_entered", "menu_answered", "call_ended")
"""The events that are needed, by their kind in the journal."""


class TrafficCount:
    """Counts journeys one after the other; `traffic` is what was counted so far."""

    def __init__(self, plan: Dialplan) -> None:
        self._ways: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for flow, step in plan.steps():
            for key, target in step.links():
                if target in plan.flows:
                    self._ways[flow][target].append(key)
        self._start = plan.start
        self._trouble = plan.on_error
        self._calls = 0
        self._entered: Counter[str] = Counter()
        self._taken: Counter[Way] = Counter()
        self._left: dict[str, Counter[str]] = defaultdict(Counter)
        self._elsewhere = 0

    @property
    def traffic(self) -> Traffic:
        return Traffic(self._calls, self._entered, self._taken, self._left, self._elsewhere)

    def add(self, journey: Sequence[CallEvent]) -> None:
        """One call, in the order it was written."""
        self._calls += 1
        stack: list[str] = []
        answer: MenuAnswered | None = None
        for event in journey:
            if isinstance(event, FlowEntered):
                self._entered[event.flow] += 1
                self._enter(stack, event.flow, answer)
                answer = None
            elif isinstance(event, MenuAnswered):
                answer = event
                _come_back(stack, event.flow)
            elif isinstance(event, CallEnded) and stack:
                self._left[stack[-1]][event.by] += 1

    def _enter(self, stack: list[str], flow: str, answer: MenuAnswered | None) -> None:
        """Count the way to this flow; `stack` is the flow before it, with those before that one below."""
        below = next((at for at in reversed(range(len(stack))) if flow in self._ways[stack[at]]), None)
        if below is None:
            self._elsewhere += bool(stack) and flow not in (self._start, self._trouble)
            stack[:] = [flow]
            return
        del stack[below + 1 :]
        self._taken[stack[below], self._key(stack[below], flow, answer), flow] += 1
        stack.append(flow)

    def _key(self, flow: str, to: str, answer: MenuAnswered | None) -> str:
        """Which of the ways to that flow it was; '' where the log does not tell."""
        keys = self._ways[flow][to]
        if answer and answer.flow == flow and answer.target == to:
            wanted = f"keys {answer.key}" if answer.outcome == "match" else "give_up"
            if wanted in keys:
                return wanted
        unasked = [key for key in keys if not key.startswith("keys ")]
        return unasked[0] if len(set(unasked)) == 1 else ""


def _come_back(stack: list[str], flow: str) -> None:
    """The caller is in this flow: what it called before is over."""
    if flow in stack:
        while stack[-1] != flow:
            stack.pop()
