"""Agents and queues as people name them in options: by the name in the settings, or as tables call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.cli import texts
from ivr.cli.language import Language, chosen
from ivr.cli.options import stop_with
from ivr.document.problems import nearest
from ivr.journal.story import clean
from ivr.settings import Settings


def agent_named(given: str, settings: Settings) -> str:
    """The agent's name in the settings, for that or for what people call the agent, if it is one agent's."""
    return _named(given, {name: (agent.name,) for name, agent in settings.agents.agents.items()})


def queue_named(given: str, settings: Settings) -> str:
    """The queue's name in the settings, for that or for what people call the queue in either language."""
    return _named(given, {name: queue.name.values() for name, queue in settings.queues.queues.items()})


def known_or_exit(settings: Settings, agent: str, queue: str, language: Language | None) -> None:
    """Names of agents and queues that the settings do not have end the program with the nearest ones."""
    named = (
        ("no_such_queue", queue, settings.queues.queues),
        ("no_such_agent", agent, settings.agents.agents),
    )
    for complaint, name, known in named:
        if name and name not in known:
            hint = nearest(name, known, chosen(language))
            stop_with(texts.text(complaint, language, unknown=clean(name), nearest=hint))


def _named(given: str, called: Mapping[str, Iterable[str]]) -> str:
    if given in called:
        return given
    fits = [name for name, spoken in called.items() if given.casefold() in map(str.casefold, spoken)]
    return fits[0] if len(fits) == 1 else given
