"""Where a call is in its dialplan: flows that called one another, and blocks of steps inside them."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.flow.dialplan import Dialplan
from ivr.flow.step import End, Gosub, Goto, Inline, Next, Return, Step

MAX_DEPTH = 20


class EndlessFlow(Exception):
    """The flows go on for ever: in circles without a key, or calling one another without coming back."""


@dataclass(slots=True)
class _Frame:
    """Steps being run; a block of a step (then, else) belongs to the flow below it. `secure` holds for what
    is run from it as well."""

    flow: str
    steps: tuple[Step, ...]
    block: bool = False
    secure: bool = False
    index: int = 0


class Stack:
    """`next_step` gives the step to run, `follow` takes what it returned."""

    def __init__(self, dialplan: Dialplan) -> None:
        self._dialplan = dialplan
        self._frames: list[_Frame] = []

    @property
    def flow(self) -> str:
        """The flow being run, '' when the call is over."""
        return self._frames[-1].flow if self._frames else ""

    @property
    def secure(self) -> bool:
        """Whether the step being run stands in a `secure` block, or in a flow called from one."""
        return bool(self._frames) and self._frames[-1].secure

    def next_step(self) -> Step | None:
        """The step to run now; None when the last flow is over."""
        while self._frames and self._frames[-1].index >= len(self._frames[-1].steps):
            self._frames.pop()
        if not self._frames:
            return None
        frame = self._frames[-1]
        frame.index += 1
        return frame.steps[frame.index - 1]

    def follow(self, way: Next) -> str:
        """Go where a step said; the name of a flow that is entered by this, else ''. Raises `EndlessFlow`."""
        match way:
            case Goto(flow):
                self._leave_flow()
                return self.enter(flow)
            case Gosub(flow):
                return self.enter(flow)
            case Inline(steps, secure):
                self._frames.append(_Frame(self.flow, steps, block=True, secure=secure or self.secure))
            case Return():
                self._leave_flow()
            case End():
                self._frames.clear()
        return ""

    def enter(self, flow: str) -> str:
        """Begin a flow on top of the one being run."""
        if sum(not frame.block for frame in self._frames) >= MAX_DEPTH:
            raise EndlessFlow(
                f"more than {MAX_DEPTH} flows called one another; use 'goto' where no way back is needed"
            )
        self._frames.append(_Frame(flow, self._dialplan.flows[flow], secure=self.secure))
        return flow

    def restart(self, flow: str) -> str:
        """Leave everything and begin this flow."""
        self._frames.clear()
        return self.enter(flow)

    def _leave_flow(self) -> None:
        while self._frames and self._frames.pop().block:
            pass
