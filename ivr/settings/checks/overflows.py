"""A queue overflows (`overflow` in `config/queues.yaml`) into one that is not there or has another channel.

Overflows that lead round in a circle are told as well, as a warning: nobody goes into a queue twice, so
that who has been in all of them stays in the last. For the others the engine does not start.

Wrong:

```yaml
queues:
  support: {name: {zh: 客服, en: Support}, overflow: {after: 5m, to: opertor}}
  operator: {name: {zh: 总机, en: Operator}}
```

Right:

```yaml
queues:
  support: {name: {zh: 客服, en: Support}, overflow: {after: 5m, to: operator}}
  operator: {name: {zh: 总机, en: Operator}}
```

Calls cannot go on waiting among e-mails:

Wrong:

```yaml
queues:
  support: {name: {zh: 客服, en: Support}, overflow: {after: 5m, to: letters}}
  letters: {name: {zh: 邮件, en: E-mail}, channel: email}
channels:
  email: {at_once: 3}
```

Wrong:

```yaml
queues:
  support: {name: {zh: 客服, en: Support}, overflow: {after: 5m, to: operator}}
  operator: {name: {zh: 总机, en: Operator}, overflow: {after: 5m, to: support}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from ivr.document.model import node_at
from ivr.document.nodes import Document, Mark
from ivr.document.problems import Problem, nearest

ID = "overflows"
SEVERITY = "error"


class Overflowing(Protocol):
    """Where a queue sends those who wait too long."""

    @property
    def to(self) -> str: ...


class Served(Protocol):
    """A queue, as far as this check needs one."""

    @property
    def overflow(self) -> Overflowing | None: ...

    @property
    def channel(self) -> str: ...


def check(queues: Mapping[str, Served], document: Document) -> Iterator[Problem]:
    """Overflows into a queue that is not there or is of another channel, and circles of overflows, each once,
    where it closes."""
    to = {name: queue.overflow.to for name, queue in queues.items() if queue.overflow}
    told: set[frozenset[str]] = set()
    for name, target in to.items():
        circle = _circle(name, to)
        if target not in queues:
            text = f"no queue named '{target}'; {nearest(target, queues)}"
            zh = f"没有名为“{target}”的队列；{nearest(target, queues, 'zh')}"
            yield _at_overflow(document, name, text, zh)
        elif queues[target].channel != queues[name].channel:
            yield _at_overflow(document, name, *_other_channel(name, target, queues))
        elif circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            way = " → ".join((*circle, name))
            text = f"these overflows lead round in a circle: {way}; a caller stays in the last of them"
            zh = f"溢出形成循环：{way}；来电者会一直留在其中最后一个队列"
            yield _at_overflow(document, circle[-1], text, zh, "warning")


def _other_channel(name: str, target: str, queues: Mapping[str, Served]) -> tuple[str, str]:
    own, other = queues[name].channel, queues[target].channel
    alike = [each for each, queue in queues.items() if queue.channel == own and each != name]
    return (
        f"queue '{target}' is for {other}, '{name}' for {own}; {nearest(target, alike)}",
        f"队列“{target}”处理 {other}，“{name}”处理 {own}；{nearest(target, alike, 'zh')}",
    )


def _circle(start: str, to: Mapping[str, str]) -> list[str]:
    """The queues from this one back to it; empty where the overflows do not come back."""
    way = [start]
    while (following := to.get(way[-1])) is not None and following not in way:
        way.append(following)
    return way if following == start else []


def _at_overflow(document: Document, queue: str, text: str, zh: str, severity: str = "error") -> Problem:
    root = document.root
    mark = node_at(root, ("queues", queue, "overflow", "to")).mark if root else Mark(1, 1)
    return document.problem(mark, text, ID, severity, zh)
