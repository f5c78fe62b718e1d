"""Whom a number reaches that an agent keys in, and what is said where nobody talks."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from ivr.asterisk.agent_menu import Target
from ivr.asterisk.ami import Ami
from ivr.asterisk.phones import AsteriskPhones
from ivr.asterisk.talk_desk import Staff, TalkDesk
from ivr.flow.simulated import SimulatedDesk
from ivr.ports import NoSuchTalk, NotThere
from ivr.settings import Queue

QUEUES = {
    "support": Queue(name={"zh": "客服", "en": "Support"}, escalate_to="experts"),
    "experts": Queue(name={"zh": "专家", "en": "Experts"}, extension="8002"),
}


@pytest.fixture
def desk() -> TalkDesk:
    staff = Staff(QUEUES, {}, SimulatedDesk())
    return TalkDesk(cast(Ami, None), AsteriskPhones(["1001", "1002"]), lambda event, **fields: None, staff)


@pytest.mark.parametrize(
    ("number", "target"),
    [
        ("1002", Target(phone="1002")),
        ("8002", Target(queue="experts")),
        ("1001", None),  # the agent's own
        ("", None),
        ("13800138000", None),
        ("1002&PJSIP/secret", None),
    ],
)
def test_a_number_reaches_a_phone_or_a_queue(desk: TalkDesk, number: str, target: Target | None) -> None:
    assert desk.find(number, "1001") == target


def test_the_second_line_of_a_queue(desk: TalkDesk) -> None:
    assert [desk.second_line(queue) for queue in ("support", "experts", "")] == ["experts", "", ""]


def test_where_nobody_talks_nothing_can_be_done(desk: TalkDesk) -> None:
    with desk.going_on("1.1"):
        for what in (desk.transfer("1.1", "1002"), desk.pause_recording("1.1", on=True)):
            with pytest.raises(NoSuchTalk, match=r"call 1\.1 talks with no agent now") as no:
                asyncio.run(what)
            assert not isinstance(no.value, NotThere)


def test_a_call_that_does_not_go_on_is_told_apart_from_one_without_an_agent(desk: TalkDesk) -> None:
    with desk.going_on("1.1"):
        pass
    for what in (desk.transfer("1.1", "1002"), desk.supervise("2.2", "listen", "1001")):
        with pytest.raises(NotThere, match=r"no call .* goes on now"):
            asyncio.run(what)
