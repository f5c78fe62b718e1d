"""The settings in `config/`: ivr.yaml, agents.yaml, queues.yaml and hotline.yaml, as frozen models.

Each field is declared once here and gives validation, documentation and (later) its form. Durations are
`15s`, `2m`, `1h30m`, `30d` and are seconds in code.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from ivr.document.model import fill
from ivr.document.nodes import Document
from ivr.document.problems import InvalidFiles, Problem
from ivr.document.reader import read, unreadable
from ivr.settings import mail as mails
from ivr.settings import reports as scheduled
from ivr.settings import webhooks as of_webhooks
from ivr.settings.agents import Agent as Agent
from ivr.settings.agents import Agents as Agents
from ivr.settings.channels import misfits_of_agents
from ivr.settings.checks import overflows, queue_without_agents
from ivr.settings.engine import Ami as Ami
from ivr.settings.engine import Engine as Engine
from ivr.settings.engine import Fallback as Fallback
from ivr.settings.engine import FastAgi as FastAgi
from ivr.settings.engine import Outbound as Outbound
from ivr.settings.engine import Sip as Sip
from ivr.settings.engine import Source as Source
from ivr.settings.engine import Speaker as Speaker
from ivr.settings.engine import overridden
from ivr.settings.extensions import second_lines, shared_extensions, shared_phones
from ivr.settings.hotline import Hotline as Hotline
from ivr.settings.queues import Outcome as Outcome
from ivr.settings.queues import Queue as Queue
from ivr.settings.queues import QueueFile as QueueFile
from ivr.settings.types import Duration as Duration
from ivr.settings.types import Level as Level
from ivr.settings.types import Name as Name
from ivr.settings.types import Section
from ivr.settings.types import TimeZone as TimeZone
from ivr.settings.waiting import Announce as Announce
from ivr.settings.web import in_doubt

# The files in config/, by name.
FILES: Mapping[str, type[Section]] = {
    "ivr": Engine,
    "agents": Agents,
    "queues": QueueFile,
    "hotline": Hotline,
}


class Settings(Section):
    """All of `config/`. `root` is the folder that relative paths start from."""

    root: Path
    engine: Engine
    agents: Agents
    queues: QueueFile
    hotline: Hotline = Hotline()

    def path(self, relative: Path) -> Path:
        """The path as configured, made absolute from `root`."""
        return self.root / relative


@dataclass(frozen=True, slots=True)
class Found:
    """What of `config/` could be read, None for a file with errors; `problems` are those of all files."""

    root: Path
    engine: Engine | None
    agents: Agents | None
    queues: QueueFile | None
    hotline: Hotline | None
    problems: tuple[Problem, ...]


S = TypeVar("S", bound=Section)


def load(config: Path, instead: Mapping[str, Path] = MappingProxyType({})) -> Settings:
    """All settings of a folder. Raises `InvalidFiles` with the errors of all its files. `instead`: files
    that take the place of some, by the names of `FILES`."""
    found = find(config, instead)
    engine, agents, queues, hotline = found.engine, found.agents, found.queues, found.hotline
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if engine is None or agents is None or queues is None or hotline is None or errors:
        raise InvalidFiles(errors)
    return Settings(root=found.root, engine=engine, agents=agents, queues=queues, hotline=hotline)


def find(config: Path, instead: Mapping[str, Path] = MappingProxyType({})) -> Found:
    """As much of the settings of a folder as can be read, and all problems of all its files."""
    problems: list[Problem] = []
    engine, described = _load(config / "ivr.yaml", Engine, problems)
    agents, document = _load(instead.get("agents", config / "agents.yaml"), Agents, problems)
    queues, queue_document = _load(instead.get("queues", config / "queues.yaml"), QueueFile, problems)
    hotline = _hotline(config / "hotline.yaml", problems)
    if agents is not None:
        problems += shared_phones(agents, document)
    if queues is not None:
        problems += overflows.check(queues.queues, queue_document)
        problems += second_lines(queues, queue_document)
        problems += shared_extensions(queues, queue_document, agents)
    if agents is not None and queues is not None:
        problems += queue_without_agents.check(queues.queues, agents.agents, queue_document, date.today())
        limits = {name: agent.at_once for name, agent in agents.agents.items()}
        problems += misfits_of_agents(limits, queues.channels, document)
    root = config.resolve().parent
    final = engine and overridden(engine, os.environ, root)
    if final:
        problems += in_doubt(final.web, described, agents.agents if agents else None)
        problems += of_webhooks.in_doubt(final.webhooks, queues.queues if queues else None, described)
        problems += mails.in_doubt(final.mail, root, described)
        problems += scheduled.without_server(final.reports, final.mail, described)
    return Found(root, final, agents, queues, hotline, tuple(sorted(problems)))


def _hotline(path: Path, problems: list[Problem]) -> Hotline | None:
    """A centre without such a file promises nothing about its cases."""
    return _load(path, Hotline, problems)[0] if path.exists() else Hotline()


def _load(path: Path, model: type[S], problems: list[Problem]) -> tuple[S | None, Document]:
    """One file, its problems added to the list."""
    try:
        document = read(path.read_bytes().decode("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        text, zh = unreadable(error)
        problems.append(Problem(str(path), 1, 1, text, zh=zh))
        return None, Document(str(path), "", None)
    filled, found = fill(model, document.root, document) if document.root else (None, [])
    problems += [*document.problems, *found]
    return filled, document
