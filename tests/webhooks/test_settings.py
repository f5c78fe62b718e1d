"""`webhooks` in config/ivr.yaml: every mistake at its line, and no secret in any text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ivr.document.problems import InvalidFiles
from ivr.settings import find, load
from ivr.settings.webhooks import DEFAULT, Webhook
from tests.webhooks.receiver import OLD_SECRET, SECRET

SHIPPED = Path(__file__).parents[2] / "config"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "config")
    return tmp_path / "config"


def written(config: Path, text: str) -> Path:
    """With this part `webhooks`, on the lines from 1 on."""
    rest = (config / "ivr.yaml").read_text(encoding="utf-8")
    (config / "ivr.yaml").write_text(f"{text}\n{rest}", encoding="utf-8")
    return config


def crm(config: Path, text: str) -> Webhook:
    return load(written(config, f"webhooks:\n  crm: {text}")).engine.webhooks["crm"]


def told(config: Path, text: str) -> list[str]:
    with pytest.raises(InvalidFiles) as refused:
        load(written(config, f"webhooks:\n  crm: {text}"))
    return [str(problem).replace(f"{config}/", "") for problem in refused.value.problems]


def test_what_holds_where_nothing_is_said(config: Path) -> None:
    found = crm(config, f"{{url: 'https://crm.example/hook', secret: {SECRET}}}")
    assert (found.events, found.numbers, found.timeout, found.give_up, found.at_once) == (
        DEFAULT,
        False,
        15.0,
        3 * 86_400.0,
        8,
    )


def test_the_secret_of_the_environment_wins(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLWRIGHT_WEBHOOK_CRM", f"{OLD_SECRET}  {SECRET}\n")
    found = crm(config, f"{{url: 'https://crm.example/hook', secret: {SECRET}}}")
    assert found.secret == f"{OLD_SECRET} {SECRET}"


def test_the_secret_may_be_in_a_file(config: Path) -> None:
    (config.parent / "crm.secret").write_text(f"{SECRET}\n", encoding="ascii")
    found = crm(config, "{url: 'https://crm.example/hook', secret_file: crm.secret}")
    assert found.secret == SECRET


def test_a_receiver_in_the_clear_elsewhere_is_warned_of(config: Path) -> None:
    for url, warned in (("http://crm.example/hook", True), ("http://127.0.0.1:9000/hook", False)):
        written(config, f"webhooks:\n  crm: {{url: '{url}', secret: {SECRET}}}")
        problems = [problem for problem in find(config).problems if problem.check == "webhooks"]
        assert bool(problems) == warned
        assert all(problem.severity == "warning" for problem in problems)
        shutil.copy(SHIPPED / "ivr.yaml", config / "ivr.yaml")


GOOD = f"secret: {SECRET}, url: 'https://crm.example/hook'"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("{url: crm.example, " + GOOD[:47] + "}", "2:14", "this is no address; write it like https://"),
        ("{url: 'ftp://crm.example', " + GOOD[:47] + "}", "2:14", "this is no address"),
        ("{url: 'https://crm.example:0x/', " + GOOD[:47] + "}", "2:14", "this is no address"),
        ("{url: 'https://crm.example/'}", "2:8", "crm needs a secret to sign with, and it has none"),
        ("{url: 'https://crm.example/', secret: s3cret}", "2:46", "a secret is whsec_ and the base64 of 24"),
        ("{url: 'https://crm.example/', secret: whsec_AAAA}", "2:46", "a secret is whsec_"),
        ("{url: 'https://crm.example/', secret_file: none}", "2:51", "'none' has none that can be read"),
        ("{" + GOOD + ", secret_file: x}", "2:8", "give one of secret and secret_file"),
        ("{" + GOOD + ", events: []}", "", "at least 1"),
        ("{" + GOOD + ", events: [call_begun]}", "", "did you mean 'call_began'?"),
        ("{" + GOOD + ", queues: [suport]}", "", "there is no queue 'suport'; did you mean 'support'?"),
        ("{" + GOOD + ", timeout: 5m}", "", "60"),
        ("{" + GOOD + ", retries: 5}", "", "unknown"),
        ("{" + GOOD + ", numbers: perhaps}", "", "perhaps"),
        ("{" + GOOD + ", at_once: 1000}", "", "64"),
    ],
)
def test_mistakes_are_told_at_their_place(config: Path, text: str, place: str, said: str) -> None:
    found = told(config, text)
    assert any(said in line and line.startswith(f"ivr.yaml:{place or '2:'}") for line in found), found
    assert not any(SECRET in line for line in found)


def test_a_bad_secret_in_the_environment_is_not_shown(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLWRIGHT_WEBHOOK_CRM", "whsec_verysecret")
    (line,) = told(config, "{url: 'https://crm.example/'}")
    assert "crm: a secret is whsec_ and the base64" in line
    assert "verysecret" not in line
