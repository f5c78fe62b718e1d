"""Bodies that mean harm, or nothing: each is refused by the field it is in, or taken as it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.web.conftest import TALK, Site, had_a_call

TEXTS = (
    "",
    " ",
    "a\nb",
    "\0",
    "\x1b[31m",
    "\u202egnp",
    "x" * 10_000,
    "9" * 5_000,
    "😀",
    "{{ 7 * 7 }}",
    "\"'`; DROP TABLE work; --",
    "../../etc/passwd",
    "1e999",
    "²",
    "٢h",
    "1001\n",
)
VALUES = (
    *map(json.dumps, TEXTS),
    "null",
    "true",
    "-1",
    "1.5",
    "1e308",
    "9223372036854775808",
    "18446744073709551616",
    "-9223372036854775809",
    "[]",
    "{}",
    "[" * 200 + "]" * 200,
    '{"a":' * 200 + "1" + "}" * 200,
    *(f"{{{json.dumps(text)}: {json.dumps(text)}}}" for text in TEXTS),
)
NO_JSON = (
    "NaN",
    "Infinity",
    "-Infinity",
    r'"\ud800"',
    r'{"\udfff": 1}',
    "9" * 400,
    "[" * 5_000 + "]" * 5_000,
)

BODIES: Mapping[str, Mapping[str, str]] = {
    "/work": {"queue": '"letters"'},
    "/work/work-1/accept": {"agent": '"li"'},
    "/agents/li/pause": {"reason": '"lunch"'},
    "/agents/li/disposition": {"code": '"solved"'},
    f"/calls/{TALK}/transfer": {"to": '"8002"'},
    f"/calls/{TALK}/recording": {"paused": "true"},
    f"/calls/{TALK}/take-over": {"phone": '"1005"'},
}
FIELDS = (
    *(
        ("/work", field)
        for field in (
            "queue",
            "channel",
            "subject",
            "reference",
            "from",
            "url",
            "payload",
            "skills",
            "priority",
            "due",
            "key",
        )
    ),
    ("/work/work-1/accept", "agent"),
    ("/agents/li/pause", "reason"),
    ("/agents/li/wrap-up", "extend"),
    ("/agents/li/wrap-up", "end"),
    ("/agents/li/disposition", "code"),
    ("/agents/li/disposition", "call"),
    (f"/calls/{TALK}/transfer", "to"),
    (f"/calls/{TALK}/recording", "paused"),
    (f"/calls/{TALK}/take-over", "phone"),
    ("/agents/li/login", "x\0y"),
)


async def sent(site: Site, path: str, field: str, value: str) -> tuple[int, list[tuple[str, str]]]:
    """The status, and the field and the English text of each complaint."""
    body = {**BODIES.get(path, {}), field: value}
    written = ", ".join(f"{json.dumps(name)}: {each}" for name, each in body.items())
    answer = await site.ask(
        "POST", path, data=f"{{{written}}}".encode(), headers={"Content-Type": "application/json"}
    )
    errors = answer.body.get("errors", [])
    return answer.status, [(error["field"], text) for error in errors for text in error["message"].values()]


@pytest.mark.parametrize(("path", "field"), FIELDS)
async def test_a_hostile_value_is_refused_by_its_field_and_breaks_nothing(
    site: Site, path: str, field: str
) -> None:
    await had_a_call(site)
    shown = field.replace("\0", "\N{REPLACEMENT CHARACTER}")
    for value in VALUES:
        status, complaints = await sent(site, path, field, value)
        assert status in (200, 201, 404, 409, 422), (value[:60], status)
        for where, text in complaints:
            assert text.isprintable(), value[:60]
            assert max(len(text), len(where)) < 400, value[:60]
            assert status != 422 or where.split(".")[0] in (shown, "extend"), (value[:60], where)


@pytest.mark.parametrize("value", NO_JSON)
async def test_what_no_json_can_say_is_no_json(site: Site, value: str) -> None:
    for field in ("subject", "payload", "priority"):
        status, complaints = await sent(site, "/work", field, value)
        assert status == 400, value[:60]
        assert complaints[0][1].startswith("this is not JSON")


@pytest.mark.parametrize(
    "path", ["/agents/%00", "/agents/%F0%9F%98%80", "/work/%1B%5B31m", "/work?state=%00"]
)
async def test_a_hostile_name_in_the_address_is_told_without_control_characters(
    site: Site, path: str
) -> None:
    answer = await site.get(path)
    assert answer.status in (404, 422)
    assert answer.body["errors"][0]["message"]["en"].isprintable()


async def test_what_was_taken_is_shown_again_as_it_came(site: Site) -> None:
    payload = {"{{ 7 * 7 }}": ["\0", "\x1b[31m", "😀", 18446744073709551615, 1e308, None]}
    brought = await site.post("/work", queue="letters", subject="{{ 7 * 7 }} 😀 \"';--", payload=payload)
    shown = (await site.get(f"/work/{brought.body['id']}")).body
    assert (shown["subject"], shown["payload"]) == ("{{ 7 * 7 }} 😀 \"';--", payload)


@pytest.mark.parametrize("to", ["a\nb", "1001&PJSIP/1002", "\0", "{{ 1 }}", "９", "1001\n"])
async def test_what_is_no_number_is_no_target_of_a_transfer(site: Site, to: str) -> None:
    answer = await site.post(f"/calls/{TALK}/transfer", to=to)
    assert (answer.status, answer.fields) == (422, ["to"])
    assert site.talks.done == []
