"""`ivr schema`: one JSON document on standard output for every kind of file."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.cli.schema import File
from ivr.settings import FILES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["schema", *arguments])


def test_without_a_word_it_is_the_schema_of_a_dialplan() -> None:
    printed = json.loads(run().stdout)
    assert printed["title"] == "Dialplan"
    assert printed == json.loads(run("dialplan").stdout)


@pytest.mark.parametrize("name", FILES)
def test_each_file_of_the_settings_has_its_own(name: str) -> None:
    printed = json.loads(run(name).stdout)
    assert printed["title"] == f"config/{name}.yaml"
    assert printed["properties"]


def test_all_kinds_of_files_can_be_asked_for() -> None:
    assert {file.value for file in File} == {"dialplan", "form", *FILES}


def test_a_scoring_form_has_one() -> None:
    printed = json.loads(run("form").stdout)
    assert printed["title"] == "config/quality/*.yaml"
    assert {"form", "title", "sections"} <= set(printed["properties"])


def test_another_kind_of_file_is_refused_with_the_kinds_there_are() -> None:
    result = run("dialplans")
    assert result.exit_code == 2
    assert all(f"'{file.value}'" in result.output for file in File)
