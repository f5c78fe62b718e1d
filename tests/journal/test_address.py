"""The address of the database, as people write it."""

from __future__ import annotations

import getpass
import ssl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from ivr.journal.address import PASSWORD, absolute_url, account, encryption, parse, place
from ivr.journal.database import DatabaseUnusable

HERE = Path()


def test_a_relative_path_of_sqlite_starts_from_the_settings_root(tmp_path: Path) -> None:
    assert absolute_url("sqlite:///var/log.db", tmp_path) == f"sqlite:///{tmp_path}/var/log.db"
    assert absolute_url("sqlite:////srv/log.db", tmp_path) == "sqlite:////srv/log.db"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_server_is_host_port_user_and_database(scheme: str) -> None:
    url = parse(f"{scheme}://li:secret@db.example:5433/calls")
    assert place(url) == ("db.example", 5433)
    assert account(url) == {"user": "li", "password": "secret", "database": "calls"}


def test_without_a_host_it_is_the_socket_of_this_machine_and_the_user_of_the_process() -> None:
    url = parse("postgresql:///calls")
    assert place(url)[0].startswith("/")
    assert account(url)["user"] == getpass.getuser()
    assert encryption(url) is False


def test_a_socket_may_be_in_another_folder() -> None:
    assert place(parse("postgresql:///calls?host=/srv/socket&port=7777")) == ("/srv/socket", 7777)


@pytest.mark.parametrize(
    ("mode", "checks"), [("require", ssl.CERT_NONE), ("verify-ca", ssl.CERT_REQUIRED), ("verify-full", 2)]
)
def test_sslmode_says_how_much_the_server_has_to_prove(mode: str, checks: int) -> None:
    context = encryption(parse(f"postgresql://li@db.example/calls?sslmode={mode}"))
    assert context.verify_mode == checks
    assert context.check_hostname is (mode == "verify-full")


def test_unless_told_otherwise_what_can_be_encrypted_is() -> None:
    assert encryption(parse("postgresql://li@db.example/calls")) == "prefer"
    assert encryption(parse("postgresql://li@db.example/calls?sslmode=disable")) is False


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_the_password_may_come_from_the_environment_whatever_it_is(password: str) -> None:
    url = absolute_url("postgresql://li:old@db.example/calls", HERE, {PASSWORD: password})
    assert account(parse(url))["password"] == password


def test_a_file_needs_no_password() -> None:
    assert absolute_url("sqlite:////srv/log.db", HERE, {PASSWORD: "x"}) == "sqlite:////srv/log.db"


WRONG = [
    "",
    "var/log.db",
    "sqlite://",
    "sqlite:///:memory:",
    "mysql://host/log",
    "oracle:x",
    "postgresql://db.example",
    "postgresql://li:geheim@db.example:many/calls",
    "postgresql://li:ge@he:im@db.example:many/calls",
    "postgresql://li:geheim@db.example/calls?sslmode=maybe",
    "postgresql://li:geheim@db.example/calls?port=many",
    "postgresql://li@db.example/calls?password=geheim",
]


@pytest.mark.parametrize("url", WRONG)
def test_an_address_that_is_none_says_where_to_put_it_right_and_tells_no_password(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match=r"config/ivr\.yaml") as refused:
        absolute_url(url, HERE)
    for language in ("zh", "en"):
        assert "config/ivr.yaml" in refused.value.said(language)
        assert "geheim" not in refused.value.said(language)
        assert "he:im" not in refused.value.said(language)


@given(st.text(max_size=60) | st.text(max_size=60).map("postgresql://{}".format))
def test_nothing_that_is_written_there_ends_in_another_error(url: str) -> None:
    try:
        found = make_url(absolute_url(url, HERE))
    except DatabaseUnusable:
        return
    assert found.database
