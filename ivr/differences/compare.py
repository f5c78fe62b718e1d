"""Two versions of a dialplan → what a caller notices.

Numbers answered, the language and the flow a call begins with, and in each flow that a call can get to: words
heard, keys and where they lead, times, queues and skills, hours, steps added and removed. A flow that no call
can get to makes no difference, nor does its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ivr.differences.leaves import Leaf, leaves
from ivr.differences.renames import reached, same_flows
from ivr.flow.dialplan import Dialplan, Flow
from ivr.flow.step import Step
from ivr.flow.wording import summary

Image = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is another. `what` names its sentence (`ivr.differences.words`); `flow` is the new name,
    '' for the whole dialplan; `line` is the new one, or the old one of what is gone."""

    what: str
    flow: str = ""
    verb: str = ""
    line: int = 0
    label: str = ""
    old: str = ""
    new: str = ""


def compare(old: Dialplan, new: Dialplan) -> list[Difference]:
    """All differences for a caller, first those of the whole dialplan, then by the flows of the new one."""
    return list(_Comparison(old, new).differences())


class _Comparison:
    def __init__(self, old: Dialplan, new: Dialplan) -> None:
        self._old, self._new = old, new
        self._same = same_flows(old, new)

    def differences(self) -> Iterator[Difference]:
        yield from self._numbers()
        if self._old.language != self._new.language:
            yield Difference("language", old=self._old.language, new=self._new.language)
        for what in ("start", "on_error"):
            was, now = getattr(self._old, what), getattr(self._new, what)
            if self._name(was) != now:
                yield Difference(what, old=was, new=now)
        yield from self._flows()

    def _numbers(self) -> Iterator[Difference]:
        before, after = set(self._old.numbers), set(self._new.numbers)
        yield from (Difference("number_added", new=number) for number in sorted(after - before))
        yield from (Difference("number_gone", old=number) for number in sorted(before - after))

    def _flows(self) -> Iterator[Difference]:
        before, after = reached(self._old), reached(self._new)
        come_from = {now: was for was, now in self._same.items()}
        for name in self._new.flows:
            if name in come_from:
                was = come_from[name]
                if was != name:
                    yield Difference("flow_renamed", name, old=was, new=name)
                yield from self._steps(name, self._old.flows[was], self._new.flows[name])
            elif name in after:
                was_there = name in self._old.flows
                yield Difference("flow_reached" if was_there else "flow_added", name, new=name)
        for name in self._old.flows:
            if name in before and name not in self._same:
                still_there = name in self._new.flows
                yield Difference("flow_unreached" if still_there else "flow_gone", name, old=name)

    def _steps(self, flow: str, old: Flow, new: Flow) -> Iterator[Difference]:
        """Steps that are alike are passed over; of the others those with one verb are compared in order."""
        before = [self._image(step, self._old) for step in old]
        after = [self._image(step, self._new) for step in new]
        for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if what != "equal":
                yield from self._unlike(flow, old[i:j], new[k:m])

    def _unlike(self, flow: str, old: Sequence[Step], new: Sequence[Step]) -> Iterator[Difference]:
        verbs = SequenceMatcher(
            None, [step.verb for step in old], [step.verb for step in new], autojunk=False
        )
        for what, i, j, k, m in verbs.get_opcodes():
            if what == "equal":
                for was, now in zip(old[i:j], new[k:m], strict=True):
                    yield from self._within(flow, was, now)
                continue
            yield from (_step("step_gone", flow, step, old=summary(step)) for step in old[i:j])
            yield from (_step("step_added", flow, step, new=summary(step)) for step in new[k:m])

    def _within(self, flow: str, old: Step, new: Step) -> Iterator[Difference]:
        before, after = leaves(old, self._old), leaves(new, self._new)
        for label in dict.fromkeys([*before, *after]):
            was, now = before.get(label), after.get(label)
            if was and now and self._text(was) == now.text:
                continue
            kind = (was or now or Leaf("value", "")).kind
            what = f"{kind}_added" if was is None else f"{kind}_gone" if now is None else kind
            yield _step(
                what, flow, new, label=label, old=was.text if was else "", new=now.text if now else ""
            )
        blocks_before, blocks_after = dict(old.children()), dict(new.children())
        for name in dict.fromkeys([*blocks_before, *blocks_after]):
            yield from self._steps(flow, blocks_before.get(name, ()), blocks_after.get(name, ()))

    def _image(self, step: Step, plan: Dialplan) -> Image:
        """Equal for steps that are the same for a caller."""
        found = leaves(step, plan)
        text = self._text if plan is self._old else lambda leaf: leaf.text
        blocks = ((name, tuple(self._image(each, plan) for each in steps)) for name, steps in step.children())
        return step.verb, tuple(sorted((label, text(leaf)) for label, leaf in found.items())), tuple(blocks)

    def _text(self, leaf: Leaf) -> str:
        """A leaf of the old version, with the names that flows have in the new one."""
        return self._name(leaf.text) if leaf.kind == "link" else leaf.text

    def _name(self, flow: str) -> str:
        return self._same.get(flow, flow)


def _step(what: str, flow: str, step: Step, **more: str) -> Difference:
    return Difference(what, flow, step.verb, step.place.line, **more)


def told_apart(differences: Sequence[Difference]) -> Mapping[str, list[Difference]]:
    """By flow, '' for the whole dialplan, in order."""
    found: dict[str, list[Difference]] = {}
    for each in differences:
        found.setdefault(each.flow, []).append(each)
    return found


def matters(differences: Sequence[Difference]) -> bool:
    """Whether a caller notices any of them: a flow that has another name and nothing else is not noticed."""
    return any(each.what != "flow_renamed" for each in differences)
