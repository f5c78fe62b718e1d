"""AMI's framing, lazy parsing and safe values."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.wire.ami import AmiReader, Event, cleaned, encode, event_name, field, output, parse
from ivr.wire.errors import LocalProtocolError, RemoteProtocolError

SESSION = (Path(__file__).parent / "dialogs" / "session.ami").read_bytes()
GREETING = b"Asterisk Call Manager/11.0.0\r\n"


def read(*chunks: bytes) -> list[bytes]:
    reader = AmiReader()
    return [message for chunk in chunks for message in reader.receive(chunk)]


def test_a_recorded_session_read_whole() -> None:
    messages = read(SESSION)
    names = [event_name(message).decode() for message in messages]
    assert len(messages) == 26
    assert names.count("DeviceStateChange") == 16
    assert names.count("Hangup") == 2
    assert names.count("") == 5
    hangup = parse(messages[names.index("Hangup")])
    assert (hangup["Uniqueid"], hangup["Cause"]) == ("1795308707.0", "16")
    assert hangup["Cause-txt"] == "Normal Clearing"
    assert hangup["CallerIDName"] == "张\\\\\\\"三, O\\'Neil"


def test_a_recorded_session_read_byte_by_byte() -> None:
    assert read(*(SESSION[at : at + 1] for at in range(len(SESSION)))) == read(SESSION)


@given(st.lists(st.integers(0, len(SESSION)), max_size=20))
def test_however_it_is_cut_the_messages_are_the_same(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(SESSION)]
    assert read(*(SESSION[a:b] for a, b in pairwise(edges))) == read(SESSION)


def test_bytes_of_the_next_message_are_kept_for_it() -> None:
    assert read(SESSION + b"Event: Hang") == read(SESSION)


def test_the_version_is_the_greetings() -> None:
    reader = AmiReader()
    reader.receive(b"Asterisk Call Mana")
    reader.receive(b"ger/11.0.0\r\n")
    assert reader.version == "11.0.0"


def test_line_ends_before_a_message_are_skipped() -> None:
    assert read(GREETING + b"Event: A\r\n\r\n\r\nEvent: B\r\n\r\n\r\n\r\nEvent: C\r\n\r\n") == [
        b"Event: A",
        b"Event: B",
        b"Event: C",
    ]


@pytest.mark.parametrize("noise", [b"SSH-2.0-OpenSSH\r\n", b"\0\1\2", b"Asterisk Call Manager/" + b"9" * 300])
def test_a_peer_that_is_no_manager_interface(noise: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        read(noise)


def test_a_message_without_end_is_refused() -> None:
    reader = AmiReader(limit=1000)
    reader.receive(GREETING)
    with pytest.raises(RemoteProtocolError, match="1000"):
        reader.receive(b"Event: x\r\n" + b"y" * 1000)


def test_one_field_without_parsing_the_others() -> None:
    message = b"Event: DialEnd\r\nDestUniqueid: 2\r\nUniqueid: 1\r\nName: \xe5\xbc\xa0\r\nLast: "
    assert field(message, b"Uniqueid") == "1"
    assert field(message, b"Name") == "张"
    assert field(message, b"Last") == ""
    assert field(message, b"Other") == ""
    assert field(b"Response: x\r\nActionID: 7", b"ActionID") == "7"


def test_an_event_gives_the_fields_that_are_asked_for() -> None:
    event = Event(b"Event: Hangup\r\nUniqueid: 1\r\nCause: 16")
    assert (event["Uniqueid"], event["Cause"], event["Other"]) == ("1", "16", "")
    assert "Hangup" in repr(event)


def test_the_name_of_an_event_that_has_nothing_else() -> None:
    assert event_name(b"Event: Shutdown") == b"Shutdown"


def test_of_a_repeated_field_the_first_counts() -> None:
    assert parse(b"Event: X\r\nA: 1\r\nA: 2\r\nnonsense\r\nB:3\r\nC: a: b") == {
        "Event": "X",
        "A": "1",
        "B": "3",
        "C": "a: b",
    }


def test_the_lines_of_a_console_command() -> None:
    message = b"Response: Success\r\nMessage: x\r\nOutput: one\r\nOutput: \r\nOutput: two: 2"
    assert output(message) == ["one", "", "two: 2"]


def test_an_action_with_a_repeated_field() -> None:
    assert encode("Originate", "7", {"Channel": "PJSIP/1001", "Variable": ["a=1", "b=2"]}) == (
        b"Action: Originate\r\nActionID: 7\r\nChannel: PJSIP/1001\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n"
    )


@pytest.mark.parametrize("evil", ["x\r\nAction: Originate", "x\ny", "x\ry", "x\0"])
def test_a_line_end_in_a_value_or_name_is_not_sent(evil: str) -> None:
    with pytest.raises(LocalProtocolError, match="line end"):
        encode("Setvar", "1", {"Value": evil})
    with pytest.raises(LocalProtocolError):
        encode("Setvar", "1", {"Variable": ["ok", evil]})
    with pytest.raises(LocalProtocolError):
        encode("Setvar", "1", {evil: "x"})
    with pytest.raises(LocalProtocolError):
        encode(evil, "1", {})


@pytest.mark.parametrize("name", ["", "A: b"])
def test_what_is_no_field_name_is_not_sent(name: str) -> None:
    with pytest.raises(LocalProtocolError, match="name of an AMI field"):
        encode("Setvar", "1", {name: "x"})


@given(st.text())
def test_a_cleaned_text_can_always_be_sent(text: str) -> None:
    line = encode("Setvar", "1", {"Value": cleaned(text)})
    assert line.count(b"\r\n") == 4
    assert len(cleaned(text)) <= 256


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read_as_a_message(data: bytes) -> None:
    for message in read(GREETING + data.replace(b"\n", b"\r\n")):
        event_name(message)
        parse(message)
        output(message)
        field(message, b"Uniqueid")
