"""A small call centre and its only dialplan, for stories in tests."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from ivr.flow.library import Library
from ivr.flow.world import Watcher
from ivr.settings import Agents, Engine, QueueFile, Settings
from ivr.steps import CATALOGUE
from ivr.stories.player import Played, Player
from ivr.stories.reader import read_stories
from ivr.stories.story import Centre, Story

SHOP = """\
dialplan: shop
numbers: ["100"]
start: main
on_error: sorry
hours: {office: {open: ["mon-fri 09:00-18:00"]}}
flows:
  main:
    - play: {zh: 您好。, en: Hello.}
    - menu:
        prompt: {zh: 买家请按1，留言请按2。, en: "Buyers press 1, messages 2."}
        keys: {1: buyer, 2: message, "*": repeat}
        tries: 2
        give_up: hangup
  buyer:
    - http: {get: "http://crm/{{ caller.number }}", save: member, timeout: 2s, on_status: {404: sorry}}
    - if: member.level == 'gold'
      then: [{play: {zh: 金卡会员。, en: Gold.}}]
    - queue: {to: support, skills: {seller: 3}, priority: "5", max_wait: 60s, on_timeout: message}
    - play: {zh: 再见。, en: Goodbye.}
  message:
    - record: {prompt: {zh: 请留言。, en: Speak now.}, max: 30s}
    - hangup: {zh: 谢谢。, en: Thanks.}
  sorry: [{play: {zh: 对不起。, en: Sorry.}}]
"""
SETTINGS = Settings(
    root=Path(),
    engine=Engine(),
    agents=Agents.model_validate(
        {
            "agents": {
                "wang": {"name": "王芳", "phone": "1001", "skills": {"seller": 4}},
                "li": {"name": "李强", "phone": "1002", "skills": {"seller": 1}},
            }
        }
    ),
    queues=QueueFile.model_validate({"queues": {"support": {"name": {"zh": "客服", "en": "Support"}}}}),
)


def centre(folder: Path, dialplan: str = SHOP) -> Centre:
    (folder / "shop.yaml").write_text(dialplan, encoding="utf-8")
    return Centre(Library.load(folder, CATALOGUE), SETTINGS)


def stories(text: str) -> list[Story]:
    """Stories that call 100, as they stand in a file; there are no mistakes in them."""
    found, problems = read_stories(dedent(text), "100")
    assert problems == []
    return found


def told(happens: str, head: str = "") -> Story:
    """One story with these turns; `head` stands before them, beside the story's name."""
    beside = indent(dedent(head).strip(), "    ")
    (story,) = stories(
        f"stories:\n  - story: trial\n{beside}\n    happens:\n{indent(dedent(happens).strip(), '      ')}\n"
    )
    return story


def play(story: Story, where: Centre, watcher: Watcher | None = None) -> Played:
    with Player(where, watcher) as player:
        return player.play(story)
