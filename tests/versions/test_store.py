"""The history on disk: what is in use is what was put there last, whole, whatever happens meanwhile."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ivr.files import durable
from ivr.versions.store import Change, UnknownVersion, VersionStore

FIRST = Change(
    dialplan="主线", version="aaaaaaaaaaaa", file="main.yaml", at=1.0, by="zhang", comment="第一版"
)
SECOND = replace(FIRST, version="bbbbbbbbbbbb", at=2.0)


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    return VersionStore(tmp_path / "state" / "versions")


def put(store: VersionStore, change: Change) -> Change:
    if change.version:
        store.keep(change.version, f"text of {change.version}")
    return store.add(change)


def test_nothing_was_ever_in_use_where_there_is_no_folder(store: VersionStore) -> None:
    assert (store.dialplans(), store.history("main"), dict(store.in_use())) == ([], [], {})
    assert store.text("aaaaaaaaaaaa") is None


def test_changes_are_numbered_and_the_last_is_in_use(store: VersionStore) -> None:
    put(store, FIRST)
    put(store, SECOND)
    assert [(each.number, each.version) for each in store.history("主线")] == [
        (1, "aaaaaaaaaaaa"),
        (2, "bbbbbbbbbbbb"),
    ]
    assert store.in_use()["主线"] == replace(SECOND, number=2)
    assert store.text("aaaaaaaaaaaa") == "text of aaaaaaaaaaaa"


def test_a_dialplan_that_was_taken_out_of_use_has_a_history_but_is_not_in_use(store: VersionStore) -> None:
    put(store, FIRST)
    put(store, replace(FIRST, version=""))
    assert dict(store.in_use()) == {}
    assert len(store.history("主线")) == 2


def test_a_version_is_found_by_its_beginning(store: VersionStore) -> None:
    put(store, FIRST)
    put(store, SECOND)
    assert store.find("bb") == "bbbbbbbbbbbb"


@pytest.mark.parametrize(("asked", "found"), [("c", 0), ("", 2), ("../../etc/passwd", 0)])
def test_no_version_or_several_are_an_error(store: VersionStore, asked: str, found: int) -> None:
    put(store, FIRST)
    put(store, SECOND)
    with pytest.raises(UnknownVersion) as refused:
        store.find(asked)
    assert len(refused.value.found) == found


def test_two_who_write_at_once_get_a_number_each(
    store: VersionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = durable.create

    def late(path: Path, data: bytes) -> None:
        monkeypatch.setattr(durable, "create", create)
        put(store, SECOND)
        create(path, data)

    store.keep(FIRST.version, "")
    monkeypatch.setattr(durable, "create", late)
    assert put(store, FIRST).number == 2
    assert [each.version for each in store.history("主线")] == [SECOND.version, FIRST.version]


def test_a_file_that_cannot_be_read_is_left_out(store: VersionStore) -> None:
    put(store, FIRST)
    (store.folder / "history" / "主线" / "00000002.json").write_text('{"dialplan": "主')
    assert store.in_use()["主线"].version == FIRST.version
    assert put(store, SECOND).number == 3


def test_only_the_engines_user_can_look_inside(store: VersionStore) -> None:
    put(store, FIRST)
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_what_a_crash_left_unfinished_is_removed_and_nothing_else(store: VersionStore) -> None:
    put(store, FIRST)
    before = sorted(store.folder.rglob("*"))
    for folder in ("texts", "history/主线"):
        (store.folder / folder / f"{durable.UNFINISHED}x1").write_text("half a te")
    store.tidy()
    assert sorted(store.folder.rglob("*")) == before


class PowerCut(BaseException):
    """The machine is off."""


CALLS = ("fsync", "replace", "link", "open", "close", "mkdir")


def cut_at(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine goes off at the call with this number to the system."""
    count = iter(range(1_000_000))

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if next(count) >= place:
                raise PowerCut
            return real(*args, **kwargs)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, guarded(getattr(os, name)))


def test_a_crash_at_any_moment_leaves_the_old_version_or_the_new_one(
    store: VersionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, FIRST)
    outcomes = set()
    for place in range(100):
        version = f"{place:012x}"
        before = store.in_use()["主线"].version
        with monkeypatch.context() as patch:
            cut_at(place, patch)
            try:
                put(store, replace(FIRST, version=version))
                cut = False
            except PowerCut:
                cut = True
        now = store.in_use()["主线"].version
        assert now in (before, version)
        assert store.text(now) == f"text of {now}"
        outcomes.add((cut, now == version))
        if not cut:
            break
    assert outcomes == {(True, False), (True, True), (False, True)}, "each moment was tried"
