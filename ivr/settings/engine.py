"""What `config/ivr.yaml` says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from ivr.document.model import Fault
from ivr.settings.archive import Archive
from ivr.settings.mail import Mail, with_password
from ivr.settings.quality import Quality
from ivr.settings.reports import Scheduled
from ivr.settings.types import Country, Duration, Name, Port, Section, TimeZone
from ivr.settings.web import Web, with_tokens
from ivr.settings.webhooks import Webhook, with_secrets

# Environment variables that win over ivr.yaml, so that secrets need not stand in a file.
OVERRIDES: Mapping[str, tuple[str, ...]] = {
    "CALLWRIGHT_AMI_SECRET": ("ami", "secret"),
    "CALLWRIGHT_DATABASE": ("database",),
    "CALLWRIGHT_RECORDINGS": ("recordings",),
    "CALLWRIGHT_STATE": ("state",),
}


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
    archive: Archive = Archive()
    quality: Quality = Quality()
    prompts: Path = Path("var/prompts")
    state: Path = Path("var/state")
    asterisk_log: Path = Path("/var/log/asterisk")
    timezone: TimeZone = "Asia/Shanghai"
    country: Country = "CN"
    voice: Mapping[Literal["zh", "en"], Speaker] = {}
    environment: Mapping[str, str] = {}
    sources: Mapping[Name, Source] = {}
    web: Web = Web()
    webhooks: Mapping[Name, Webhook] = {}
    mail: Mail = Mail()
    reports: Mapping[Name, Scheduled] = {}


def overridden(engine: Engine, environment: Mapping[str, str], root: Path) -> Engine:
    """With what these environment variables say instead, and the secrets in files below `root`."""
    for variable, (section, *rest) in OVERRIDES.items():
        value: object = environment.get(variable)
        if value:
            value = Path(str(value)) if section == "state" else value
            if rest:
                value = getattr(engine, section).model_copy(update={rest[0]: value})
            engine = engine.model_copy(update={section: value})
    sources = {name: _overridden_source(name, each, environment) for name, each in engine.sources.items()}
    web = with_tokens(engine.web, environment)
    webhooks = with_secrets(engine.webhooks, environment, root)
    mail = with_password(engine.mail, environment, root)
    return engine.model_copy(update={"sources": sources, "web": web, "webhooks": webhooks, "mail": mail})


def _overridden_source(name: str, source: Source, environment: Mapping[str, str]) -> Source:
    """With the address of a database from CALLWRIGHT_SOURCE_ and its name, if there is one."""
    address = environment.get(f"CALLWRIGHT_SOURCE_{name.upper().replace('-', '_')}")
    return source.model_copy(update={"sql": address}) if address and source.sql else source
