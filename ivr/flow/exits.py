"""The ways out of every step, found by reflection, and which of them a call took.

An exit is a link that the YAML names (`keys 1`, `give_up`, `on_status 404`), a block of steps (`then`,
`else`), or simply the next step ('', where a link is left out that would lead there as well). Steps that do
not exist yet have exits like all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.flow.dialplan import Dialplan
from ivr.flow.step import CallMark, Gosub, Goto, Inline, Next, Place, Step, StepsMark, is_marked, marked

ON_ERROR = "on_error"
_GOES_ON = "continue"


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a step. `label`: how `Step.links()` calls it, the name of a block, '' for the next step;
    `target`: the flow or reserved word it leads to, '' inside the flow. The dialplan's own `on_error` is one
    as well, without flow and verb."""

    flow: str
    verb: str
    label: str
    target: str
    place: Place


class Exits:
    """All exits of a dialplan, in the order of the file."""

    def __init__(self, plan: Dialplan) -> None:
        self._plan = plan  # what is known by identity has to stay
        self._known: dict[tuple[int, str], Exit] = {}
        self._links: dict[tuple[int, int], Exit] = {}
        for flow, step in plan.steps():
            self._add(flow, step)
        self.on_error: Exit | None = None
        if plan.on_error:
            self.on_error = Exit("", "", ON_ERROR, plan.on_error, plan.place_of(ON_ERROR))
        found = [*self._known.values(), *([self.on_error] if self.on_error else [])]
        self.all = tuple(sorted(dict.fromkeys(found), key=lambda way: (way.place.line, way.place.column)))

    def of(self, step: Step) -> tuple[Exit, ...]:
        """The exits of one step; empty for a step of another dialplan."""
        return tuple(way for (known, _), way in self._known.items() if known == id(step))

    def taken(self, step: Step, way: Next | str) -> Exit | None:
        """The exit that `way` is, as `Watcher.left` is told it; None for a step of another dialplan, and for
        what leads nowhere, such as a menu that asks again by itself."""
        match way:
            case Goto(link) | Gosub(link):
                found = self._links.get((id(step), id(link)))
            case Inline(block):
                return self._known.get((id(step), _name_of(step, block)))
            case None:
                found = None
            case str():
                return self._links.get((id(step), id(way)))
            case _:
                found = self._links.get((id(step), id(way.by)))
        return found or self._known.get((id(step), _next_label(step)))

    def _add(self, flow: str, step: Step) -> None:
        onward = _next_label(step)
        for label, target in step.links():
            name = onward if _is_left_out(step, label, target) else label
            way = Exit(
                flow, step.verb, name, _GOES_ON if name == onward else str(target), step.place_of(name)
            )
            self._known[id(step), name] = self._links[id(step), id(target)] = way
        for name, _ in step.children():
            label = _alias(step, name)
            self._known[id(step), label] = Exit(flow, step.verb, label, "", step.place)
        if onward or _passes(step) or not (any(step.links()) or any(step.children())):
            target = _GOES_ON if step.passes() else ""
            self._known.setdefault((id(step), onward), Exit(flow, step.verb, onward, target, step.place))


def _is_left_out(step: Step, label: str, target: str) -> bool:
    """Whether a link is not in the YAML and leads on, as the step does by itself."""
    named = {_alias(step, name) for name in step.model_fields_set}
    return step.passes() and target == _GOES_ON and label.split(" ")[0] not in named


def _passes(step: Step) -> bool:
    """Whether the step goes on by itself; one that calls a flow is left by that link and comes back."""
    return step.passes() and not any(marked(step, CallMark))


def _next_label(step: Step) -> str:
    """What going on is called: '' or, where a block of steps is left out (`else`), its name."""
    return next((_alias(step, name) for name in _blocks(step) if not getattr(step, name)), "")


def _name_of(step: Step, block: tuple[Step, ...]) -> str:
    return next((_alias(step, name) for name in _blocks(step) if getattr(step, name) is block), "")


def _blocks(step: Step) -> Iterator[str]:
    return (name for name, field in type(step).model_fields.items() if is_marked(field, StepsMark))


def _alias(step: Step, name: str) -> str:
    return type(step).model_fields[name].alias or name
