"""Dialplan → boxes and arrows, as plain data: a box is a flow, a row a step or one of its ways out.

Everything is found by reflection (`Step.links`, `Step.children`, the step's fields): a step that does not
exist yet is drawn as well as `menu`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.flow.dialplan import Dialplan
from ivr.flow.step import LinkMark, Place, Step, is_marked
from ivr.flow.wording import summary

_DEPTH = 6  # blocks in blocks are drawn no further to the right than this
_POPULAR = 5  # a flow that more arrows than this lead to is common to many


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a box. `text` is whole, however long; `key` is how a way out is called in `Step.links()`,
    '' for a step; `target` the flow or reserved word that it leads to."""

    text: str
    place: Place
    depth: int = 0
    verb: str = ""
    key: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A flow. `begins` is true for the one that calls start with."""

    flow: str
    rows: tuple[Row, ...]
    place: Place
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """From row number `row` of a flow to another flow, labelled as people say it: '1', 'give_up'."""

    flow: str
    row: int
    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One dialplan."""

    title: str
    numbers: tuple[str, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def picture(plan: Dialplan, language: str = "zh") -> Picture:
    """The dialplan with its texts in this language (zh, en)."""
    boxes = tuple(
        Box(name, tuple(_rows(flow, 0, language)), plan.place_of(f"flows {name}"), name == plan.start)
        for name, flow in plan.flows.items()
    )
    arrows = tuple(
        Arrow(box.flow, index, label(row.key), row.target)
        for box in boxes
        for index, row in enumerate(box.rows)
        if row.target in plan.flows
    )
    return Picture(plan.name, plan.numbers, boxes, arrows)


def depths(picture: Picture) -> Mapping[str, int]:
    """How many ways a caller has to take at least to get to a flow; flows nobody gets to are left out."""
    ways: dict[str, list[str]] = {}
    for arrow in picture.arrows:
        ways.setdefault(arrow.flow, []).append(arrow.to)
    found = {box.flow: 0 for box in picture.boxes if box.begins}
    ahead = deque(found)
    while ahead:
        flow = ahead.popleft()
        for to in ways.get(flow, ()):
            if to not in found:
                found[to] = found[flow] + 1
                ahead.append(to)
    return found


def leads_on(arrow: Arrow, depth: Mapping[str, int]) -> bool:
    """Whether an arrow leads away from the beginning, not across or back."""
    return depth.get(arrow.flow, 0) < depth.get(arrow.to, 0)


def drawn(picture: Picture) -> tuple[Arrow, ...]:
    """The arrows that make a picture clearer: those to the common end of many flows (goodbye), or back to
    what many flows lead back to (the main menu), do not. The row says where it leads all the same."""
    incoming = Counter(arrow.to for arrow in picture.arrows)
    onward, depth = {arrow.flow for arrow in picture.arrows}, depths(picture)

    def helps(arrow: Arrow) -> bool:
        is_common = incoming[arrow.to] > _POPULAR
        return not is_common or (arrow.to in onward and leads_on(arrow, depth))

    return tuple(arrow for arrow in picture.arrows if helps(arrow))


def label(key: str) -> str:
    """A way out as people call it: `keys 1` is 1, `on_status 404` is 404, `flow` is nothing."""
    return key.rsplit(" ", 1)[-1] if " " in key else {"flow": "", "target": ""}.get(key, key)


def _rows(steps: tuple[Step, ...], depth: int, language: str) -> Iterator[Row]:
    for step in steps:
        links = list(step.links())
        if len(links) == 1 and not any(step.children()) and _is_link(step, links[0][0]):
            key, target = links[0]
            yield Row(target, step.place, depth, step.verb, key, target)
            continue
        yield Row(summary(step, language), step.place, depth, step.verb)
        yield from (
            Row(f"{label(key)} → {target}", step.place_of(key), depth + 1, "", key, target)
            for key, target in links
            if target != "continue"
        )
        for name, block in step.children():
            if name == step.shorthand:  # the block is what the verb itself is about, as in `secure`
                yield from _rows(block, min(depth + 1, _DEPTH), language)
                continue
            yield Row(_alias(step, name), step.place, depth + 1, key=_alias(step, name))
            yield from _rows(block, min(depth + 2, _DEPTH), language)


def _is_link(step: Step, key: str) -> bool:
    """Whether a step is a link and nothing else, as `goto` and `call` are."""
    name = step.shorthand or ""
    field = type(step).model_fields.get(name)
    return field is not None and is_marked(field, LinkMark) and key == (field.alias or name)


def _alias(step: Step, name: str) -> str:
    return type(step).model_fields[name].alias or name
