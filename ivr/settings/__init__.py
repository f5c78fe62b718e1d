"""The settings in `config/`: ivr.yaml, agents.yaml, queues.yaml, as frozen models.

Each field is declared once here and gives validation, documentation and (later) its form. Durations are
`15s`, `2m`, `1h30m`, `30d` and are seconds in code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, field_validator, model_validator

from ivr.document.model import Fault, Faults, fill, node_at
from ivr.document.nodes import Document
from ivr.document.problems import InvalidFiles, Problem
from ivr.document.reader import read, unreadable
from ivr.ports import Disposition, Mode
from ivr.settings.channels import PHONE, Channel, Contacts, misfits, misfits_of_agents
from ivr.settings.checks import overflows, queues_without_agents
from ivr.settings.choice import Priority, StrategyName, Target
from ivr.settings.skills import DatedSkill, SkillExpression, SkillId
from ivr.settings.types import Country, Port, Section, Texts
from ivr.settings.types import Duration as Duration
from ivr.settings.types import Level as Level
from ivr.settings.types import Name as Name
from ivr.settings.types import TimeZone as TimeZone
from ivr.settings.waiting import Announce as Announce
from ivr.settings.waiting import Expect, Overflow
from ivr.settings.web import Web, in_doubt, with_tokens
from routing.needs import ANYBODY


class FastAgi(Section):
    """Where the engine listens for Asterisk's calls. Port 0: any free one (private Asterisk only)."""

    host: str = "127.0.0.1"
    port: Port = 4573


class Ami(Section):
    """How to reach Asterisk's manager interface."""

    host: str = "127.0.0.1"
    port: Port = 5038
    user: str = "callwright"
    secret: str = "callwright"


class Sip(Section):
    """Where the private Asterisk listens for phones and lines. Port 0: any free one."""

    host: str = "127.0.0.1"
    port: Port = 5060
    rtp_first: Port = 10000
    rtp_last: Port = 10999


class Outbound(Section):
    """Outside numbers that flows may dial: those matching an `allow` pattern (x: any digit), by `trunk`."""

    trunk: str = ""
    allow: tuple[str, ...] = ()


class Fallback(Section):
    """What Asterisk does with a caller while the engine is away."""

    music: Duration = 5.0
    queue: Duration = 600.0


class Speaker(Section):
    """Who says the texts of a language that nobody recorded.

    `espeak`: the voice that installs with pip. `piper`: the Piper model `model`, said by the package
    piper-tts or by the program `run`. `command`: the program `run`, each argument an item of the list, never
    a shell; it is given the text on standard input, and writes WAV to standard output, or to the file whose
    name it finds in the place of `{file}`; `{language}` is the language. A text may take `limit`. Another
    `version` has all texts said anew.
    """

    kind: Literal["espeak", "piper", "command"] = "espeak"
    model: Path | None = None
    run: tuple[str, ...] = ()
    limit: Annotated[Duration, Field(gt=0)] = 20.0
    version: str = "1"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "piper" and self.model is None:
            raise Fault(
                "a Piper voice needs 'model', the path of a .onnx file",
                zh="Piper语音需要“model”：.onnx文件的路径",
            )
        if self.kind == "command" and not any(self.run):
            raise Fault(
                "a command needs 'run', a list: [/opt/tts/say, --voice, li]",
                zh="command需要“run”列表：[/opt/tts/say, --voice, li]",
            )
        if self.kind != "piper" and self.model is not None:
            raise Fault("'model' is for piper", ("model",), at_key=True, zh="“model”只用于piper")
        if self.kind == "espeak" and self.run:
            raise Fault(
                "'run' is for piper and command", ("run",), at_key=True, zh="“run”只用于piper和command"
            )
        return self


