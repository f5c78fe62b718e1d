"""An agent says by key how the last call came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ivr.flow.prompt import Prompt
from ivr.ports import Disposition, NoSuchCall, Phrase
from ivr.settings import QueueFile

from .asking import NOT_HEARD, NOT_ON_OFFER, ask_key, listen

if TYPE_CHECKING:
    from ivr.flow.session import Session

NO_CALL = Prompt.of(zh="没有可以登记结果的通话。", en="There is no call to classify.")
NONE_SET = Prompt.of(zh="这个队列没有设置通话结果。", en="No dispositions are set for this queue.")
NOTED = Prompt.of(zh="已登记。", en="Noted.")
CLASSIFYING = (NO_CALL, NONE_SET, NOTED, NOT_HEARD, NOT_ON_OFFER)

KEY_WAIT, TRIES = 5.0, 3


async def classify(session: Session) -> None:
    """Ask for the disposition of the agent's last call, and note it. Raises `NotAnAgent`."""
    desk, phone = session.world.desk, session.caller.call.endpoint
    try:
        offered = desk.dispositions(phone)
    except NoSuchCall:
        await session.play(NO_CALL)
        return
    chosen = await _chosen(session, offered) if offered else None
    if chosen:
        desk.dispose(phone, chosen.code)
        await session.play(NOTED)
    elif not offered:
        await session.play(NONE_SET)


def language_of(session: Session, phone: str) -> str:
    """What the agent with this phone is spoken to in; the call's language for everybody else."""
    agents = session.world.agents.values()
    return next((agent.language for agent in agents if agent.phone == phone), session.language)


def menus(file: QueueFile) -> Iterator[Phrase]:
    """The menus of all queues, whose audio can be made before a call."""
    for queue in file.queues:
        if offered := file.outcomes(queue):
            yield from (Phrase(text, language) for language, text in _menu(offered).texts())


async def _chosen(session: Session, offered: Sequence[Disposition]) -> Disposition | None:
    by_key = {each.key: each for each in offered}
    for _ in range(TRIES):
        key = await ask_key(session, _menu(offered), KEY_WAIT)
        if key in by_key:
            return by_key[key]
        await listen(session, NOT_ON_OFFER if key else NOT_HEARD)
    return None


def _menu(offered: Sequence[Disposition]) -> Prompt:
    zh = "，".join(f"{_name(each.names, 'zh')}请按{each.key}" for each in offered)
    en = ", ".join(f"for {_name(each.names, 'en')} press {each.key}" for each in offered)
    return Prompt.of(zh=f"{zh}。", en=f"{en[:1].upper()}{en[1:]}.")


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")
