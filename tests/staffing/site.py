"""A folder with settings and a generated call log, for the commands about staffing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from ivr.events import Event
from ivr.journal.batch import Writing, prepare
from ivr.journal.database import writing_engine
from ivr.journal.live import LiveCalls
from routing.simulate import Person
from tests.staffing.generated import Made
from tests.stores import fresh

SHIPPED = Path(__file__).parents[2] / "config"
QUEUES = """queues:
  support:
    name: {{zh: 客户服务, en: Customer service}}
    wrap_up: {wrap_up}
"""
_AT_ONCE = 2000


def settings(root: Path, made: Made) -> Path:
    """config/ with these agents and one queue; the folder."""
    config = root / "config"
    config.mkdir(parents=True)
    shutil.copy(SHIPPED / "ivr.yaml", config)
    lines = [
        f"  {person.spec.id}: {{name: 坐席{number}, phone: {2000 + number}, {_skills(person)}}}"
        for number, person in enumerate(made.people)
    ]
    (config / "agents.yaml").write_text("agents:\n" + "\n".join(lines) + "\n")
    (config / "queues.yaml").write_text(QUEUES.format(wrap_up=f"{made.wrap_up:g}s"))
    return config


def _skills(person: Person) -> str:
    return "skills: {" + ", ".join(f"{name}: {level}" for name, level in person.spec.skills.items()) + "}"


def write(root: Path, events: Iterable[Event]) -> None:
    """The call log, as the engine leaves it."""
    url = f"sqlite:///{root}/var/callwright.db"
    fresh(url)
    engine, live, found = writing_engine(url), LiveCalls(), list(events)
    writing = Writing(engine.dialect)
    with engine.connect() as connection:
        for begin in range(0, len(found), _AT_ONCE):
            writing.write(connection, prepare(found[begin : begin + _AT_ONCE], live))
    engine.dispose()
