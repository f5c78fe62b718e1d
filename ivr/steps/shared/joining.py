"""What an agent is told about a caller, alone, before the two are joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from ivr.ports import AgentOffer, Joining, Phrase
from ivr.settings import Queue
from ivr.settings.types import Texts
from ivr.spoken.values import speak

if TYPE_CHECKING:
    from ivr.flow.session import Session

QUEUE: Texts = {"zh": "来电队列", "en": "A call for"}
WAITED: Texts = {"zh": "已等候", "en": "waiting for"}
CHOSE: Texts = {"zh": "客户选择了", "en": "The caller chose"}
CONFIRM: Texts = {"zh": "接听请按1。", "en": "To take the call press 1."}

Language = Literal["zh", "en"]
CONFIRM_WAIT = 5.0
"""Seconds for the key after the words."""
MOST_CHOICES = 3


def joining(session: Session, offer: AgentOffer, queue: str, waited: float) -> Joining | None:
    """What the agent hears in their own language; None when `agent_hears` and `confirm` ask for nothing."""
    settings = session.world.queue(queue)
    if not settings.agent_hears and not settings.confirm:
        return None
    agent = session.world.agents.get(offer.agent)
    language: Language = agent.language if agent else "zh"
    texts = [text for what in settings.agent_hears for text in _told(session, what, queue, waited, language)]
    confirm = [CONFIRM[language]] if settings.confirm else []
    phrases = tuple(Phrase(text, language) for text in (*texts, *confirm))
    return Joining(phrases, CONFIRM_WAIT if settings.confirm else 0.0)


def phrases(queues: Mapping[str, Queue]) -> Iterator[Phrase]:
    """All that agents can be told that is known before a call, beside the titles of flows."""
    told = [queue for queue in queues.values() if queue.agent_hears or queue.confirm]
    for words in (QUEUE, WAITED, CHOSE, CONFIRM, *(queue.name for queue in told)) if told else ():
        yield from (Phrase(text, language) for language, text in words.items())


def _told(session: Session, what: str, queue: str, waited: float, language: Language) -> Iterator[str]:
    if what == "queue":
        yield QUEUE[language]
        yield session.world.queue(queue).name.get(language, queue)
    elif what == "waited":
        yield WAITED[language]
        yield from speak("duration", str(_rounded(waited)), language)
    elif titles := _titles(session, language):
        yield CHOSE[language]
        yield from titles


def _rounded(seconds: float) -> int:
    """Whole seconds below a minute, whole minutes from there: nobody wants to hear more."""
    return max(1, round(seconds)) if seconds < 60 else round(seconds / 60) * 60


def _titles(session: Session, language: str) -> list[str]:
    """The last choices that have a title in this language, each once, in order."""
    titles = (session.dialplan.titles.get(flow, {}) for flow in session.choices)
    found = [text for words in titles for name, text in words.items() if name == language]
    return list(dict.fromkeys(found))[-MOST_CHOICES:]
