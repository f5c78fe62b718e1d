"""A story as read: its name, its place, what it takes as given, and what happens in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.flow.dialplan import Dialplan
from ivr.flow.library import Library
from ivr.flow.step import Place
from ivr.settings import Settings

from .facts import Caller, World
from .line import Said
from .turns import Turn


@dataclass(frozen=True, slots=True)
class Story:
    """One call. `caller` and `world` are whole: what the story leaves out comes from the head of its file."""

    name: Said
    place: Place
    caller: Caller
    world: World
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Centre:
    """The call centre that stories are about."""

    library: Library
    settings: Settings

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """What queues and agents are called, by language and key."""
        agents = {key: agent.name for key, agent in self.settings.agents.agents.items()}
        queues = self.settings.queues.queues.items()
        return {
            language: {**{key: queue.name.get(language, key) for key, queue in queues}, **agents}
            for language in ("zh", "en")
        }

    def plan(self, story: Story) -> Dialplan | None:
        """The dialplan that answers the story's call."""
        return self.library.find(story.caller.dialled)
