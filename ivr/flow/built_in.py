"""What the engine itself says to a caller, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.prompt import Prompt

APOLOGY = Prompt.of(
    zh="非常抱歉，系统出现故障，请稍后再拨。再见。",
    en="We are sorry, there is a fault in our system. Please call again later. Goodbye.",
)
NOT_IN_SERVICE = Prompt.of(zh="您拨打的号码暂未开通。") + Prompt.of(en="This number is not in service.")


def texts() -> Iterator[tuple[str, str]]:
    """(language, text), so that the audio can be prepared."""
    yield from APOLOGY.texts()
    yield from NOT_IN_SERVICE.texts()
