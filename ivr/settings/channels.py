"""Channels beside the phone, in `config/queues.yaml`, and where they are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from ivr.document.model import Fault, node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem, nearest
from ivr.settings.types import Section

PHONE = "phone"

Contacts = Annotated[int, Field(ge=0, le=100)]
"""How many contacts of a channel an agent has at once."""


class Channel(Section):
    """How many contacts of this channel an agent has `at_once`, and whether a call may be offered to an agent
    who has some."""

    at_once: Annotated[int, Field(ge=1, le=100)] = 1
    interruptible: bool = False


Channels = Mapping[str, Channel]


def misfits(channels: Channels, of_queues: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with the channels of the queues, each a fault with its place in queues.yaml."""
    if PHONE in channels:
        yield Fault(
            "the phone is there without being named: an agent has one call at a time",
            ("channels", PHONE),
            at_key=True,
            zh="电话渠道无需列出：坐席同时只接一个电话",
        )
    for queue, channel in of_queues.items():
        if channel not in (PHONE, *channels):
            text, zh = _unknown(channel, channels)
            yield Fault(text, ("queues", queue, "channel"), zh=zh)


def misfits_of_agents(
    at_once: Mapping[str, Mapping[str, int]], channels: Channels, document: Document
) -> Iterator[Problem]:
    """Agents' limits for channels that are not there."""
    for agent, limits in at_once.items():
        for channel in limits:
            if channel not in channels and document.root:
                text, zh = _unknown(channel, channels)
                mark = node_at(document.root, ("agents", agent, "at_once", channel)).mark
                yield document.problem(mark, text, zh=zh)


def _unknown(channel: str, channels: Channels) -> tuple[str, str]:
    return (
        f"no channel '{channel}' in queues.yaml; {nearest(channel, channels)}",
        f"queues.yaml 中没有渠道“{channel}”；{nearest(channel, channels, 'zh')}",
    )
