"""A command asks the engine over the socket, and gets its real answer."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest

from ivr.control.answers import SOCKET, EngineAway, Refusal, Said, folder_of
from ivr.control.client import ask
from ivr.control.server import listening
from ivr.document.problems import Problem
from ivr.files.people import me

PROBLEM = Problem("a.yaml", 3, 4, "no flow named 'x'", "dead_links", zh="没有流程 x")


async def echo(said: Said, who: str) -> Said:
    return {"said": dict(said), "who": who}


async def refuse(said: Said, who: str) -> Said:
    raise Refusal("not today", "今天不行", [PROBLEM])


async def fail(said: Said, who: str) -> Said:
    raise LookupError("out of order")


HANDLERS = {"echo": echo, "refuse": refuse, "fail": fail}


async def test_the_engine_answers_and_knows_who_asks(tmp_path: Path) -> None:
    async with listening(tmp_path, HANDLERS):
        answer = await ask(tmp_path, "echo", {"文": "字"})
    assert answer == {"said": {"文": "字"}, "who": me()}


async def test_a_refusal_comes_back_whole(tmp_path: Path) -> None:
    async with listening(tmp_path, HANDLERS):
        with pytest.raises(Refusal) as refused:
            await ask(tmp_path, "refuse", {})
    assert (refused.value.said("en"), refused.value.said("zh")) == ("not today", "今天不行")
    assert refused.value.problems == (PROBLEM,)


async def test_a_request_that_the_engine_does_not_know_is_refused(tmp_path: Path) -> None:
    async with listening(tmp_path, HANDLERS):
        with pytest.raises(Refusal, match="does not know"):
            await ask(tmp_path, "dance", {})


async def test_an_engine_that_fails_says_where_to_look(tmp_path: Path) -> None:
    async with listening(tmp_path, HANDLERS):
        with pytest.raises(Refusal, match="its log says why"):
            await ask(tmp_path, "fail", {})


async def test_only_the_engines_user_can_reach_the_socket(tmp_path: Path) -> None:
    async with listening(tmp_path, HANDLERS):
        assert stat.S_IMODE(folder_of(tmp_path).stat().st_mode) == 0o700


async def test_a_state_folder_with_a_long_name_is_no_obstacle(tmp_path: Path) -> None:
    state = tmp_path / ("x" * 120)
    async with listening(state, HANDLERS):
        assert (await ask(state, "echo", {}))["who"]


@pytest.mark.parametrize("left_behind", [False, True])
async def test_without_an_engine_that_is_said(tmp_path: Path, left_behind: bool) -> None:
    if left_behind:
        folder_of(tmp_path).mkdir()
        os.mknod(folder_of(tmp_path) / SOCKET, 0o600 | stat.S_IFSOCK)
    with pytest.raises(EngineAway):
        await ask(tmp_path, "echo", {})


async def test_a_socket_left_by_a_crash_is_replaced(tmp_path: Path) -> None:
    folder_of(tmp_path).mkdir()
    os.mknod(folder_of(tmp_path) / SOCKET, 0o600 | stat.S_IFSOCK)
    async with listening(tmp_path, HANDLERS):
        assert await ask(tmp_path, "echo", {})
    assert not list(folder_of(tmp_path).iterdir())


async def test_without_a_place_for_the_socket_the_engine_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    async with listening(tmp_path / "state", HANDLERS):
        pass


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"{"])
async def test_nonsense_is_refused(tmp_path: Path, body: bytes) -> None:
    async with listening(tmp_path, HANDLERS):
        link = tmp_path / "s"
        link.symlink_to(folder_of(tmp_path) / SOCKET)
        reader, writer = await asyncio.open_unix_connection(link)
        writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        assert b"409" in await reader.readline()
        writer.close()
