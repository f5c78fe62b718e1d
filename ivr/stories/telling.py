"""What is said about stories and their coverage, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from ivr.flow.exits import Exit
from ivr.journal.story import Teller

from .player import Played
from .story import Centre

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "failed": {"zh": "失败 {place}  {name}", "en": "FAILED {place}  {name}"},
    "next": {"zh": "下一步", "en": "the next step"},
    "on_error": {"zh": "步骤失败时 on_error → {target}", "en": "a step fails: on_error → {target}"},
    "file": {"zh": "{file}  {passed} 个通过", "en": "{file}  {passed} passed"},
    "file_failed": {
        "zh": "{file}  {passed} 个通过，{failed} 个失败",
        "en": "{file}  {passed} passed, {failed} FAILED",
    },
    "covered": {
        "zh": "{name}：{percent:.0f} %，{exits} 个出口中的 {taken} 个",
        "en": "{name}: {percent:.0f} %, {taken} of {exits} exits",
    },
    "coverage": {"zh": "出口覆盖", "en": "Exits covered"},
    "uncovered": {"zh": "{place}  {exit}", "en": "{place}  {exit}"},
    "all": {
        "zh": "{count} 个故事，{failed} 个失败，用时 {seconds:.1f} 秒",
        "en": "stories: {count}, failed: {failed}, in {seconds:.1f} s",
    },
    "below": {
        "zh": "覆盖率 {percent:.1f} % 低于要求的 {least:g} %",
        "en": "coverage is {percent:.1f} %, below the {least:g} % asked for",
    },
    "min_of_part": {
        "zh": "--min 要求全部故事的覆盖率，-k 只运行一部分：请去掉其中一个",
        "en": "--min asks for the coverage of all stories, and -k plays some of them: leave one out",
    },
    "none": {
        "zh": "这里没有故事：请写在拨号方案旁边，例如 {example}（见 docs/stories.md），或用 --generate 生成",
        "en": "no stories here: write them beside the dialplan, in {example} for example (docs/stories.md"
        " tells how), or let --generate write some",
    },
    "no_file": {"zh": "{file}：没有这个文件或文件夹", "en": "{file}: no such file or folder"},
    "playing": {"zh": "故事", "en": "Stories"},
    "exploring": {"zh": "正在探索 {name} …", "en": "Exploring {name} …"},
    "generated": {"zh": "已写入 {file}：{count} 个故事", "en": "written: {file}, {count} stories"},
    "not_ours": {
        "zh": "{file} 不是由 --generate 写的；请改名，以免被覆盖",
        "en": "{file} was not written by --generate; give it another name, it would be lost",
    },
    "all_covered": {"zh": "{name}：所有出口都有故事", "en": "{name}: every way out has a story"},
    "left": {
        "zh": "{name}：{count} 个出口没有找到来电路径（试了 {calls} 个通话）",
        "en": "{name}: no call was found for {count} ways out ({calls} calls tried, all there was to try)",
    },
    "left_at_limit": {
        "zh": "{name}：{count} 个出口没有找到来电路径；试了 {calls} 个通话后放弃",
        "en": "{name}: no call was found for {count} ways out; gave up after {calls} calls",
    },
    "unreached": {"zh": "没有通话到达此步骤", "en": "no call came to this step"},
    "untaken": {
        "zh": "到达了此步骤，但按键、数字、查询结果、时间、坐席都没有通向这里",
        "en": "calls came to the step, but no key, digits, answer, time or agent led this way",
    },
    "never_failed": {"zh": "没有步骤失败过", "en": "no step ever failed"},
    "no_match": {"zh": "没有名称含“{part}”的故事", "en": "no story has '{part}' in its name"},
}


def say(text: str, language: str, **values: object) -> str:
    """The text with this id."""
    return _TEXTS[text][language].format(**values)


def failure(played: Played, centre: Centre, language: str) -> Iterator[str]:
    """A story that failed: where, what was expected, what there was instead, and the journey so far."""
    assert played.failure is not None
    yield say("failed", language, place=played.failure.place, name=played.story.name.said(language))
    yield f"  {played.failure.expected.said(language)}"
    yield f"  {played.failure.instead.said(language)}"
    teller = Teller(language, ZoneInfo(centre.settings.engine.timezone), centre.names[language])
    yield from (f"    {line}" for line in teller.journey(played.events))


def way(exit: Exit, language: str) -> str:
    """An exit in words: `main_menu: menu keys 1 → buyer`."""
    if not exit.flow:
        return say("on_error", language, target=exit.target)
    target = say("next", language) if exit.target == "continue" else exit.target
    return f"{exit.flow}: {exit.verb} {exit.label}".rstrip() + (f" → {target}" if target else "")
