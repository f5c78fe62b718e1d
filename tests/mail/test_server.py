"""Mail through a real server: what it takes, what it refuses, and what may be tried again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from ivr.mail.server import Outcome, Server
from tests.mail.servers import PASSWORD, USER, Post, certified, post_office

MESSAGE = b"From: a@b.example\r\nSubject: x\r\n\r\n.begins with a dot\r\n.\r\nend\r\n"
LI, WANG = "li@b.example", "wang@b.example"
TAKEN = Outcome("accepted", "")


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office(Post()) as post:
        yield post


def test_what_the_server_takes_is_what_was_sent(post: Post) -> None:
    assert post.server.deliver([LI, WANG], MESSAGE) == {LI: TAKEN, WANG: TAKEN}
    ((to, content),) = post.taken
    assert (to, content) == ((LI, WANG), MESSAGE)


def test_an_address_that_is_refused_keeps_the_mail_from_no_other(post: Post) -> None:
    post.to = {LI: "550 5.1.1 no such user"}
    assert post.server.deliver([LI, WANG], MESSAGE) == {
        LI: Outcome("refused", "550 5.1.1 no such user"),
        WANG: TAKEN,
    }
    assert post.taken[0][0] == (WANG,)


def test_where_all_are_refused_each_has_its_answer(post: Post) -> None:
    post.to = {LI: "550 no such user", WANG: "451 greylisted"}
    found = post.server.deliver([LI, WANG], MESSAGE)
    assert found == {LI: Outcome("refused", "550 no such user"), WANG: Outcome("later", "451 greylisted")}


@pytest.mark.parametrize(
    ("answer", "state"),
    [("451 try again", "later"), ("554 spam", "refused"), ("452 full", "later"), ("552 too big", "refused")],
)
def test_an_answer_to_the_whole_message_is_for_all(post: Post, answer: str, state: str) -> None:
    post.answers = [answer]
    found = post.server.deliver([LI, WANG], MESSAGE)
    assert [(each.state, each.answer) for each in found.values()] == [(state, answer)] * 2


def test_a_server_that_hangs_up_in_the_middle_may_be_tried_again(post: Post) -> None:
    post.answers = ["hang up"]
    assert post.server.deliver([LI], MESSAGE)[LI].state == "later"
    assert post.server.deliver([LI], MESSAGE)[LI] == TAKEN


def test_a_server_that_says_nothing_is_waited_for_only_so_long(post: Post) -> None:
    post.answers = ["silence"]
    found = replace(post.server, patience=0.2).deliver([LI], MESSAGE)
    assert found[LI] == Outcome("later", "the server did not answer in time")


def test_all_of_it_may_take_only_so_long_however_busy_the_server_seems(post: Post) -> None:
    post.answers = ["silence"]
    found = replace(post.server, patience=60.0, limit=0.2).deliver([LI], MESSAGE)
    assert found[LI].state == "later"


def test_a_server_that_is_away_may_be_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and listens not
        found = Post(port=taken.getsockname()[1]).server.deliver([LI], MESSAGE)
    assert found[LI].state == "later"
    assert "refused" in found[LI].answer  # the connection


def test_a_host_that_no_name_server_knows_may_be_tried_again() -> None:
    mail = Post(port=25).mail.model_copy(update={"host": "mail.invalid"})
    assert Server(mail, Path("/")).deliver([LI], MESSAGE)[LI].state == "later"


def test_what_a_server_answers_is_shown_on_one_line(post: Post) -> None:
    post.to = {LI: "550 \x1b[2Jno \x07" + "long" * 200}
    answer = post.server.deliver([LI], MESSAGE)[LI].answer
    assert answer.isprintable()
    assert len(answer) == 300


def secure(post: Post, folder: Path, password: str = PASSWORD) -> Server:
    told = {"security": "starttls", "user": USER, "password": SecretStr(password), "host": "localhost"}
    return Server(post.mail.model_copy(update={**told, "ca_file": Path("ca.pem")}), folder, patience=10.0)


def test_with_starttls_and_a_password(tmp_path: Path) -> None:
    options, _ = certified(tmp_path)
    with post_office(Post(), **options) as post:
        assert secure(post, tmp_path).deliver([LI], MESSAGE) == {LI: TAKEN}


def test_with_tls_from_the_beginning(tmp_path: Path) -> None:
    options, _ = certified(tmp_path)
    with post_office(Post(), tls=options["tls_context"]) as post:
        server = secure(post, tmp_path)
        mail = server.mail.model_copy(update={"security": "tls", "user": ""})
        assert replace(server, mail=mail).deliver([LI], MESSAGE) == {LI: TAKEN}


def test_a_wrong_password_may_be_mended_and_is_never_shown(tmp_path: Path) -> None:
    options, _ = certified(tmp_path)
    with post_office(Post(), **options) as post:
        server = secure(post, tmp_path, "another secret")
        found = server.deliver([LI], MESSAGE)
    assert found[LI].state == "later"
    assert found[LI].answer.startswith("535")
    assert "another secret" not in f"{server!r} {found!r}"


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(tmp_path: Path) -> None:
    options, _ = certified(tmp_path)
    with post_office(Post(), **options) as post:
        server = secure(post, tmp_path)
        mail = server.mail.model_copy(update={"ca_file": None})
        found = replace(server, mail=mail).deliver([LI], MESSAGE)
    assert found[LI].state == "later"
    assert "certificate" in found[LI].answer.lower()
    assert post.taken == []
