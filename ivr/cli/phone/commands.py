"""What a person at the telephone may say besides pressing keys, by hand after `:` or in a script.

press 1#          wait 20s          hear 请按1          clock sun 10:00
http down         http */orders/*=500                   agents none          hang up
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast, get_args

from pydantic import TypeAdapter, ValidationError

from ivr.cli.moments import to_come
from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.ports import KEYS
from ivr.settings import Duration
from ivr.stories.facts import Answer, Failing

REAL = "real"
_FAILINGS: tuple[str, ...] = get_args(Failing)
_DURATION: TypeAdapter[float] = TypeAdapter(Duration)


class BadCommand(Exception):
    """What was typed is no command; the text says what may be typed instead, `zh` in Chinese."""

    def __init__(self, text: str, zh: str) -> None:
        super().__init__(text)
        self.zh = zh

    def said(self, language: str) -> str:
        return self.zh if language == "zh" else str(self)


@dataclass(frozen=True, slots=True)
class Presses:
    """Keys, one after the other, as soon as the flow takes keys."""

    keys: str


@dataclass(frozen=True, slots=True)
class Waits:
    seconds: float


@dataclass(frozen=True, slots=True)
class Hears:
    """Wait until a text with these words begins."""

    words: str


@dataclass(frozen=True, slots=True)
class ClockIs:
    """From now on it is this time."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class HttpIs:
    """From now on these addresses answer so; None: as they really do."""

    url: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class SourceIs:
    """From now on this source has these rows, or fails so; None: it is really asked."""

    name: str
    rows: str | tuple[Mapping[str, Any], ...] | None


@dataclass(frozen=True, slots=True)
class AgentsAre:
    """From now on these agents are there; None: all of them."""

    names: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class HangsUp: ...


@dataclass(frozen=True, slots=True)
class Help: ...


Change = ClockIs | HttpIs | SourceIs | AgentsAre
Command = Presses | Waits | Hears | Change | HangsUp | Help


@dataclass(frozen=True, slots=True)
class Known:
    """What the site has, and the time it is in the call."""

    agents: frozenset[str]
    sources: frozenset[str]
    now: datetime


def command(line: str, known: Known) -> Command | None:
    """The command in a line; None for an empty one and for a comment (#, with a blank behind it). Keys alone
    are pressed. Raises `BadCommand`."""
    line = line.strip()
    if not line or line.startswith("# "):
        return None
    if all(char in f"{KEYS}, " for char in line):
        return _press(line, known)
    for word, read in _READERS.items():
        if line == word or line.startswith(f"{word} "):
            return read(line[len(word) :].strip(), known)
    word = line.split()[0]
    raise BadCommand(
        f"'{word}' is no command; {nearest(word, _ENGLISH)}",
        f"没有命令“{word}”；{nearest(word, _CHINESE, 'zh')}",
    )


def _press(rest: str, known: Known) -> Command:
    keys = rest.replace(",", "").replace(" ", "")
    if not keys or set(keys) - set(KEYS):
        raise BadCommand(
            f"'{rest}' are no keys: write press 1 or press 20061001#", f"“{rest}”不是按键：请写“按 1”"
        )
    return Presses(keys)


def _wait(rest: str, known: Known) -> Command:
    try:
        return Waits(_DURATION.validate_python(rest))
    except ValidationError as error:
        raise _told(error, "wait 20s", "等 20s") from None


def _hear(rest: str, known: Known) -> Command:
    if not rest:
        raise BadCommand("write the words to wait for: hear press 1", "请写要等待的话：听 请按1")
    return Hears(rest)


def _clock(rest: str, known: Known) -> Command:
    try:
        return ClockIs(to_come(rest, known.now))
    except Fault as fault:
        raise BadCommand(str(fault), fault.zh) from None


def _http(rest: str, known: Known) -> Command:
    url, _, how = rest.rpartition("=")
    return HttpIs(url or "*", _answer(url or "*", how.strip()))


