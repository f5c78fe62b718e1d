"""The FastAGI codec: recorded dialogs however they are cut, hostile arguments, noise."""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.wire.agi import (
    COMMAND_LIMIT,
    HUNG_UP,
    LIMIT,
    VALUE_LIMIT,
    AgiReader,
    Header,
    Message,
    Reply,
    encode,
    quoted,
)
from ivr.wire.errors import LocalProtocolError, RemoteProtocolError

DIALOGS = Path(__file__).parent / "dialogs"
MENU = (DIALOGS / "menu.agi").read_bytes()
HANGUP = (DIALOGS / "hangup.agi").read_bytes()
HEADER = b"agi_network: yes\nagi_channel: PJSIP/line-00000001\n\n"

# What Asterisk 22 replied to ANSWER, GET DATA with a key, without one, STREAM FILE of a missing file, NOOP,
# an unknown command, one without its arguments, two variables, RECORD FILE, EXEC of an unknown application,
# SET VARIABLE and EXEC Hangup.
MENU_REPLIES: list[Message] = [
    Reply(200, "0"),
    Reply(200, "4"),
    Reply(200, "", "timeout"),
    Reply(200, "-1", endpos=0),
    Reply(200, "0"),
    Reply(510, data="Invalid or unknown command"),
    Reply(520, data="(the usage)"),
    Reply(200, "1", '"张\\"三, O\'Neil" <13800138000> (x) endpos=3'),
    Reply(200, "0"),
    Reply(200, "0", "timeout", 2400),
    Reply(200, "-2"),
    Reply(200, "1"),
    Reply(200, "-1"),
    HUNG_UP,
    HUNG_UP,
]


def read(*chunks: bytes) -> list[Message]:
    reader = AgiReader()
    return [message for chunk in chunks for message in reader.receive(chunk)]


def without_usage(messages: list[Message]) -> list[Message]:
    return [
        Reply(520, data="(the usage)") if isinstance(each, Reply) and each.code == 520 else each
        for each in messages
    ]


def test_a_recorded_menu_read_whole() -> None:
    header, *replies = read(MENU)
    assert isinstance(header, Header)
    assert header.values["agi_uniqueid"] == "1795308707.0"
    assert header.values["agi_calleridname"] == "张\\\"三, O'Neil"
    assert header.values["agi_accountcode"] == ""
    assert without_usage(replies) == MENU_REPLIES


def test_a_recorded_menu_read_byte_by_byte() -> None:
    assert read(*(MENU[at : at + 1] for at in range(len(MENU)))) == read(MENU)


def test_a_recorded_hang_up_is_no_reply() -> None:
    _, *messages = read(HANGUP)
    assert messages == [Reply(200, "0"), Reply(200, "-1", endpos=40000), HUNG_UP, HUNG_UP]


@given(st.sampled_from([MENU, HANGUP]), st.lists(st.integers(0, len(MENU)), max_size=20))
def test_however_it_is_cut_the_messages_are_the_same(dialog: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(dialog)]
    assert read(*(dialog[a:b] for a, b in pairwise(edges))) == read(dialog)


@pytest.mark.parametrize("rest", [b"2", b"200 result=", b"520-Invalid", b"HANGU"])
def test_bytes_of_the_next_message_are_kept_for_it(rest: bytes) -> None:
    assert read(MENU + rest) == read(MENU)


def test_an_incomplete_header_is_no_error() -> None:
    assert read(b"agi", b"_network: yes\n") == []


def test_a_usage_text_is_one_reply_with_all_its_lines() -> None:
    usage = b"520-Invalid\nUsage: X\n\n200 result=0\n520 End of proper usage.\n200 result=1\n"
    messages = read(HEADER + usage)
    assert messages[1:] == [Reply(520, data="Invalid\nUsage: X\n\n200 result=0"), Reply(200, "1")]


def test_a_usage_text_without_end_is_refused() -> None:
    with pytest.raises(RemoteProtocolError, match="usage"):
        read(HEADER + b"520-x\n" + b"y\n" * 1001)


def test_a_provisional_reply_is_not_yet_the_reply() -> None:
    assert read(HEADER + b"100 result=0 Trying...\n200 result=0\n")[1:] == [Reply(200, "0")]


