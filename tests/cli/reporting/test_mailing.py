"""`ivr report … --mail`: one report, now, through a real server."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.reports.drawn.picture import size
from tests.mail.servers import Post, post_office

DAY = "--from 2025-11-22 --to 2025-11-22"


@pytest.fixture
def post(site: Path) -> Iterator[Post]:
    with post_office(Post()) as post:
        told = (
            f"\nmail: {{host: 127.0.0.1, port: {post.port}, security: none, from: 呼叫中心 <a@b.example>}}\n"
        )
        with (site / "config/ivr.yaml").open("a", encoding="utf-8") as file:
            file.write(told)
        yield post


def report(command: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["report", *shlex.split(command)], env={"COLUMNS": "250"})
    assert result.exit_code == code, result.output
    return result


def test_the_report_goes_with_its_charts_and_its_figures(post: Post) -> None:
    shown = report(f"inbound {DAY} --mail li@b.example --lang en").output
    assert "li@b.example: the server has it" in shown
    (found,) = post.messages
    assert found["Subject"].startswith("Inbound calls · 2025-11-22 00:00")
    assert found["From"].addresses[0].display_name == "呼叫中心"
    (alternative,) = found.iter_parts() if found.get_content_type() == "multipart/mixed" else (found,)
    _, related = alternative.iter_parts()
    _, *pictures = related.iter_parts()
    assert [size(each.get_content()) for each in pictures] == [(960, 300)] * 3
    page = found.get_body(("html",))
    assert page is not None
    assert all(f'src="cid:{each["Content-ID"].strip("<>")}"' in page.get_content() for each in pictures)


def test_in_chinese_it_is_read_without_chinese_fonts_too(post: Post) -> None:
    report(f"queue {DAY} --mail li@b.example --lang zh")
    (found,) = post.messages
    page = found.get_body(("html",))
    assert page is not None
    assert found["Subject"].startswith("队列报表 · 2025-11-22")
    assert "来电去向" in page.get_content()


def test_to_several_each_once_and_a_file_along(post: Post) -> None:
    report(f"queue {DAY} --mail li@b.example --mail wang@b.example --mail li@b.example --format xlsx")
    (found,) = post.messages
    assert [each.addr_spec for each in found["To"].addresses] == ["li@b.example", "wang@b.example"]
    assert [each.get_filename() for each in found.iter_attachments()] == ["queue-en.xlsx"]


def test_who_is_refused_is_told_with_what_the_server_said(post: Post) -> None:
    post.to = {"li@b.example": "550 no such user"}
    shown = report(f"queue {DAY} --mail li@b.example --mail wang@b.example --lang en", code=1).output
    assert "li@b.example: refused by the server: 550 no such user" in shown
    assert "wang@b.example: the server has it" in shown


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--mail nobody", "'nobody' is no mail address"),
        ("--mail 'a@b.example\r\nBcc: c@d.example'", "is no mail address"),
        ("--mail a@b.example --out x.html", "give --out or --mail, not both"),
        ("--mail a@b.example --format parquet", "with a mail goes one of"),
    ],
)
def test_what_cannot_be_meant_is_told(options: str, said: str) -> None:
    shown = report(f"queue {DAY} --lang en {options}", code=2).output
    assert said in " ".join(shown.replace("│", " ").split())


def test_without_a_server_it_is_told_where_it_is_named(site: Path) -> None:
    shown = report(f"queue {DAY} --mail li@b.example --lang en", code=1).output
    assert "give host and from under mail in config/ivr.yaml" in " ".join(shown.split())
