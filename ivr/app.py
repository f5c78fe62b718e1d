"""The composition root: the one file that knows all the parts, and puts them together.

async with private_asterisk(settings) as asterisk, Engine(settings) as engine:
    await engine.prepare_prompts()
    ...
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

import structlog

from ivr.acd import Acd
from ivr.acd import requests as agent_requests
from ivr.archive import worker as archive_worker
from ivr.archive.alarms import Alarm
from ivr.archive.keeper import Beside, kept_running
from ivr.asterisk.ami import Ami
from ivr.asterisk.caller import FastAgiCaller, Surroundings
from ivr.asterisk.fastagi import Dialogue, FastAgiServer
from ivr.asterisk.free_ports import is_free
from ivr.asterisk.instance import Instance, PhoneAccount
from ivr.asterisk.joining import SCRIPT, Doorsteps
from ivr.asterisk.outgoing import AsteriskOutgoing
from ivr.asterisk.phones import AsteriskPhones
from ivr.asterisk.private import PACKAGES, AsteriskFailed, PrivateAsterisk
from ivr.asterisk.talk_desk import KEYS, PARTY, Staff, TalkDesk
from ivr.callbacks import CallbackDesk
from ivr.control.answers import Said
from ivr.control.server import listening
from ivr.events import AlarmCleared, AlarmRaised, CallEnded, EngineStarted, Event
from ivr.files.sole import sole
from ivr.flow.dialplan import Dialplan
from ivr.flow.session import Ending, World, run_call
from ivr.flow.site import Site
from ivr.flow.texts import texts
from ivr.hotline.cases import CaseStore
from ivr.hotline.recovery import keep_recovering, recovered
from ivr.hotline.terms import Promises
from ivr.hotline.watch import CaseWatch
from ivr.http_client import HttpClient
from ivr.intervals import worker as interval_worker
from ivr.journal.database import absolute_url
from ivr.journal.listening import JournalMailboxes
from ivr.journal.opening import Opening
from ivr.journal.reader import JournalReader
from ivr.journal.spool import FOLDER
from ivr.journal.writer import JournalWriter
from ivr.lookups.lookups import Lookups
from ivr.memory.access import Access
from ivr.memory.callbacks import CallbackStore
from ivr.memory.lists import ListStore
from ivr.memory.store import MemoryStore
from ivr.memory.work import WorkStore
from ivr.packages import Unpacked, fetch
from ivr.packages.apt import Report
from ivr.ports import Phrase
from ivr.reports.asking import usual
from ivr.reports.mailed import worker as mail_worker
from ivr.settings import Settings
from ivr.speech.catalogue import catalogue
from ivr.speech.prepare import Prepared
from ivr.speech.sounds import PromptSounds
from ivr.speech.speakers import speakers
from ivr.speech.voice import VoiceMissing
from ivr.steps import CATALOGUE
from ivr.steps.shared import classifying, joining
from ivr.verify.files import AsteriskFiles
from ivr.verify.logged import Phones
from ivr.verify.reconciler import Reconciler, Sources
from ivr.verify.tapes import Tapes
from ivr.versions.judge import Rules, Verdict
from ivr.versions.keeper import Around, Versions
from ivr.versions.requests import handlers
from ivr.versions.store import VersionStore
from ivr.web.feed import Feed
from ivr.web.interface import Interface, Parts
from ivr.web.server import serving
from ivr.web.status import Status, status_of
from ivr.webhooks import worker as webhook_worker
from ivr.webhooks.outbox import register
from ivr.work import WorkDesk

Listener = Callable[[Event], None]
Prompting = Callable[[str, str], None]
"""Told the call and the words of a prompt as it begins."""
LANGUAGES = ("zh", "en")
PATIENCE = 10.0
"""Seconds in which the database has to be ready at the start; else calls are taken without it."""
UNKNOWN = "unknown_since_start"
"""The alarm that tells what the database has not told yet."""

VOICING = 10.0
"""Seconds that a changed dialplan waits for the audio of its new prompts."""

_log = structlog.get_logger(__name__)


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class Broadcast:
    """The journal, and whoever wants to see each event at once (the live display, tests)."""

    def __init__(self, journal: JournalWriter, listeners: Sequence[Listener]) -> None:
        self._journal = journal
        self._listeners = listeners

    def append(self, event: Event) -> None:
        self._journal.append(event)
        for listener in self._listeners:
            listener(event)


def shipped(folder: str) -> Path:
    """A data folder that ships with the project: beside the packages in a checkout, inside a wheel."""
    here = Path(__file__).resolve().parent
    inside = here / "shipped" / folder
    return inside if inside.is_dir() else here.parent / folder


def instance_of(settings: Settings) -> Instance:
    """The private Asterisk that these settings describe."""
    engine = settings.engine
    agents = settings.agents.agents.values()
    return Instance(
        directory=settings.path(engine.state) / "asterisk",
        sip_port=engine.sip.port,
        ami_port=engine.ami.port,
        agi_port=engine.fastagi.port,
        agi_host=engine.fastagi.host,
        rtp_first=engine.sip.rtp_first,
        rtp_last=engine.sip.rtp_last,
        address=engine.sip.host,
        phones=[PhoneAccount(agent.phone, agent.password) for agent in agents],
        ami=PhoneAccount(engine.ami.user, engine.ami.secret),
        fallback_music=engine.fallback.music,
        fallback_queue=int(engine.fallback.queue),
    )


def asterisk_files(settings: Settings) -> AsteriskFiles:
    """What Asterisk itself writes down of its calls."""
    engine = settings.engine
    private = settings.path(engine.state) / "asterisk" / "log"
    return AsteriskFiles(settings.path(engine.asterisk_log) if engine.asterisk == "existing" else private)


def phones_of(settings: Settings) -> Phones:
    """Whose phone is whose."""
    of_agent = {name: agent.phone for name, agent in settings.agents.agents.items()}
    return Phones(of_agent, settings.engine.outbound.trunk)


def _processes(settings: Settings, url: str) -> list[Beside]:
    """What works beside the engine in processes of its own."""
    engine = settings.engine
    keeping, counting = archive_worker.Plan.of(settings), interval_worker.Plan(url, usual(settings).told())
    found = [
        Beside(archive_worker.MODULE, keeping.written(), archive_worker.STOPPED),
        Beside(interval_worker.MODULE, counting.written(), interval_worker.STOPPED),
    ]
    if engine.webhooks:
        telling = webhook_worker.Plan.of(url, settings.path(engine.state), engine.country, engine.webhooks)
        found.append(Beside(webhook_worker.MODULE, telling.written(), webhook_worker.STOPPED))
    if engine.mail.host:
        mailing = mail_worker.Plan(url, settings).packed()
        found.append(Beside(mail_worker.MODULE, mailing, mail_worker.STOPPED))
    return found


def _phrases(settings: Settings, plans: Sequence[Dialplan]) -> tuple[Phrase, ...]:
    """All that can be said in these dialplans and is known before a call."""
    told = (*joining.phrases(settings.queues.queues), *classifying.menus(settings.queues))
    of_settings = ((phrase.language, phrase.text) for phrase in told)
    return catalogue([*texts(plans), *of_settings], LANGUAGES)


def sounds_of(settings: Settings) -> PromptSounds:
    """The prompts of these settings, with the voice that makes what is missing. Close it at the end."""
    return PromptSounds(settings.path(settings.engine.prompts), speakers(settings))


@asynccontextmanager
async def private_asterisk(
    settings: Settings, progress: Report = lambda _: None, instance: Instance | None = None
) -> AsyncIterator[PrivateAsterisk | None]:
    """A private Asterisk while the context lasts; None where the settings name an existing one.

    Raises PackagesUnavailable when it cannot be fetched and AsteriskFailed when it does not start.
    """
    if settings.engine.asterisk == "existing":
        yield None
        return
    instance = instance or instance_of(settings)
    _check_ports(instance)
    root = await asyncio.to_thread(fetch, PACKAGES, progress=progress)
    async with PrivateAsterisk(Unpacked(root), instance, shipped("config/asterisk")) as asterisk:
        yield asterisk


def _check_ports(instance: Instance) -> None:
    """Asterisk itself would start without them and answer nobody."""
    wanted = {"sip.port": instance.sip_port, "ami.port": instance.ami_port, "fastagi.port": instance.agi_port}
    for setting, port in wanted.items():
        if not is_free(port, instance.address):
            raise AsteriskFailed(
                f"port {port} at {instance.address} is taken by another program: end that one,"
                f" or give {setting} in config/ivr.yaml another number"
            )


def some(names: Sequence[str], most: int = 10) -> str:
    """The first of them, and that there are more; '-' for none."""
    return ", ".join([*names[:most], *(["..."] if len(names) > most else [])]) or "-"


@asynccontextmanager
async def _meanwhile(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have this run while the context lasts."""
    task = asyncio.get_running_loop().create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class Engine:
    """Everything between Asterisk and the call log, running while the context lasts.

    Raises InvalidFiles when a dialplan has errors and no good version of it is known, before anything is
    started. `changed` is told what became of each change of the dialplans. `api` is the address of the REST
    interface, once it runs. Raises on entry DatabaseUnusable, AmiLoginRefused, OSError (a port is taken, or
    Asterisk is not there).
    """

    def __init__(
        self,
        settings: Settings,
        *,
        listeners: Sequence[Listener] = (),
        prompting: Prompting | None = None,
        changed: Callable[[Verdict], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        state = settings.path(settings.engine.state)
        self.versions = Versions(
            settings.path(settings.engine.dialplans),
            VersionStore(state / "versions"),
            Rules(CATALOGUE, Site.of(settings)),
        )
        self._prompting = prompting
        self._changed = changed
        self._feed = Feed(settings.engine.country)
        self._listeners: tuple[Listener, ...] = (*listeners, self._feed)
        self._stack = AsyncExitStack()
        self._clock = SystemClock()

    @property
    def address(self) -> str:
        """Where Asterisk finds the engine, as host:port."""
        return f"{self._settings.engine.fastagi.host}:{self._settings.engine.fastagi.port}"

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await self._start(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _start(self, stack: AsyncExitStack) -> None:
        settings, engine = self._settings, self._settings.engine
        stack.enter_context(sole(settings.path(engine.state)))
        state = settings.path(engine.state)
        url = absolute_url(engine.database, settings.root)
        self.opening = opening = Opening(url, state, partial(register, url, engine.webhooks))
        await opening.begin(PATIENCE)
        without = not opening.is_done
        told = self._from_elsewhere()
        self._writer = JournalWriter(url, spool=state / FOLDER, told=told, opening=opening.attempt)
        stack.push_async_callback(self._writer.close)
        self.journal = Broadcast(self._writer, self._listeners)
        self.sounds = sounds_of(settings)
        stack.push_async_callback(self.sounds.close)
        self._ami = await stack.enter_async_context(Ami(engine.ami))
        phones = AsteriskPhones([agent.phone for agent in settings.agents.agents.values()], engine.outbound)
        self.acd = Acd(
            settings.agents,
            settings.queues,
            self._clock,
            self.journal,
            states=None if without else opening.states,
            timezone=engine.timezone,
        )
        stack.callback(self.acd.close)
        await phones.watch(self._ami, self.acd.phone_changed, self.acd.phone_corrected)
        await stack.enter_async_context(_meanwhile(phones.keep_comparing(self._ami)))
        sources = Sources(
            url,
            asterisk_files(settings),
            phones_of(settings),
            Tapes(settings.path(settings.engine.recordings)),
        )
        self._reconciler = Reconciler(sources, self._ami, self.journal, self._writer.flush)
        if without:
            self._reconciler.begin_later()
        else:
            await self._reconciler.begin()
        stack.push_async_callback(self._reconciler.close)
        recordings = settings.path(engine.recordings)
        promises = Promises(settings.hotline)
        cases = self.cases = CaseStore(url, terms=promises)
        stack.push_async_callback(cases.close)
        await stack.enter_async_context(_meanwhile(CaseWatch(cases, promises).run()))
        now = self._clock.now().timestamp()
        lost = keep_recovering(cases, recordings, recovered(self.journal, self._clock), now)
        await stack.enter_async_context(_meanwhile(lost))
        self._recalled = not without
        outliving = Access(url, ready=lambda: self._recalled)
        stack.push_async_callback(outliving.close)
        http = await stack.enter_async_context(HttpClient())
        self._doorsteps = Doorsteps(self._ami, self.sounds)
        staff = Staff(settings.queues.queues, settings.agents.agents, self.acd)
        self.talks = TalkDesk(self._ami, phones, self._log, staff)
        self._around = Surroundings(self._ami, self.sounds, phones, recordings, self._doorsteps, self.talks)
        outgoing = AsteriskOutgoing(self._ami, phones)
        self.callbacks = CallbackDesk(CallbackStore(outliving), outgoing, self._plan)
        self._world = World(
            clock=self._clock,
            journal=self.journal,
            queues=self.acd,
            cases=cases,
            http=http,
            desk=self.acd,
            phones=phones,
            memory=MemoryStore(outliving),
            lists=ListStore(outliving),
            sources=await stack.enter_async_context(Lookups(settings, http)),
            callbacks=self.callbacks,
            mailboxes=JournalMailboxes(url, ready=lambda: self._recalled),
            environment=engine.environment,
            queue_settings=settings.queues.queues,
            agents=settings.agents.agents,
            recordings=recordings,
            timezone=engine.timezone,
            country=engine.country,
            prompting=self._prompting,
        )
        past_calls = await stack.enter_async_context(JournalReader(url))
        around = Around(self.journal, self._clock, self._voiced, past_calls.outcomes, self._changed)
        await stack.enter_async_context(self.versions.running(around))
        requests = {**handlers(self.versions), **agent_requests.handlers(self.acd), "status": self._told}
        await stack.enter_async_context(listening(settings.path(engine.state), requests))
        store = WorkStore(outliving)
        self.work = WorkDesk(store, self.acd, self.journal, self._clock, self._writer.flush)
        await self.work.begin()
        stack.push_async_callback(self.work.close)
        interface = Interface(
            settings,
            Parts(
                self.acd,
                self.work,
                self.talks,
                self._feed,
                self.journal,
                self._clock,
                past_calls,
                url,
                self.status,
            ),
        )
        self.api = await stack.enter_async_context(serving(interface, engine.web, state))
        for beside in _processes(settings, url):
            await stack.enter_async_context(_meanwhile(self._kept_running(beside)))
        # The last of all: what the start still has to do would keep callers waiting.
        await stack.enter_async_context(FastAgiServer(self._take, engine.fastagi.host, engine.fastagi.port))
        await self.callbacks.begin(self._world)
        stack.push_async_callback(self.callbacks.close)
        self._log(EngineStarted, version=version("callwright"), asterisk=self._ami.version)
        if without:
            await stack.enter_async_context(_meanwhile(self._recall()))

    async def _recall(self) -> None:
        """Take up what outlives calls, as soon as the database is there that knows it."""
        self.alarm(UNKNOWN, some(self.acd.unknown()))
        await self.opening.done()
        self.acd.recall(self.opening.states)
        self._recalled = True
        await self.work.take_up()
        await self.callbacks.take_up()
        self.alarm(UNKNOWN, "")

    async def _kept_running(self, beside: Beside) -> None:
        """Not before the database has the tables of today."""
        await self.opening.done()
        async with kept_running(beside, self._alarm_beside):
            await asyncio.Event().wait()

    def status(self) -> Status:
        """How the engine does now."""
        zone = ZoneInfo(self._settings.engine.timezone)
        return status_of(self._writer.standing(), self.acd.unknown(), zone)

    async def _told(self, said: Said, who: str) -> Said:
        return asdict(self.status())

    async def reload(self) -> Verdict:
        """Take over the dialplans as they are now, as happens by itself half a second after a change.

        Files with errors change nothing, and are in the verdict. New recordings are heard from now on.
        """
        verdict = await self.versions.look()
        await self._voiced(self.versions.library.dialplans)
        return verdict

    async def flush(self) -> None:
        """Wait until everything that happened so far is in the call log."""
        await self._writer.flush()

    async def prepare_prompts(
        self, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Prepared:
        """Make the audio that is missing for what the dialplans and the spoken values can say.

        Raises VoiceMissing when audio is missing and no voice is installed.
        """
        return await self.sounds.prepare(_phrases(self._settings, self.versions.library.dialplans), progress)

    async def _voiced(self, plans: Sequence[Dialplan]) -> None:
        """Make the audio of dialplans about to be used; what is not ready in time is made in calls."""
        try:
            async with asyncio.timeout(VOICING):
                await self.sounds.prepare(_phrases(self._settings, plans))
        except (TimeoutError, VoiceMissing, OSError) as fault:
            _log.warning("prompts.not_all_ready", error=str(fault) or f"not made in {VOICING:g} s")

    async def _take(self, dialogue: Dialogue) -> None:
        script = dialogue.header.get("agi_network_script")
        if script == SCRIPT:
            await self._doorsteps.take(dialogue)
        elif script in (KEYS, PARTY):
            await self.talks.take(dialogue, self.sounds)
        else:
            await self._take_call(dialogue)

    async def _take_call(self, dialogue: Dialogue) -> None:
        began = self._clock.monotonic()
        caller = FastAgiCaller(dialogue, self._around)
        if caller.call.came is not None:
            began -= max(0.0, self._clock.now().timestamp() - caller.call.came)
        call = caller.call.id
        with self._reconciler.at(call), self.acd.calling(caller.call.endpoint), self.talks.going_on(call):
            ending = await self._answer(caller)
            end = await caller.end(ending.by)
        since = caller.gone_for  # what was said is stored after the caller is gone
        took = self._clock.monotonic() - began - since
        at = self._clock.now().timestamp() - since
        self.journal.append(
            CallEnded(at=at, call=call, by=end.by, cause=end.cause, duration=took, q850=end.number)
        )

    def _plan(self, name: str) -> Dialplan | None:
        return self.versions.library.named(name)

    async def _answer(self, caller: FastAgiCaller) -> Ending:
        if self.callbacks.expects(caller.call.id):
            return await self.callbacks.take(caller)
        return await run_call(caller, self.versions.find(caller.call), self._world)

    def alarm(self, what: str, detail: str) -> None:
        """Into the log of the engine, for who watches it, and into the journal: `what` as in `AlarmRaised`,
        `detail` '' when it is over."""
        if detail:
            _log.error("alarm", what=what, detail=detail)
            self._log(AlarmRaised, what=what, detail=detail)
        else:
            _log.warning("alarm_over", what=what)
            self._log(AlarmCleared, what=what)

    def _alarm_beside(self, alarm: Alarm) -> None:
        self.alarm(alarm.what, alarm.detail)

    def _from_elsewhere(self) -> Listener:
        """Logs events that come from another thread, while there is a loop."""
        loop = asyncio.get_running_loop()

        def told(event: Event) -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(lambda: self.journal.append(event))

        return told

    def _log(self, event: type[Event], **fields: Any) -> None:
        self.journal.append(event(at=self._clock.now().timestamp(), **fields))
