"""The server that takes our mail: each fault at its place, and the password shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.document.model import Fault
from ivr.mail.letter import Letter, message
from ivr.settings import find, load
from ivr.settings.mail import PASSWORD, Mail, address, named
from tests.mail.test_letter import AT
from tests.test_settings import place, told

SOUND = """
mail:
  host: smtp.example.com
  user: callwright
  from: Callwright 呼叫 <reports@example.com>
"""


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "open sesame")


def with_mail(config: Path, old: str = "", new: str = "") -> None:
    file = config / "ivr.yaml"
    assert old in SOUND
    file.write_text(file.read_text(encoding="utf-8") + SOUND.replace(old, new, 1), encoding="utf-8")


def mail_of(config: Path) -> Mail:
    return load(config).engine.mail


def test_where_nothing_is_said_there_is_no_server_whatever_the_environment_has(config: Path) -> None:
    assert mail_of(config).host == ""


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security(security: str, port: int) -> None:
    assert Mail.model_validate({"security": security}).reached_at == port


def test_the_password_of_the_environment_wins_and_no_text_of_the_settings_has_it(config: Path) -> None:
    with_mail(config, "user:", "password: geheim123\n  user:")
    found = load(config)
    assert found.engine.mail.password.get_secret_value() == "open sesame"
    assert "sesame" not in f"{found!r} {found.model_dump_json()}"


def test_the_password_may_be_in_a_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD)
    (config.parent / "secret").write_text("from a file\n")
    with_mail(config, "user:", "password_file: secret\n  user:")
    assert mail_of(config).password.get_secret_value() == "from a file"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("host: smtp.example.com", "port: 587", "mail needs 'host'"),
        ("  from: Callwright 呼叫 <reports@example.com>", "", "mail needs 'from'"),
        ("<reports@example.com>", "<reports@@example.com>", "is no mail address"),
        ("Callwright 呼叫", 'Call"wright', "has quotes"),
        ("user: callwright", "user: callwright\n  security: none", "without TLS the password goes"),
        ("user: callwright", "user: callwright\n  ca_file: absent.pem", "there is no file absent.pem"),
        ("user: callwright", "user: callwright\n  password_file: absent", "there is no file absent"),
        ("user: callwright", "user: callwright\n  port: 99999", "at most 65535"),
        ("user: callwright", "user: callwright\n  security: ssl", "allowed: none, starttls, tls"),
    ],
)  # fmt: skip
def test_what_would_keep_mail_from_going_is_told(config: Path, old: str, new: str, said: str) -> None:
    with_mail(config, old, new)
    assert any(said in line for line in told(config))


def test_without_a_password_it_is_told_where_it_may_stand(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD)
    with_mail(config)
    (line,) = told(config)
    assert line.startswith(place(config, "ivr.yaml", "user: callwright\n  from"))
    assert PASSWORD in line


def test_a_password_that_servers_do_not_take_is_told_without_it(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "密码密码")
    with_mail(config)
    (problem,) = find(config).problems
    assert "ASCII" in problem.text
    assert "ASCII" in problem.zh
    assert "密码密码" not in str(problem)


@settings(max_examples=40)
@given(st.text(max_size=80) | st.from_regex(r"\A[^@\s]{1,10}@[a-z.]{1,10}\Z"))
def test_an_address_that_is_taken_can_be_written_to(text: str) -> None:
    try:
        address(text)
    except Fault:
        return
    sent = message(Letter("a@b.example", (text,), "x", "y"), "id", AT)
    assert f"To: {text}\r\n".encode() in sent


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_a_sender_that_is_taken_can_be_written_down(name: str) -> None:
    try:
        sender = named(f"{name} <a@b.example>")
    except Fault:
        return
    assert b"a@b.example" in message(Letter(sender, ("c@d.example",), "x", "y"), "id", AT)
