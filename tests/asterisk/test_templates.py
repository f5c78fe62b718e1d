"""The configuration files: what goes in, and what must not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.asterisk.instance import Instance, PhoneAccount
from ivr.asterisk.templates import Paths, UnsafeSetting, configuration, snippets

from .conftest import AMI, PHONES, TEMPLATES

HERE = Path("/srv/callwright")
PATHS = Paths(*(HERE / name for name in ("etc", "lib", "spool", "run", "log", "modules", "sbin", "moh")))
INSTANCE = Instance(HERE, 5060, 5038, 4573, 10000, 10999, phones=PHONES, ami=AMI)


def test_everything_listens_on_the_loopback_only() -> None:
    files = configuration(TEMPLATES, INSTANCE, PATHS)
    assert "bind = 127.0.0.1:5060\n" in files["pjsip.conf"]
    assert "bindaddr = 127.0.0.1\n" in files["manager.conf"]
    assert "0.0.0.0" not in "".join(files.values()).replace("deny = 0.0.0.0/0.0.0.0", "")


def test_only_the_files_that_hold_passwords_hold_them() -> None:
    files = configuration(TEMPLATES, INSTANCE, PATHS)
    assert {name for name, text in files.items() if "secret" in text} == {"manager.conf", "pjsip.conf"}


def test_more_is_added_at_the_end_of_a_file_or_makes_a_new_one() -> None:
    more = {"extensions.conf": "[bench]\n", "queuerules.conf": "[quick]\n", "http.conf": "[general]\n"}
    files = configuration(TEMPLATES, replace(INSTANCE, more=more), PATHS)
    assert files["extensions.conf"].rstrip().endswith("[bench]")
    assert files["queuerules.conf"].rstrip().endswith("[quick]")
    assert files["http.conf"] == "[general]\n"


def test_an_asterisk_of_the_user_s_own_gets_the_lines_to_add() -> None:
    lines = snippets(TEMPLATES, INSTANCE)
    assert set(lines) == {
        "manager.conf",
        "extensions.conf",
        "pjsip.conf",
        "queues.conf",
        "features.conf",
        "confbridge.conf",
        "cel.conf",
        "cel_custom.conf",
        "cdr_custom.conf",
    }
    assert "AGI(agi://127.0.0.1:4573/call,${STRFTIME(,,%s.%3q)})" in lines["extensions.conf"]
    assert "eventfilter(action(include),name(Hangup)) =" in lines["manager.conf"]
    assert "[1001](agent-phone)" in lines["pjsip.conf"]
    assert "member => PJSIP/1001" in lines["queues.conf"]


@given(before=st.text(), bad=st.sampled_from("\n\r\0;[]\\,"), after=st.text())
def test_a_password_that_would_change_the_file_is_refused(before: str, bad: str, after: str) -> None:
    instance = replace(INSTANCE, phones=[PhoneAccount("1001", before + bad + after)])
    with pytest.raises(UnsafeSetting, match="use letters"):
        configuration(TEMPLATES, instance, PATHS)
