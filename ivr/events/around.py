"""Facts without a call: agents, the engine, announcements, versions of dialplans."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUpExtended(Event):
    """The agent has so many seconds more."""

    agent: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfRepaired(Event):
    """What the engine believed of an agent was wrong, and is right now. `what`: phone (the state of their
    phone), offer (its lease ran out: nobody said how the ringing ended) or talk (their phone had left it)."""

    agent: str
    what: str
    was: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStateChanged(Event):
    """`state` by the table in `routing.agents`; `reason` is the pause reason or what caused the change."""

    agent: str
    old: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailHeard(Event):
    """Somebody listened to a message, or said that it is done with."""

    mailbox: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStarted(Event):
    version: str
    asterisk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFellBehind(Event):
    """The call log's database fails, for this `reason`; from now on events wait on disk."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCaughtUp(Event):
    """So many events that had waited are in the call log, so many seconds after it fell behind."""

    events: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastSwitched(Event):
    """An announcement was switched on or off, for one `line` (the name of a dialplan) or ('') for all.

    `until` in seconds since 1970, 0 for no end.
    """

    on: bool
    line: str
    zh: str = ""
    en: str = ""
    until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DialplanChanged(Event):
    """Calls that begin from now on run on `version` ('' when it is out of use) in place of `previous`
    ('' for none). `by`: a user of the system."""

    dialplan: str
    version: str
    previous: str
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialplanRefused(Event):
    """A file with errors, which changed nothing: so many, the `first` of them with its place; `owner` has to
    look at it."""

    file: str
    errors: int
    owner: str
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryStarted(Event):
    """A `share` (0 to 1) of the calls begins on this version from now on."""

    dialplan: str
    version: str
    share: float
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryStopped(Event):
    """`reason`: hung_up_in_menu or failed (these rose), promoted, withdrawn, or replaced (the dialplan itself
    has changed). `by` is '' when the engine stopped it."""

    dialplan: str
    version: str
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested(Event):
    """`by` changed something through the REST interface: `what` was done, and `about` whom or which work."""

    by: str
    what: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised(Event):
    """Somebody has to look at something. `what`: disk_full, disk_low, read_only, no_permission, slow,
    disk_fails, database, or stopped (nobody looks after the recordings); webhook_fails and webhook_gone with
    the name of the webhook behind them, webhooks_stopped, mail_waits, mail_lost, mail_database, mail_stopped
    or report_not_made; asterisk_stopped (the private one ended and is started again) or asterisk_fails (it
    does not stay up); unknown_since_start (the database was away when the engine began; `detail` has the
    agents); intervals_stopped (no figures are kept ready for reports); `detail` in words."""

    what: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCleared(Event):
    """It is as it should be again."""

    what: str