class Source(Section):
    """Where the step `lookup` finds things: a database (`sql`), a list (`csv`) or a web service (`http`).

    `query` gets the values of the step as `:name`; at most `rows` of its rows are taken. `key` is the column
    that is searched. `http` gets the values as `{{ name }}`, and answers in JSON.
    """

    sql: str | None = None
    query: str | None = None
    rows: Annotated[int, Field(ge=1, le=100)] = 1
    csv: Path | None = None
    key: str | None = None
    http: str | None = None
    headers: Mapping[str, str] = {}

    @property
    def kind(self) -> str:
        """sql, csv or http."""
        return "sql" if self.sql else "csv" if self.csv else "http"

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [kind for kind in ("sql", "csv", "http") if getattr(self, kind)]
        if len(given) != 1:
            raise Fault("give one of sql, csv and http", zh="请在 sql、csv 和 http 中写一个")
        needed, known = _SOURCE_FIELDS[self.kind]
        missing = next((name for name in needed if not getattr(self, name)), "")
        if missing:
            raise Fault(f"with {self.kind} '{missing}' is needed", zh=f"有 {self.kind} 时需要“{missing}”")
        for name in sorted(self.model_fields_set - {self.kind, *known}):
            raise Fault(
                f"'{name}' means nothing beside {self.kind}",
                [name],
                at_key=True,
                zh=f"有 {self.kind} 时“{name}”没有意义",
            )
        return self

    @field_validator("query")
    @classmethod
    def _only_reads(cls, query: str | None) -> str | None:
        if query and not re.match(r"(?is)\s*(select|with)\b", query):
            raise Fault("a look-up only reads: begin the query with select", zh="查询只读：请以 select 开头")
        return query


# What a source of each kind needs, and what else it may have.
_SOURCE_FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sql": (("query",), ("query", "rows")),
    "csv": (("key",), ("key",)),
    "http": ((), ("headers", "rows")),
}


class Engine(Section):
    """`config/ivr.yaml`. Relative paths are relative to the folder above `config/`."""

    asterisk: Literal["private", "existing"] = "private"
    fastagi: FastAgi = FastAgi()
    ami: Ami = Ami()
    sip: Sip = Sip()
    outbound: Outbound = Outbound()
    fallback: Fallback = Fallback()
    database: str = "sqlite:///var/callwright.db"
    dialplans: Path = Path("dialplans")
    recordings: Path = Path("var/recordings")
    prompts: Path = Path("var/prompts")
    state: Path = Path("var/state")
    timezone: TimeZone = "Asia/Shanghai"
    country: Country = "CN"
    voice: Mapping[Literal["zh", "en"], Speaker] = {}
    environment: Mapping[str, str] = {}
    sources: Mapping[Name, Source] = {}
    web: Web = Web()


class Agent(Section):
    """One agent of `config/agents.yaml`. `phone` is the SIP account and the extension, `password` that of the
    sample phone; `pinyin` is how the name is read where that is not the usual way: `zeng zhi wei`. `language`
    is what the agent is spoken to in. `at_once`: contacts of a channel, where not as many as others have.
    `may`: what they may do with the talks of others, as a supervisor."""

    name: str
    pinyin: Annotated[str, Field(pattern=r"^[A-Za-zÜü' ]*$")] = ""
    phone: Annotated[str, Field(pattern=r"^[0-9]{2,8}$")]
    password: str = ""
    skills: Mapping[SkillId, DatedSkill] = {}
    language: Literal["zh", "en"] = "zh"
    at_once: Mapping[Name, Contacts] = {}
    may: tuple[Mode, ...] = ()

    def levels(self, day: date) -> dict[str, int]:
        """The skills that count on this day, with their levels."""
        return {name: skill.level for name, skill in self.skills.items() if skill.counts_on(day)}

    def in_sight(self, day: date) -> dict[str, int]:
        """The skills that count on this day or will do so later, with their levels."""
        return {name: skill.level for name, skill in self.skills.items() if not skill.is_over(day)}


class Agents(Section):
    """`config/agents.yaml`. `more_wrap_up`: by how much an agent makes a wrap-up longer at a time."""

    agents: Mapping[Name, Agent]
    more_wrap_up: Annotated[Duration, Field(gt=0)] = 60.0
    pause_reasons: tuple[Name, ...] = ("break", "lunch", "training", "meeting")


Heard = Literal["queue", "waited", "choices"]
Digit = Annotated[str, Field(pattern=r"^[0-9]$")]


class Outcome(Section):
    """One way in which a call can come out, as agents classify it: `id` in the log and `name` for people."""

    id: Name
    name: Mapping[Literal["zh", "en"], Annotated[str, Field(pattern=r"^[^{}]{1,60}$")]]


