"""What callers who wait hear, and where they go on waiting: parts of `config/queues.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ivr.settings.types import Duration, Name, Section, WithinDay


class Announce(Section):
    """What a waiting caller hears besides music: the `position` and how long they will `wait`, first after
    `first`, then every `every`; with `only_improved` only what became better. Who has heard nothing for
    `comfort` is told that they are not forgotten; 0s for never."""

    position: bool = True
    wait: bool = True
    first: Duration = 10.0
    every: Annotated[Duration, Field(ge=1)] = 30.0
    only_improved: bool = True
    comfort: Duration = 90.0


class Expect(Section):
    """What the expected wait begins with: `handle_time` is how long a call keeps an agent busy, wrap-up
    included, until calls were measured."""

    handle_time: Annotated[Duration, Field(ge=1)] = 180.0


class Overflow(Section):
    """Who has waited in a queue for `after` goes on waiting in the queue `to`, at the place of the time
    waited."""

    after: Annotated[WithinDay, Field(gt=0)]
    to: Name
