"""Reading YAML: texts stay texts, every fault has a place, nothing brings the reader down."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.document.nodes import Document, Mark, places
from ivr.document.reader import MAX_DEPTH, MAX_SIZE, read
from ivr.document.syntax import explain


def plain(text: str) -> object:
    document = read(text, "f.yaml")
    assert document.root is not None
    assert not document.problems
    return document.root.plain()


def told(text: str) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.text) for problem in read(text, "f.yaml").problems]


def only(text: str) -> tuple[int, int, str]:
    (found,) = told(text)
    return found


@pytest.mark.parametrize("word", ["010", "no", "12:30", "1e3", "~", "null", "2026-10-01", "0x1F", "1_000"])
def test_a_scalar_stays_as_it_was_written(word: str) -> None:
    assert plain(f"key: {word}") == {"key": word}


def test_lists_and_mappings_keep_their_order() -> None:
    assert plain("b: [2, 1]\na: {z: 1, y: 2}\n") == {"b": ["2", "1"], "a": {"z": "1", "y": "2"}}


def test_every_value_has_a_place_counted_from_one() -> None:
    root = read("menu:\n  keys: {1: buyer,\n         2: [a, b]}\n", "f.yaml").root
    assert root is not None
    found = {label: (mark.line, mark.column) for label, mark in places(root)}
    assert found["menu keys 1"] == (2, 13)
    assert found["menu keys 2 1"] == (3, 17)


def test_columns_count_characters_not_bytes() -> None:
    assert only("{名字: 王芳, 名字: 李}")[:2] == (1, 10)


def test_a_duplicate_key_names_the_first() -> None:
    assert only("a: 1\nb: 2\na: 3\n") == (3, 1, "the key 'a' stands twice (first in line 1)")


def test_all_duplicates_are_told_at_once() -> None:
    assert [place[:2] for place in told("a: 1\na: 2\nb: {c: 1, c: 2}\n")] == [(2, 1), (3, 11)]


@pytest.mark.parametrize(
    ("text", "line", "column", "key"),
    [
        ("keys: {*: repeat}", 1, 8, "*"),
        ("keys:\n  *: repeat\n", 2, 3, "*"),
        ("keys:\n  1: a\n  #: hangup\n", 3, 3, "#"),
        ("keys: {1: a, #: hangup}\n", 1, 14, "#"),
    ],
)
def test_an_unquoted_key_of_the_telephone_says_quote_it(text: str, line: int, column: int, key: str) -> None:
    assert only(text) == (line, column, f'{key} is special in YAML; quote it: "{key}"')


def test_all_unquoted_keys_and_what_comes_after_them_are_told_at_once() -> None:
    text = "keys: {1: a, *: b}\nmore: {*: c}\nx: 1\nx: 2\nkeys2: {#: d}\n"
    assert [place[:2] for place in told(text)] == [(1, 14), (2, 8), (4, 1), (5, 9)]


def test_a_hash_in_a_text_or_a_comment_is_left_alone() -> None:
    assert plain('a: "{#: x}" # comment #: 1\nb: |\n  #: text\n') == {"a": "{#: x}", "b": "#: text\n"}


def test_a_tab_is_explained() -> None:
    assert only("a:\n\t- b\n") == (2, 1, "a tab; YAML is indented with spaces only")


def test_an_unquoted_template_says_quote_it() -> None:
    line, column, text = only("to: {{ number }}\n")
    assert (line, column) == (1, 5)
    assert 'must be quoted: "{{ … }}"' in text


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c\n", (1, 5), "a second ':' in one line"),
        ('a: "never closed\n', (1, 4), "never closed"),
        ("a: [1, 2\nb: 3\n", (2, 2), "closing brackets"),
        ("a:\n  - b\n c: d\n", (3, 2), "indentation"),
        ("a: @here\n", (1, 4), 'quote it: "@"'),
        ("a: 1\nkey\nb: 2\n", (2, 1), "a key without ':' behind it"),
        ('a: "\\q"\n', (1, 5), "unknown escape character"),
        ("key: - a\n", (1, 6), "not readable as YAML: block sequence entries are not allowed"),
        ("a: \x07bell\n", (1, 4), "control character (U+0007)"),
        ("a: 1\n---\nb: 2\n", (2, 1), "one file holds one document"),
        ("a: !!python/object:os.system x\n", (1, 4), "has no meaning here"),
        ("[a, b]: c\n", (1, 1), "a key must be a text"),
        ("", (1, 1), "the file is empty"),
        ("# only a comment\n", (1, 1), "the file is empty"),
        ("a: *nobody\n", (1, 4), 'quote it: "*nobody"'),
    ],
)
def test_a_syntax_error_is_a_problem_with_place_and_remedy(
    text: str, place: tuple[int, int], words: str
) -> None:
    line, column, found = only(text)
    assert (line, column) == place
    assert words in found


def test_an_error_of_the_parser_without_a_place_is_told_at_the_top() -> None:
    assert explain("", yaml.YAMLError("odd")) == (
        Mark(1, 1),
        "not readable as YAML: odd",
        "无法按YAML读取；请检查缩进、引号、括号和特殊字符",
    )


def test_anchors_and_aliases_are_allowed() -> None:
    assert plain("a: &wait {tries: 3}\nb: *wait\n") == {"a": {"tries": "3"}, "b": {"tries": "3"}}


def test_an_alias_inside_itself_is_refused() -> None:
    assert "it would hold itself" in only("a: &a [1, *a]\n")[2]


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "aliases count each time" in only("\n".join(lines))[2]


def test_a_deep_nest_is_refused() -> None:
    assert only("[" * (MAX_DEPTH + 1)) == (1, MAX_DEPTH + 1, f"nested deeper than {MAX_DEPTH} levels")


def test_depth_through_aliases_counts() -> None:
    deep = "[" * (MAX_DEPTH - 5) + "]" * (MAX_DEPTH - 5)
    assert "nested deeper" in only(f"a: &a {deep}\nb: [[[[[[*a]]]]]]\n")[2]


def test_a_huge_file_is_refused() -> None:
    assert "larger than" in only("a" * (MAX_SIZE + 1))[2]


def test_a_byte_order_mark_and_line_ends_of_windows_are_taken() -> None:
    assert plain("\ufeffa: 1\r\nb: 2\r\n") == {"a": "1", "b": "2"}


_YAML_LIKE = st.text(alphabet=" \n\t:-[]{}*&#!|>'\"%@`,?abc1名\\~", max_size=60)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), _YAML_LIKE))
def test_no_text_brings_the_reader_down(text: str) -> None:
    document = read(text, "f.yaml")
    assert isinstance(document, Document)
    assert document.root is not None or document.problems
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in document.problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1


COLON, COMMA = "full-width ：; write : and a blank", "full-width ，; write , and a blank"
QUOTE = "quote the text: it has a colon and a blank in it"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a:\n  zh： 请输入\n  en: x\n", (2, 5), COLON),
        ("a:\n  en: x\n  zh： 请输入\n", (3, 5), COLON),
        ("5： invoices\n6: x\n", (1, 2), COLON),
        ("主菜单：\n  b: 1\n", (1, 4), COLON),
        ("a: {zh: 请输入， en: x}\n", (1, 12), COMMA),
        ('a: {zh: "请输入"， en: x}\n', (1, 14), COMMA),
        ("a: {1: b， 2: c}\n", (1, 9), COMMA),
        ("a: { en: To speak to an agent: press 1 }\n", (1, 30), QUOTE),
        ("a: {zh: 您好，请按: 1}\n", (1, 14), QUOTE),
    ],
)
def test_a_slip_of_the_keyboard_explains_the_syntax_error(
    text: str, place: tuple[int, int], words: str
) -> None:
    line, column, found = only(text)
    assert (line, column) == place
    assert words in found


@pytest.mark.parametrize(
    "text", ["a: b\nzh: 地址：上海\nc: d: e\n", "a: |\n  zh： x\nb: c: d\n", "a: [1, 2\nb: 3\n"]
)
def test_full_width_punctuation_elsewhere_is_not_blamed(text: str) -> None:
    assert "full-width" not in only(text)[2]


@pytest.mark.parametrize(
    "text", ["a: {zh: 您好：请按1，谢谢, en: x}\n", "a: “你好”：，５\n", "a: [一，二]\n"]
)
def test_full_width_punctuation_in_a_text_is_no_finding(text: str) -> None:
    assert not read(text, "f.yaml").problems


@pytest.mark.parametrize(
    "text", ['a: "x\n', "a: [1, 2\nb: 3\n", 'a: "\\q"\n', "key: - a\n", "a:\n  - b\n c: d\n"]
)
def test_a_syntax_error_is_told_in_chinese_without_the_words_of_the_parser(text: str) -> None:
    (problem,) = read(text, "f.yaml").problems
    assert not re.search("[a-z]{3}", problem.zh)


def test_a_line_end_that_only_yaml_knows_does_not_confuse_the_places() -> None:
    assert told("a: 1\u2028key\u2028b: 2\n")
    assert told("a: {b\u2028zh： x\u2028c: d: e}\n")