def _each_once(outcomes: Mapping[str, Outcome]) -> Mapping[str, Outcome]:
    names = [outcome.id for outcome in outcomes.values()]
    for name in names:
        if names.count(name) > 1:
            raise Fault(f"'{name}' stands behind two keys", zh=f"“{name}”出现在两个按键后")
    return outcomes


Outcomes = Annotated[Mapping[Digit, Outcome], AfterValidator(_each_once)]


class Queue(Section):
    """One queue of `config/queues.yaml`. `members`: who serves it, by skills; everybody if left out.
    `strategy`: who of those who can serve a caller is rung. `target`: the service level to be kept. At most
    `max_length` callers wait; who is cut off and calls again within `keep_place` has the old place, 0s for
    never. `agent_hears`: what agents are told before they are joined with a caller; `confirm`: whether they
    must press 1 to take the call. `pause_after`: so many offers in a row that an agent did not answer pause
    them, 0 for never. `dispositions`: how calls can come out, by the agent's key; those of the whole file
    where it has none."""

    name: Texts
    members: SkillExpression = ANYBODY
    strategy: StrategyName = "longest_idle"
    target: Target = Target()
    overdue: Annotated[Duration, Field(gt=0)] = 300.0
    ring: Annotated[Duration, Field(ge=1)] = 15.0
    wrap_up: Duration = 10.0
    rest: Annotated[Duration, Field(ge=1)] = 5.0
    music: Name = "default"
    announce: Announce = Announce()
    expect: Expect = Expect()
    max_length: Annotated[int, Field(ge=1)] | None = None
    overflow: Overflow | None = None
    keep_place: Duration = 120.0
    record: bool = True
    channel: Name = PHONE
    agent_hears: tuple[Heard, ...] = ()
    confirm: bool = False
    pause_after: Annotated[int, Field(ge=0, le=100)] = 0
    dispositions: Outcomes = {}  # noqa: RUF012
    extension: Annotated[str, Field(pattern=r"^[0-9]{0,20}$", coerce_numbers_to_str=True)] = ""
    escalate_to: Name | Literal[""] = ""

    @property
    def telling(self) -> float:
        """Seconds that an agent may take between the answer and the talk."""
        return 30.0 if self.agent_hears or self.confirm else 0.0


class QueueFile(Section):
    """`config/queues.yaml`. `dispositions` are those of the queues that have none of their own. Work that is
    due counts from `urgent` before that; until then calls go first."""

    queues: Mapping[Name, Queue]
    priority: Priority = Priority()
    dispositions: Outcomes = {}  # noqa: RUF012
    channels: Mapping[Name, Channel] = {}
    urgent: Duration = 7200.0

    @model_validator(mode="after")
    def _channels_are_there(self) -> Self:
        used = {name: queue.channel for name, queue in self.queues.items()}
        if faults := list(misfits(self.channels, used)):
            raise Faults(faults)
        return self

    @property
    def for_calls(self) -> frozenset[str]:
        """The queues that take calls, and not work of another channel."""
        return frozenset(name for name, queue in self.queues.items() if queue.channel == PHONE)

    def outcomes(self, queue: str) -> tuple[Disposition, ...]:
        """How calls of this queue can come out. Raises KeyError."""
        found = self.queues[queue].dispositions or self.dispositions
        return tuple(
            Disposition(key, each.id, {str(language): name for language, name in each.name.items()})
            for key, each in found.items()
        )


# The files in config/, by name.
FILES: Mapping[str, type[Section]] = {"ivr": Engine, "agents": Agents, "queues": QueueFile}


class Settings(Section):
    """All of `config/`. `root` is the folder that relative paths start from."""

    root: Path
    engine: Engine
    agents: Agents
    queues: QueueFile

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
    problems: tuple[Problem, ...]


S = TypeVar("S", bound=Section)

# Environment variables that win over ivr.yaml, so that secrets need not stand in a file.
OVERRIDES: Mapping[str, tuple[str, ...]] = {
    "CALLWRIGHT_AMI_SECRET": ("ami", "secret"),
    "CALLWRIGHT_DATABASE": ("database",),
    "CALLWRIGHT_STATE": ("state",),
}


