"""The words a step says by itself, when the dialplan gives none: always Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter

from ivr.flow.prompt import Prompt

_PROMPT: TypeAdapter[Prompt] = TypeAdapter(Prompt)


def words(*parts: object) -> Prompt:
    """A prompt of parts written as in YAML: `words({"zh": …, "en": …}, {"digits": "{{ order }}"})`."""
    return _PROMPT.validate_python(list(parts))


# What an agent hears of each state of `routing.agents`.
STATES: Mapping[str, Prompt] = {
    "available": Prompt.of(zh="您已上线，可以接听来电。", en="You are logged in and available."),
    "logged_out": Prompt.of(zh="您已签出。", en="You are logged out."),
    "paused": Prompt.of(zh="您已暂停接听。", en="You are paused."),
    "ringing": Prompt.of(zh="您的电话正在振铃。", en="Your phone is being rung."),
    "talking": Prompt.of(zh="您正在通话中。", en="You are in a conversation."),
    "wrap_up": Prompt.of(zh="您正在话后整理。", en="You are in wrap-up."),
}
