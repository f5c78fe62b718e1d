"""Every text that the dialplans in use can say, so that its audio can be made before the first call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivr.flow import built_in
from ivr.flow.dialplan import Dialplan
from ivr.flow.prompt import Prompt
from ivr.flow.step import Step, values


def texts(dialplans: Iterable[Dialplan]) -> Iterator[tuple[str, str]]:
    """(language, text), those of the engine itself included; a text may come several times."""
    yield from built_in.texts()
    for dialplan in dialplans:
        for _, step in dialplan.steps():
            for prompt in _prompts(step):
                yield from prompt.texts(dialplan.language)


def _prompts(step: Step) -> Iterator[Prompt]:
    yield from (prompt for _, prompt in values(step, Prompt))
    yield from step.said()