def load(config: Path, instead: Mapping[str, Path] = MappingProxyType({})) -> Settings:
    """All settings of a folder. Raises `InvalidFiles` with the errors of all its files. `instead`: files
    that take the place of some, by the names of `FILES`."""
    found = find(config, instead)
    engine, agents, queues = found.engine, found.agents, found.queues
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if engine is None or agents is None or queues is None or errors:
        raise InvalidFiles(errors)
    return Settings(root=found.root, engine=engine, agents=agents, queues=queues)


def find(config: Path, instead: Mapping[str, Path] = MappingProxyType({})) -> Found:
    """As much of the settings of a folder as can be read, and all problems of all its files."""
    problems: list[Problem] = []
    engine, described = _load(config / "ivr.yaml", Engine, problems)
    agents, document = _load(instead.get("agents", config / "agents.yaml"), Agents, problems)
    queues, queue_document = _load(instead.get("queues", config / "queues.yaml"), QueueFile, problems)
    if agents is not None:
        problems += _shared_phones(agents, document)
    if queues is not None:
        problems += overflows(queues.queues, queue_document)
        problems += _second_lines(queues, queue_document)
        problems += _shared_extensions(queues, queue_document, agents)
    if agents is not None and queues is not None:
        problems += queues_without_agents(queues.queues, agents.agents, queue_document, date.today())
        limits = {name: agent.at_once for name, agent in agents.agents.items()}
        problems += misfits_of_agents(limits, queues.channels, document)
    overridden = engine and _overridden(engine, os.environ)
    problems += in_doubt(overridden.web, described) if overridden else ()
    return Found(config.resolve().parent, overridden, agents, queues, tuple(sorted(problems)))


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


def _shared_phones(agents: Agents, document: Document) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for name, agent in agents.agents.items():
        owner = owners.setdefault(agent.phone, name)
        if owner != name and document.root:
            mark = node_at(document.root, ("agents", name, "phone")).mark
            yield document.problem(
                mark,
                f"the phone {agent.phone} is {owner}'s already; give {name} another",
                zh=f"话机 {agent.phone} 已属于 {owner}；请给 {name} 另一部",
            )


def _second_lines(queues: QueueFile, document: Document) -> Iterator[Problem]:
    for name, queue in queues.queues.items():
        if queue.escalate_to and queue.escalate_to not in queues.queues and document.root:
            known = ", ".join(queues.queues)
            yield document.problem(
                node_at(document.root, ("queues", name, "escalate_to")).mark,
                f"no queue is called '{queue.escalate_to}'; there are: {known}",
                zh=f"没有名为“{queue.escalate_to}”的队列；现有：{known}",
            )


def _shared_extensions(queues: QueueFile, document: Document, agents: Agents | None) -> Iterator[Problem]:
    owners = {agent.phone: name for name, agent in agents.agents.items()} if agents else {}
    for name, queue in queues.queues.items():
        owner = owners.setdefault(queue.extension, name) if queue.extension else name
        if owner != name and document.root:
            yield document.problem(
                node_at(document.root, ("queues", name, "extension")).mark,
                f"the number {queue.extension} is {owner}'s already; give {name} another",
                zh=f"号码 {queue.extension} 已属于 {owner}；请给 {name} 另一个",
            )


def _overridden(engine: Engine, environment: Mapping[str, str]) -> Engine:
    for variable, (section, *rest) in OVERRIDES.items():
        value: object = environment.get(variable)
        if value:
            value = Path(str(value)) if section == "state" else value
            if rest:
                value = getattr(engine, section).model_copy(update={rest[0]: value})
            engine = engine.model_copy(update={section: value})
    sources = {name: _overridden_source(name, each, environment) for name, each in engine.sources.items()}
    web = with_tokens(engine.web, environment)
    return engine.model_copy(update={"sources": sources, "web": web})


def _overridden_source(name: str, source: Source, environment: Mapping[str, str]) -> Source:
    """With the address of a database from CALLWRIGHT_SOURCE_ and its name, if there is one."""
    address = environment.get(f"CALLWRIGHT_SOURCE_{name.upper().replace('-', '_')}")
    return source.model_copy(update={"sql": address}) if address and source.sql else source