def _answer(url: str, how: str) -> Answer | None:
    if how == REAL:
        return None
    if how in _FAILINGS:
        return Answer(url=url, fault=cast(Failing, how))
    if how.isdigit() and 100 <= int(how) <= 599:
        return Answer(url=url, status=int(how))
    return Answer(url=url, json=_json(how, "http */orders/*=order.json", "接口 */orders/*=order.json"))


def _source(rest: str, known: Known) -> Command:
    name, _, how = rest.partition(" ")
    if name not in known.sources:
        raise BadCommand(
            f"no source named '{name}'; {nearest(name, known.sources)}",
            f"没有名为“{name}”的数据源；{nearest(name, known.sources, 'zh')}",
        )
    how = how.strip()
    if how == REAL:
        return SourceIs(name, None)
    if how in _FAILINGS:
        return SourceIs(name, how)
    found = _json(how, f"source {name} rows.json", f"数据源 {name} rows.json")
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise BadCommand(f"{how} holds no rows: a list of objects", f"{how} 中不是行：应为对象列表")
    return SourceIs(name, tuple(rows))


def _json(file: str, example: str, example_zh: str) -> Any:
    if not file:
        words = f"{', '.join(_FAILINGS)}, {REAL}"
        raise BadCommand(
            f"say how it answers: {words}, a status, or a file: {example}",
            f"请写如何回答：{words}、状态码或文件：{example_zh}",
        )
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        words = ", ".join((*_FAILINGS, REAL))
        raise BadCommand(
            f"'{file}' is none of {words}, no status, and no file: {error.strerror}",
            f"“{file}”不是{words}，不是状态码，也没有这个文件",
        ) from None
    except ValueError as error:
        raise BadCommand(f"{file} is not JSON: {error}", f"{file} 不是JSON：{error}") from None


def _agents(rest: str, known: Known) -> Command:
    if rest == "all":
        return AgentsAre(None)
    names = frozenset(rest.replace(",", " ").split()) - {"none"}
    for name in sorted(names - known.agents):
        allowed = {*known.agents, "all", "none"}
        raise BadCommand(
            f"no agent named '{name}'; {nearest(name, allowed)}",
            f"没有名为“{name}”的坐席；{nearest(name, allowed, 'zh')}",
        )
    if not rest:
        raise BadCommand(
            "say who is there: agents none, agents all, agents wang li", "请写谁在：坐席 none、坐席 all"
        )
    return AgentsAre(names)


def _nothing_more(made: Callable[[], Command], words: str) -> Callable[[str, Known], Command]:
    def read(rest: str, known: Known) -> Command:
        if rest:
            raise BadCommand(f"'{rest}' means nothing behind '{words}'", f"“{rest}”在这里没有意义")
        return made()

    return read


def _told(error: ValidationError, example: str, example_zh: str) -> BadCommand:
    fault = error.errors()[0].get("ctx", {}).get("error")
    if isinstance(fault, Fault):
        return BadCommand(str(fault), fault.zh)
    return BadCommand(f"write it like {example}", f"请写成“{example_zh}”")


_READERS: Mapping[str, Callable[[str, Known], Command]] = {
    "press": _press,
    "按": _press,
    "wait": _wait,
    "等": _wait,
    "hear": _hear,
    "听": _hear,
    "clock": _clock,
    "时间": _clock,
    "http": _http,
    "接口": _http,
    "source": _source,
    "数据源": _source,
    "agents": _agents,
    "坐席": _agents,
    "hang up": _nothing_more(HangsUp, "hang up"),
    "挂机": _nothing_more(HangsUp, "挂机"),
    "help": _nothing_more(Help, "help"),
    "帮助": _nothing_more(Help, "帮助"),
}
_ENGLISH = [word for word in _READERS if word.isascii()]
_CHINESE = [word for word in _READERS if not word.isascii()]
