"""All talks that go on: which one a phone belongs to, and what others than the agent do with one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from weakref import WeakValueDictionary

from ivr.asterisk.agent_line import AgentLine
from ivr.asterisk.agent_menu import Target
from ivr.asterisk.ami import Ami, AmiError
from ivr.asterisk.conversation import ARRIVAL, Colleague, Conversation, Leg
from ivr.asterisk.dialogue import Dialogue
from ivr.asterisk.phones import AsteriskPhones
from ivr.events import Event
from ivr.flow import in_talk
from ivr.ports import CODES, Attendance, CallInfo, Dial, Mode, NoSuchTalk, NotThere, SentOn, Sounds
from ivr.settings import Agent, Queue

KEYS, PARTY = "keys", "party"
"""The FastAGI scripts of agents' channels: who pressed the keys of a talk, and who is outside of `Dial`."""


AGENTS_CONTEXT = "callwright-agents"
"""Of Asterisk's dialplan: where what agents dial comes in."""
SUPERVISOR_RINGS = 30
"""Seconds that a supervisor's phone is rung for a talk."""


class Log(Protocol):
    """Writes a fact, with the time filled in."""

    def __call__(self, event: type[Event], **fields: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works here, and who keeps account of who talks."""

    queues: Mapping[str, Queue]
    agents: Mapping[str, Agent]
    attendance: Attendance


class TalkDesk:
    """Implements `ivr.ports.Talks`, and makes the conversations of `ivr.asterisk.talking`."""

    def __init__(
        self,
        ami: Ami,
        phones: AsteriskPhones,
        log: Log,
        staff: Staff,
    ) -> None:
        self.ami = ami
        self.log = log
        self.attendance = staff.attendance
        self._phones = phones
        self._queues = staff.queues
        agents = staff.agents.values()
        self.languages: Mapping[str, str] = {agent.phone: agent.language for agent in agents}
        self._may: Mapping[str, Sequence[Mode]] = {agent.phone: agent.may for agent in agents}
        self._by_call: WeakValueDictionary[str, Conversation] = WeakValueDictionary()
        self._by_leg: WeakValueDictionary[str, Conversation] = WeakValueDictionary()
        self._calls: set[str] = set()
        self._handed: dict[tuple[str, str], tuple[Colleague, Conversation]] = {}

    # `ivr.ports.Talks`

    async def transfer(self, call: str, to: str) -> None:
        conversation = self._talk(call)
        target = self.find(to, conversation.phone)
        if target is None:
            raise NotThere(
                f"'{to[:40]}' is neither a phone that may be dialled nor a queue's extension",
                f"“{to[:40]}”既不是可以拨打的电话，也不是队列号码",
                "to",
            )
        await conversation.send_on(SentOn("blind", conversation.agent, target.phone, target.queue))

    async def supervise(self, call: str, mode: Mode, phone: str) -> None:
        conversation = self._talk(call)
        if phone not in self._may:
            raise NotThere(
                f"nobody in config/agents.yaml has the phone '{phone[:40]}'",
                f"config/agents.yaml 中没有话机为“{phone[:40]}”的坐席",
                "phone",
            )
        if mode not in self._may[phone]:
            raise NoSuchTalk(
                f"who has the phone {phone} may not {mode.replace('_', ' ')}: add {mode} to 'may' in"
                " config/agents.yaml",
                f"话机 {phone} 的坐席没有权限“{mode}”：请在 config/agents.yaml 的“may”中添加",
            )
        if conversation.private and mode != "take_over":
            raise NoSuchTalk("nobody may listen to this talk now", "现在不能监听此通话")
        await self._ring(phone, CODES[mode] + conversation.phone)

    async def _ring(self, phone: str, then: str) -> None:
        """Ring a phone of ours; who picks up has dialled `then`. Raises NoSuchTalk."""
        try:
            await self.ami.action(
                "Originate",
                Channel=self._phones.dial_string(phone),
                Context=AGENTS_CONTEXT,
                Exten=then,
                Priority="1",
                CallerID=f"<{phone}>",
                Timeout=str(SUPERVISOR_RINGS * 1000),
                Async="true",
            )
        except AmiError as error:
            raise NoSuchTalk(
                f"the phone {phone} cannot be rung: {error}", f"话机 {phone} 无法振铃"
            ) from error

    async def pause_recording(self, call: str, on: bool) -> None:
        await self._talk(call).pause_recording(on)

    @contextmanager
    def going_on(self, call: str) -> Iterator[None]:
        """While this call is the engine's, with an agent or without one."""
        self._calls.add(call)
        try:
            yield
        finally:
            self._calls.discard(call)

    def _talk(self, call: str) -> Conversation:
        conversation = self._by_call.get(call)
        if conversation is None and call not in self._calls:
            raise NotThere(f"no call {call[:40]} goes on now", f"没有正在进行的通话 {call[:40]}")
        if conversation is None or conversation.over:
            raise NoSuchTalk(
                f"call {call[:40]} talks with no agent now", f"通话 {call[:40]} 当前未与坐席通话"
            )
        return conversation

    def talk_of(self, phone: str) -> Conversation | None:
        """The talk that this agent's phone is in now."""
        talks = self._by_call.values()
        return next((talk for talk in talks if talk.phone == phone and talk.leg and not talk.over), None)

    # The caller's side

    def begin(self, call: CallInfo, dial: Dial, wake: Callable[[], None]) -> Conversation:
        """The talk that is about to begin: with a phone that is to be rung, or with one that a colleague
        handed the caller to and that is on the line already (then it is `away`)."""
        conversation = Conversation(self, call, dial, wake)
        self._by_call[call.id] = conversation
        asked, before = self._handed.pop((call.id, dial.phone), (None, None))
        if asked is not None and before is not None and asked.leg is not None and not asked.gone:
            before.free(asked)
            conversation.away = True
            conversation.agent_is(asked.leg)
            before.successor.set_result(conversation)
        return conversation

    def dial_string(self, phone: str) -> str:
        """Raises `UnknownPhone`."""
        return self._phones.dial_string(phone)

    # The agents' sides

    async def take(self, dialogue: Dialogue, sounds: Sounds) -> None:
        """A FastAGI session of an agent's channel, until it is over. Raises CallerHungUp."""
        line = AgentLine(dialogue, self.ami, sounds, self.languages)
        conversation = self._by_leg.get(line.id)
        keys = dialogue.header.get("agi_network_script") == KEYS
        if conversation is not None:
            await (conversation.keys(line) if keys else conversation.party(line))
        elif not keys:  # the engine was restarted meanwhile, or the call has just ended
            await line.say(in_talk.CALLER_GONE)

    # What conversations need

    def belongs(self, leg: Leg, conversation: Conversation) -> None:
        """From now on the sessions of this channel are the conversation's."""
        self._by_leg[leg.id] = conversation

    def hand_over(self, colleague: Colleague, conversation: Conversation) -> None:
        """The caller comes to this colleague next, unless they hang up on the way."""
        key = (conversation.call.id, colleague.phone)
        self._handed[key] = (colleague, conversation)
        asyncio.get_running_loop().call_later(ARRIVAL, self._handed.pop, key, None)

    def find(self, number: str, own: str) -> Target | None:
        """The queue with this extension, or a phone that may be dialled and is not the agent's own."""
        if not number or number == own:
            return None
        for name, queue in self._queues.items():
            if queue.extension == number:
                return Target(queue=name)
        return Target(phone=number) if self._phones.knows(number) else None

    def second_line(self, queue: str) -> str:
        """The queue that callers of this one are escalated to, '' for none."""
        return self._queues[queue].escalate_to if queue in self._queues else ""
