"""What an agent hears who presses the keys of a talk, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.prompt import Prompt

MENU = Prompt.of(
    zh="转接请按1，咨询同事请按2，三方通话请按3，暂停或恢复录音请按7，返回通话请按井号键。",
    en="To transfer press 1, to consult a colleague 2, for a conference 3, to pause or resume the"
    " recording 7, to go back to the caller press pound.",
)
MENU_WITH_SECOND_LINE = Prompt.of(
    zh="转接请按1，咨询同事请按2，三方通话请按3，转二线请按4，暂停或恢复录音请按7，返回通话请按井号键。",
    en="To transfer press 1, to consult a colleague 2, for a conference 3, for the second line 4, to pause or"
    " resume the recording 7, to go back to the caller press pound.",
)
CONSULT_MENU = Prompt.of(
    zh="将来电者转给同事请按1，返回来电者请按2，三方通话请按3。",
    en="To connect the caller with your colleague press 1, to go back to the caller 2, for a conference 3.",
)
WHICH_NUMBER = Prompt.of(
    zh="请输入分机号或队列号码，按井号键结束。", en="Key in the extension or the queue's number, then pound."
)
NOT_KNOWN = Prompt.of(zh="这个号码不能转接。", en="That number cannot be reached from here.")
TRANSFERRING = Prompt.of(zh="正在转接。", en="Transferring.")
NOT_REACHED = Prompt.of(zh="没有接通，正在返回来电者。", en="Not reached. Back to the caller.")
PAUSED = Prompt.of(zh="录音已暂停。", en="The recording is paused.")
RESUMED = Prompt.of(zh="录音已恢复。", en="The recording goes on.")
NOT_RECORDED = Prompt.of(zh="本次通话没有录音。", en="This talk is not recorded.")
CALLER_GONE = Prompt.of(zh="来电者已挂机。", en="The caller has hung up.")

ALL = (
    MENU,
    MENU_WITH_SECOND_LINE,
    CONSULT_MENU,
    WHICH_NUMBER,
    NOT_KNOWN,
    TRANSFERRING,
    NOT_REACHED,
    PAUSED,
    RESUMED,
    NOT_RECORDED,
    CALLER_GONE,
)


def texts() -> Iterator[tuple[str, str]]:
    """(language, text), so that the audio can be prepared."""
    for prompt in ALL:
        yield from prompt.texts()
