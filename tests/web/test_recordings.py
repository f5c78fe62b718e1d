"""What other systems can know of recordings, and hear of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.archive.entry import Entry
from ivr.archive.index import Index
from tests.journal.paths import BEGAN, CALL, journey
from tests.web.conftest import HEARER, LOOKER, Answer, Site

SOUND = bytes(range(256)) * 8
ENTRY = Entry(
    id=7,
    call=CALL,
    kind="conversation",
    line="95188",
    queue="support",
    agent="li",
    began=BEGAN,
    seconds=28.0,
    channels=2,
    file="2025/11/22/a-conversation.wav",
    format="flac",
    bytes=len(SOUND),
    sha256="0" * 64,
)


def recorded(site: Site, root: Path, entry: Entry = ENTRY) -> Entry:
    """It is in the index, and its sound in the folder of recordings below `root`."""
    path = (root / "var" / "recordings" / entry.file).with_suffix(f".{entry.format}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(SOUND)
    with Index(site.database) as index:
        index.add(entry, b"")
    return entry


def trail(site: Site) -> list[tuple[str, str, str]]:
    """Who did what about which recording, the newest first."""
    with Index(site.database) as index:
        return [(trace.who, trace.what, trace.about) for trace in index.trail(100)]


def ids(answer: Answer) -> list[int]:
    assert answer.status == 200, answer.body
    return [each["id"] for each in answer.body["recordings"]]


def three(site: Site, root: Path) -> None:
    recorded(site, root)
    message = replace(ENTRY, id=8, call="b", kind="message", queue="", agent="", began=BEGAN + 60)
    recorded(site, root, message)
    recorded(site, root, replace(ENTRY, id=9, began=BEGAN + 60, agent="wang"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [9, 8, 7]),
        ("kind=message", [8]),
        ("agent=li", [7]),
        ("queue=support", [9, 7]),
        (f"call={CALL}", [9, 7]),
        ("line=95188&from=2025-11-22T10:00:30", [9, 8]),
        ("to=2025-11-22T10:01", [7]),
        ("number=13800000001", [9, 7]),
        ("number=%2B86+138+0000+0001", [9, 7]),
        ("number=13900000009", []),
    ],
)
async def test_recordings_come_newest_first_as_far_as_they_fit(
    site: Site, tmp_path: Path, query: str, found: list[int]
) -> None:
    await site.log(journey("0 call_began\n9 call_ended"))
    three(site, tmp_path)
    assert ids(await site.get(f"/recordings?{query}")) == found


async def test_pages_lead_to_each_other(site: Site, tmp_path: Path) -> None:
    three(site, tmp_path)
    first = await site.get("/recordings?limit=2", HEARER)
    link = first.headers["Link"].removeprefix("</api/v1").removesuffix('>; rel="next"')
    recorded(site, tmp_path, replace(ENTRY, id=10, began=BEGAN + 90))
    second = await site.get(link, HEARER)
    assert (ids(first), ids(second), second.body["next"]) == ([9, 8], [7], None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=talk", "kind"),
        ("from=x", "from"),
        ("agent=lii", "agent"),
        ("queue=suport", "queue"),
        ("limit=0", "limit"),
        ("cursor=c1.0_78", "cursor"),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused_by_its_parameter(
    site: Site, query: str, field: str
) -> None:
    answer = await site.get(f"/recordings?{query}", HEARER)
    assert (answer.status, answer.fields) == (422, [field])


async def heard(site: Site, token: str, query: str = "", **headers: str) -> tuple[int, bytes, str]:
    """Status, bytes and content type of the sound."""
    sent = {"Authorization": f"Bearer {token}", **headers}
    async with site.session.get(f"{site.url}/recordings/7/audio{query}", headers=sent) as response:
        return response.status, await response.read(), response.content_type


async def test_the_sound_comes_as_it_is_on_disk_and_is_in_the_trail(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path)
    assert await heard(site, HEARER) == (200, SOUND, "audio/flac")
    assert trail(site) == [("token hearer", "recording_downloaded", "7")]


async def test_a_range_of_the_sound_is_sent_alone_and_is_in_the_trail(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path)
    status, sound, _ = await heard(site, HEARER, Range="bytes=100-199")
    assert (status, sound) == (206, SOUND[100:200])
    assert trail(site) == [("token hearer", "recording_played", "7")]


@pytest.mark.parametrize("beyond", ["bytes=9000-", "bytes=x", "bytes=5-2"])
async def test_a_range_that_is_not_there_is_refused_with_how_long_the_sound_is(
    site: Site, tmp_path: Path, beyond: str
) -> None:
    recorded(site, tmp_path)
    answer = await site.get("/recordings/7/audio", HEARER, headers={"Range": beyond})
    assert (answer.status, answer.fields) == (416, ["Range"])
    assert answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"
    assert f"within its {len(SOUND)}" in answer.body["detail"]


async def test_who_has_a_part_of_another_file_gets_the_whole(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path)
    tag = (await site.ask("HEAD", "/recordings/7/audio", HEARER)).headers["ETag"]
    ranged = {"Range": "bytes=100-199"}
    assert (await heard(site, HEARER, **ranged, **{"If-Range": tag}))[:2] == (206, SOUND[100:200])
    assert (await heard(site, HEARER, **ranged, **{"If-Range": '"other"'}))[:2] == (200, SOUND)
    assert (await heard(site, HEARER, **ranged, **{"If-Match": '"other"'}))[0] == 412
    assert (await heard(site, HEARER, **ranged, **{"If-Match": tag}))[0] == 206


async def test_asking_for_the_headers_alone_is_no_play_and_no_download(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path)
    answer = await site.ask("HEAD", "/recordings/7/audio", HEARER)
    assert (answer.status, answer.headers["Content-Length"]) == (200, str(len(SOUND)))
    assert trail(site) == []


async def test_all_ranges_that_a_player_asks_for_are_one_play(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path)
    ranges = ("bytes=0-1", "bytes=0-", "bytes=700-", "bytes=-100")
    await asyncio.gather(*(heard(site, HEARER, Range=each) for each in ranges))
    assert trail(site) == [("token hearer", "recording_played", "7")]
    await heard(site, site.token, Range="bytes=0-")
    assert [what for _, what, _ in trail(site)] == ["recording_played"] * 2


async def test_ranges_that_are_to_be_kept_are_downloads(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path)
    assert (await heard(site, HEARER, "?download=1", Range="bytes=0-9"))[1] == SOUND[:10]
    assert trail(site) == [("token hearer", "recording_downloaded", "7")]


@pytest.mark.parametrize(
    ("query", "headers", "shown"),
    [("", {}, "attachment"), ("", {"Range": "bytes=0-"}, "inline"), ("?download=1", {}, "attachment")],
)
async def test_what_is_played_is_no_attachment(
    site: Site, tmp_path: Path, query: str, headers: dict[str, str], shown: str
) -> None:
    recorded(site, tmp_path)
    answer = {"Authorization": f"Bearer {HEARER}", **headers}
    async with site.session.get(f"{site.url}/recordings/7/audio{query}", headers=answer) as response:
        assert response.headers["Content-Disposition"] == f'{shown}; filename="7.flac"'


async def test_another_word_for_a_download_is_refused(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path)
    answer = await site.get("/recordings/7/audio?download=yes", HEARER)
    assert (answer.status, answer.fields) == (422, ["download"])
    assert trail(site) == []


@pytest.mark.parametrize("path", ["/recordings", "/recordings/7", "/recordings/7/audio"])
async def test_recordings_are_for_tokens_with_a_right_of_their_own(
    site: Site, tmp_path: Path, path: str
) -> None:
    recorded(site, tmp_path)
    answer = await site.get(path, LOOKER)
    assert answer.status == 403
    assert "recordings" in answer.body["errors"][0]["message"]["en"]
    assert trail(site) == []


async def test_looking_for_a_number_needs_the_right_to_see_numbers(site: Site) -> None:
    answer = await site.get("/recordings?number=13800000001", HEARER)
    assert (answer.status, answer.fields) == (403, ["number"])


async def test_what_was_erased_is_told_and_not_heard(site: Site, tmp_path: Path) -> None:
    recorded(site, tmp_path, replace(ENTRY, erased=BEGAN + 1, why="request"))
    shown = (await site.get("/recordings/7", HEARER)).body
    assert (shown["why"], shown["audio"]) == ("request", None)
    assert (await heard(site, HEARER))[0] == 404
    assert trail(site) == []


@pytest.mark.parametrize("file", ["../../secret.wav", "2025/11/22/not-there.wav"])
async def test_no_file_outside_the_folder_and_none_that_is_gone_is_sent(
    site: Site, tmp_path: Path, file: str
) -> None:
    (tmp_path / "secret.flac").write_bytes(SOUND)
    with Index(site.database) as index:
        index.add(replace(ENTRY, file=file), b"")
    assert (await heard(site, HEARER))[0] == 404


@pytest.mark.parametrize("number", ["8", "x", "-1", "%00", "9" * 30, "²"])
async def test_a_recording_that_is_not_there_is_not_found(site: Site, number: str) -> None:
    assert (await site.get(f"/recordings/{number}", HEARER)).status == 404
    assert (await site.get(f"/recordings/{number}/audio", HEARER)).status == 404
