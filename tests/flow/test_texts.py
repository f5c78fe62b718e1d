"""Every phrase that a dialplan can say is known before the call, with the line where it stands."""

from __future__ import annotations

from pathlib import Path

from ivr.flow.reader import read_dialplan
from ivr.flow.texts import Said, said, texts
from ivr.ports import Phrase
from ivr.steps import CATALOGUE

PLAN = """\
dialplan: shop
numbers: ["1"]
start: main
flows:
  main:
    - play: {zh: 您好。, en: Hello.}
    - play:
        - zh: 您的余额是
          en: Your balance is
        - money: "12.50"
        - zh: [元, "{{ caller.name }}"]
    - menu:
        prompt:
          file: menu
          zh: 请按1。
        keys: {1: main}
        give_up: main
    - if: now.hour == 1
      then:
        - play: Good night
"""


def found(tmp_path: Path) -> list[Said]:
    (tmp_path / "shop.yaml").write_text(PLAN, encoding="utf-8")
    plan, problems = read_dialplan(tmp_path / "shop.yaml", CATALOGUE)
    assert plan, problems
    return list(said([plan]))


def lines(tmp_path: Path) -> dict[tuple[str, str], int]:
    return {(one.phrase.language, one.phrase.text): one.place.line for one in found(tmp_path) if one.place}


def test_a_phrase_has_the_line_of_its_text(tmp_path: Path) -> None:
    placed = lines(tmp_path)
    assert placed["zh", "您好。"] == placed["en", "Hello."] == 6
    assert (placed["zh", "您的余额是"], placed["en", "Your balance is"]) == (8, 9)
    assert placed["zh", "元"] == 11
    assert placed["zh", "请按1。"] == 15


def test_a_text_without_a_language_is_in_that_of_the_dialplan(tmp_path: Path) -> None:
    assert lines(tmp_path)["zh", "Good night"] == 20


def test_a_recorded_file_is_there_for_each_language(tmp_path: Path) -> None:
    files = [one.phrase for one in found(tmp_path) if one.phrase.file]
    assert files == [Phrase("请按1。", "zh", "menu"), Phrase("", "en", "menu")]


def test_what_is_known_only_in_the_call_is_left_out(tmp_path: Path) -> None:
    assert not any("{{" in one.phrase.text for one in found(tmp_path))


def test_what_a_step_and_the_engine_say_by_themselves_is_there(tmp_path: Path) -> None:
    everything = found(tmp_path)
    assert everything[0] == Said(Phrase("非常抱歉，系统出现故障，请稍后再拨。再见。", "zh"))
    own = [one for one in everything if one.dialplan and one.place and one.place.line == 12]
    assert own == [one for one in own if one.dialplan == "shop"] != []


def test_texts_are_the_pairs_that_the_audio_is_made_of(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(PLAN, encoding="utf-8")
    plan, _ = read_dialplan(tmp_path / "shop.yaml", CATALOGUE)
    assert plan
    pairs = list(texts([plan]))
    assert ("zh", "您好。") in pairs
    assert all(text for _, text in pairs)
