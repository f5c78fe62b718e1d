"""A queue is named that `config/queues.yaml` does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.step import QueueMark, marked

ID = "unknown_queue"


def check(dialplan: Dialplan, queues: Collection[str]) -> Iterator[Problem]:
    for _, step in dialplan.steps():
        for label, name in marked(step, QueueMark):
            if name not in queues:
                yield at(step.place_of(label), ID, f"no queue named '{name}'; {nearest(name, queues)}")
