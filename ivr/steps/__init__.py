"""The steps of the flow language: one file = one step, all of them in `CATALOGUE`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.flow.prompt import Prompt
from ivr.flow.step import Step

from .agent import Agent
from .call import Call
from .collect import Collect
from .goto import Goto
from .hangup import Hangup
from .hotline import Hotline
from .hours import Hours
from .http import Http
from .if_ import If
from .menu import Menu
from .play import Play
from .queue import Queue
from .record import Record
from .return_ import Return
from .say import Say
from .set import Set
from .shared.texts import STATES
from .transfer import Transfer

STEPS: tuple[type[Step], ...] = (
    Agent,
    Call,
    Collect,
    Goto,
    Hangup,
    Hotline,
    Hours,
    Http,
    If,
    Menu,
    Play,
    Queue,
    Record,
    Return,
    Say,
    Set,
    Transfer,
)

CATALOGUE: Mapping[str, type[Step]] = {step.verb: step for step in STEPS}


def built_in_prompts() -> Iterator[Prompt]:
    """What the steps say by themselves, so that its audio can be made before the first call."""
    yield from STATES.values()
    for step in STEPS:
        yield from (value for value in vars(step).values() if isinstance(value, Prompt))
        yield from (
            field.default for field in step.model_fields.values() if isinstance(field.default, Prompt)
        )
