"""What callers in a queue are told."""

from __future__ import annotations

from ivr.flow.prompt import Prompt
from routing.expected import MINUTE, Expected

from .texts import words

PLACE = words(
    {"zh": "您现在排在第", "en": "You are number"},
    {"number": "{{ queue.position }}"},
    {"zh": "位，请稍候。", "en": "in the line. Please hold on."},
)
UP_TO = words(
    {"zh": "预计等待时间不超过", "en": "The expected waiting time is up to"},
    {"duration": "{{ queue.most }}"},
    {"zh": "。", "en": "."},
)
FROM_TO = words(
    {"zh": "预计等待时间大约", "en": "The expected waiting time is about"},
    {"wait": "{{ queue.least }}-{{ queue.most }}"},
    {"zh": "。", "en": "."},
)
UNDER_A_MINUTE = Prompt.of(
    zh="预计等待时间不到一分钟。", en="The expected waiting time is less than a minute."
)
COMFORT = Prompt.of(
    zh="感谢您的耐心等候，我们会尽快为您接通。",
    en="Thank you for waiting. We will connect you as soon as we can.",
)
RESTORED = Prompt.of(zh="您之前的排队位置已保留。", en="You have your earlier place in the line again.")


ALL = (PLACE, UP_TO, FROM_TO, UNDER_A_MINUTE, COMFORT, RESTORED)

CALLBACK = "如需我们回呼并保留您的位置，请按{key}。", "To be called back and keep your place, press {key}."


def expected(said: Expected) -> Prompt:
    """How long it will take; the seconds are in the variables `queue.least` and `queue.most`."""
    if said.low > 0:
        return FROM_TO
    return UP_TO if said.high > MINUTE else UNDER_A_MINUTE


def callback(key: str) -> Prompt:
    """The offer to be called back."""
    zh, en = CALLBACK
    return Prompt.of(zh=zh.format(key=key), en=en.format(key=key))
