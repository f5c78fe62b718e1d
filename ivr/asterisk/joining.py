"""Between the answer of a phone and the talk: what is said to the agent alone, and their key.

Option U of Asterisk's `Dial` runs a subroutine on the phone's own channel once it answers, while the caller
stays in the music (`app_dial.c`). The subroutine is in `extensions-callwright.conf`; it hands the channel to
us by a second AGI dialogue, which names the caller's channel. `GOSUB_RESULT` says there how it came out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from ivr.asterisk.ami import Ami, Event
from ivr.asterisk.dialogue import Dialogue
from ivr.asterisk.prompting import Prompting
from ivr.asterisk.waking import KEY, Waker
from ivr.ports import KEYS, Joining, Sounds

SCRIPT = "joining"
"""The address under which Asterisk's dialplan asks for this, as `/call` is that of a call."""

JOIN = "JOIN"
"""Any word that `Dial` does not know: it goes on and joins the two."""
REFUSE = "CONGESTION"
DONE = "CALLWRIGHT_DONE"
"""What Asterisk's dialplan tests after `AGI()`: without it the engine did not finish."""
TAKE = "1"

_HANG_UPS = ("HangupRequest", "SoftHangupRequest")


class Doorstep:
    """One phone that rings: waits for whoever picks it up. `picked_up` is true from then on."""

    def __init__(self, joining: Joining, sounds: Sounds, ami: Ami, told: Callable[[], None]) -> None:
        self.picked_up = False
        self._joining = joining
        self._sounds = sounds
        self._ami = ami
        self._told = told
        self._caller_left = False
        self._waker: Waker | None = None

    def caller_left(self, event: Event) -> None:
        """The caller hung up: `Dial` does not look before the subroutine is over, so we end it."""
        self._caller_left = True
        if self._waker is not None:
            self._waker.wake()

    async def meet(self, dialogue: Dialogue) -> None:
        """Speak to the agent, and have them joined or not. Raises `CallerHungUp` for an agent who hung up."""
        self.picked_up = True
        self._told()
        self._waker = Waker(self._ami, dialogue.header.get("agi_channel", ""))
        if not self._caller_left and await self._takes(dialogue, self._waker):
            await dialogue.send("SET VARIABLE", "GOSUB_RESULT", JOIN)
        dialogue.send_last("SET VARIABLE", DONE, "1")

    async def _takes(self, dialogue: Dialogue, waker: Waker) -> bool:
        heard = await Prompting(dialogue, self._sounds, waker).play(self._joining.phrases, KEYS)
        if heard.woken or not self._joining.confirm:
            return not heard.woken
        return (heard.key or await self._key(dialogue, waker)) == TAKE

    async def _key(self, dialogue: Dialogue, waker: Waker) -> str:
        """The key pressed in time; '' for silence, and when the caller is gone."""
        end = monotonic() + self._joining.confirm
        with waker.listening():
            while (left := end - monotonic()) > 0 and not self._caller_left:
                key = (await dialogue.send("WAIT FOR DIGIT", max(1, round(left * 1000)))).key
                if key != KEY:
                    return key
        return ""


class Doorsteps:
    """All phones that ring with something to be said to whoever picks up, by the caller's channel."""

    def __init__(self, ami: Ami, sounds: Sounds) -> None:
        self._ami = ami
        self._sounds = sounds
        self._by_caller: dict[str, Doorstep] = {}

    @contextmanager
    def expecting(self, caller: str, joining: Joining, told: Callable[[], None]) -> Iterator[Doorstep]:
        """While this caller dials; `told` is called when somebody picks up. `caller` is a uniqueid."""
        step = self._by_caller[caller] = Doorstep(joining, self._sounds, self._ami, told)
        ends = [self._ami.on(name, step.caller_left, channel=caller) for name in _HANG_UPS]
        try:
            yield step
        finally:
            for end in ends:
                end()
            del self._by_caller[caller]

    async def take(self, dialogue: Dialogue) -> None:
        """A phone was picked up. One that nobody expects is left to what Asterisk's dialplan does then."""
        step = self._by_caller.get(dialogue.header.get("agi_arg_1", ""))
        if step is not None and not step.picked_up:
            await step.meet(dialogue)


def options(caller: str, joining: Joining) -> str:
    """The options of `Dial`; the second argument is what becomes of the phone if the engine dies."""
    return f"U(callwright-joining^{caller}^{REFUSE if joining.confirm else JOIN})"
