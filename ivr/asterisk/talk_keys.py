"""The keys of a talk: made ready for the phone that is rung, and for nobody else.

Asterisk takes them from the variable DYNAMIC_FEATURES of each channel when the two are joined. A subroutine
before the phone rings (option b of `Dial`) could set it there, but Asterisk then waits for the next sound of
the caller, 10 ms in the mean and 20 at worst (`ast_autoservice_stop` in main/autoservice.c; measured by
`bench/next_call`). A variable that the phone inherits costs nothing. The caller's own copy is taken away as
soon as the phone has its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from ivr.asterisk.ami import Ami, AmiError
from ivr.asterisk.dialogue import Dialogue
from ivr.ports import CallInfo

FEATURE = "callwright"
"""The name of the keys in features.conf."""
_VARIABLE = "DYNAMIC_FEATURES"

_log = structlog.get_logger("talk_keys")


async def bequeath(dialogue: Dialogue) -> None:
    """Whom this channel rings next has the keys of a talk."""
    await dialogue.send("SET VARIABLE", f"_{_VARIABLE}", FEATURE)


@contextmanager
def not_for(call: CallInfo, ami: Ami) -> Iterator[None]:
    """The caller does not have them, whoever is rung while the context lasts."""
    tasks: list[asyncio.Task[None]] = []

    def rings(_: object) -> None:
        tasks.append(asyncio.get_running_loop().create_task(_take_from(call, ami)))

    end = ami.on("DialBegin", rings, channel=call.id)
    try:
        yield
    finally:
        end()


async def _take_from(call: CallInfo, ami: Ami) -> None:
    try:
        await ami.action("Setvar", Channel=call.channel, Variable=_VARIABLE, Value="")
    except AmiError as error:
        # The engine takes no keys from a caller: at worst the agent hears a moment of music.
        _log.debug("caller_keeps_keys", call=call.id, error=str(error))
