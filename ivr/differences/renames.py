"""Which flow of the new version is which of the old one: names are nothing to a caller."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from ivr.differences.leaves import leaves
from ivr.flow.dialplan import Dialplan, Flow, steps_below

ALIKE = 0.6
"""So much of their steps two flows of different names must have in common to be the same one."""


def reached(plan: Dialplan) -> set[str]:
    """The flows that some call can get to."""
    found: set[str] = set()
    ahead = [plan.start, plan.on_error]
    while ahead:
        name = ahead.pop()
        if name in plan.flows and name not in found:
            found.add(name)
            ahead += [target for step in steps_below(plan.flows[name]) for _, target in step.links()]
    return found


def same_flows(old: Dialplan, new: Dialplan) -> Mapping[str, str]:
    """Old name → new name of the flows that callers can get to in both."""
    before, after = reached(old), reached(new)
    same = {name: name for name in before & after}
    left, free = sorted(before - after), sorted(after - before)
    likeness = [(_alike(old, old.flows[was], new, new.flows[now]), was, now) for was in left for now in free]
    for alike, was, now in sorted(likeness, reverse=True):
        if alike >= ALIKE and was not in same and now not in same.values():
            same[was] = now
    return same


def _alike(old: Dialplan, was: Flow, new: Dialplan, now: Flow) -> float:
    return SequenceMatcher(None, _image(old, was), _image(new, now), autojunk=False).ratio()


def _image(plan: Dialplan, flow: Flow) -> list[tuple[str, str, str]]:
    """What a flow is made of, without where it leads."""
    return [
        (step.verb, label, leaf.text)
        for step in steps_below(flow)
        for label, leaf in sorted(leaves(step, plan).items())
        if leaf.kind != "link"
    ]