def test_a_command_on_a_dead_channel_and_usage_that_is_not_available() -> None:
    replies = read(HEADER + b"511 Command Not Permitted\n520 Invalid command syntax.\n")[1:]
    assert replies == [Reply(511, data="Command Not Permitted"), Reply(520, data="Invalid command syntax.")]


@pytest.mark.parametrize(
    ("result", "key"), [("49", "1"), ("35", "#"), ("68", "D"), ("0", ""), ("-1", ""), ("", ""), ("²", "")]
)
def test_the_key_that_ended_a_command(result: str, key: str) -> None:
    assert Reply(200, result).key == key


@pytest.mark.parametrize(
    ("noise", "fault"),
    [
        (b"\x16\x03\x01\x02\x00", "must begin with agi_"),
        (b"GET / HTTP/1.1\r\n", "must begin with agi_"),
        (b"agi_network: yes\nnonsense\n\n", "not an AGI header"),
        (b"agi_network yes\n\n", "not an AGI header"),
        (b"agi_network: yes\nother: nonsense\n\n", "not an AGI header"),
        (b"agi_extension: 1\nagi_extension: 2\n\n", "twice"),
        (b"agi_" + b"x" * LIMIT, "bytes"),
        (HEADER + b"x" * (LIMIT + 1), "a line of more than"),
        (HEADER + b"nonsense\n", "not an AGI reply"),
        (HEADER + b"200 nonsense\n", "not an AGI result"),
        (HEADER + b"\xff\xfe\n", "not an AGI reply"),
    ],
)
def test_noise_is_a_remote_error(noise: bytes, fault: str) -> None:
    with pytest.raises(RemoteProtocolError, match=fault):
        read(noise)


@given(st.binary(max_size=300))
def test_any_bytes_are_messages_or_a_remote_error(data: bytes) -> None:
    with suppress(RemoteProtocolError):
        read(HEADER + data)


def words(line: bytes) -> list[str]:
    """What Asterisk takes for the words of a line, by the rules in its documentation of `parse_args`."""
    text, found, quotes, escaped, inside = line.decode(), [""], False, False, False
    for char in text.removesuffix("\n"):
        if char == '"' and not escaped:
            quotes, inside = not quotes, True
        elif char in " \t" and not quotes and not escaped:
            if inside:
                found.append("")
            inside = False
        elif char == "\\" and not escaped:
            escaped = True
        else:
            found[-1] += char
            escaped, inside = False, True
    return found


def plain(text: str) -> str:
    return "".join(" " if ord(char) < 32 or char in "\x7f\x85\u2028\u2029" else char for char in text)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_arguments_arrive_as_they_are_but_for_line_ends_and_controls(arguments: list[str]) -> None:
    line = encode("SET VARIABLE", *arguments)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert not {0, 13} & set(line)
    assert words(line) == ["SET", "VARIABLE", *map(plain, arguments)]


@pytest.mark.parametrize(
    "evil", ["x\nHANGUP", "x\r\nHANGUP", 'x" y', "x\\", '\\"', "x\0y", "x\u2028y", "x\x85y"]
)
def test_no_argument_begins_a_second_word_or_command(evil: str) -> None:
    line = encode("SET VARIABLE", "NAME", evil)
    assert line.count(b"\n") == 1
    assert len(words(line)) == 4


def test_numbers_go_unquoted() -> None:
    assert encode("GET DATA", "a b", 5000, 1) == b'GET DATA "a b" 5000 1\n'


def test_a_long_value_is_cut_between_two_characters() -> None:
    value = quoted("张" * 3000)
    assert value == '"' + "张" * (VALUE_LIMIT // 3) + '"'


def test_half_a_character_from_outside_cannot_stop_a_command() -> None:
    assert encode("NOOP", "a\ud800b") == b'NOOP "a?b"\n'


def test_a_line_that_asterisk_would_cut_in_two_is_not_sent() -> None:
    with pytest.raises(LocalProtocolError, match=str(COMMAND_LIMIT)):
        encode("EXEC", "x" * VALUE_LIMIT, "y" * VALUE_LIMIT)


@pytest.mark.parametrize("command", ["", "stream file", "NOOP\nHANGUP", "NOOP "])
def test_only_a_command_is_a_command(command: str) -> None:
    with pytest.raises(LocalProtocolError):
        encode(command)
