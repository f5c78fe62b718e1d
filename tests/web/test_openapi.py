"""The description is true: it is valid, and what is answered is as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ivr.quality.access import Access
from ivr.quality.choosing import Candidate
from ivr.quality.drawing import Draw, Wish, draw
from ivr.quality.entry import Person
from ivr.settings import Settings
from ivr.web.calls_wanted import CURSORS
from tests.journal.paths import BEGAN, CALL, journey
from tests.web.conftest import LOOKER, Site
from tests.web.test_calls import A_TALK
from tests.web.test_quality import scored, with_an_appeal
from tests.web.test_quality_compared import agreed, opened
from tests.web.test_recordings import recorded


def sampled(site: Site, settings: Settings) -> str:
    """The id of a sample that is there."""
    with Access(site.database) as access:
        wish, by = Wish(None, None, 1, "w45"), Draw(Person("lead", lead=True), BEGAN)
        found = [Candidate(7, "c-1", "li", "support", reasons={"silence": 21.5, "disposition": "c1"})]
        return draw(access, wish, found, by, settings).id


async def with_quality(site: Site, settings: Settings, root: Path) -> dict[str, object]:
    """What there is of each kind, by the names in the addresses."""
    score, calibration = await with_an_appeal(site, root), await opened(site)
    await agreed(site, calibration)
    for scorer in ("ann", "bob"):
        await scored(site, "c-2", scorer=scorer)
    return {"score": score, "sample": sampled(site, settings), "calibration": calibration}


async def described(site: Site) -> dict[str, Any]:
    return dict((await site.get("/openapi.json")).body)


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the shared ones beside it, so that its references lead somewhere."""
    return {**schema, "components": document["components"]}


async def test_every_address_that_is_answered_is_described(site: Site) -> None:
    document = await described(site)
    assert document["openapi"] == "3.1.0"
    assert {"/api/v1/agents", "/api/v1/agents/{id}/login", "/api/v1/events", "/api/v1/openapi.json"} <= set(
        document["paths"]
    )


async def test_every_schema_is_one(site: Site) -> None:
    document = await described(site)
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    schema = resolved(document, content["schema"])
                    jsonschema.Draft202012Validator.check_schema(schema)
            assert ("{id}" in path) == any(p["in"] == "path" for p in operation["parameters"])


@pytest.mark.parametrize(
    "path",
    [
        "/agents",
        "/agents/{id}",
        "/queues",
        "/waiting",
        "/calls",
        "/calls/{call}",
        "/calls/{call}/journey",
        "/calls/{call}/why",
        "/recordings",
        "/recordings/{recording}",
        "/reports",
        "/reports/{report}",
        "/quality/forms",
        "/quality/scores",
        "/quality/scores/{score}",
        "/quality/samples",
        "/quality/samples/{sample}",
        "/quality/agreement",
        "/quality/trend",
        "/quality/calibrations",
        "/quality/calibrations/{calibration}",
        "/quality/biases",
    ],
)
@pytest.mark.usefixtures("reports_here")
async def test_what_is_answered_is_as_described(
    site: Site, settings: Settings, tmp_path: Path, path: str
) -> None:
    await site.log(journey(A_TALK))
    of: dict[str, object] = {"recording": recorded(site, tmp_path).id}
    if path.startswith("/quality"):
        of |= await with_quality(site, settings, tmp_path)
    document = await described(site)
    described_at = re.sub(r"\{\w+\}", "{id}", path)
    get = document["paths"][f"/api/v1{described_at}"]["get"]
    schema = resolved(document, get["responses"]["200"]["content"]["application/json"]["schema"])
    tokens = (
        (site.token,) if path.startswith(("/recordings", "/reports", "/quality")) else (site.token, LOOKER)
    )
    for token in tokens:
        named = path.format(id="li", call=CALL, report="queue", **of)
        while (answer := await site.get(named, token)).status == 202:
            assert path == "/reports/{report}"  # which takes its time on a busy machine
        assert answer.status == 200
        jsonschema.validate(answer.body, schema)


async def test_the_parameters_of_a_list_are_described(site: Site) -> None:
    get = (await described(site))["paths"]["/api/v1/calls"]["get"]
    found = {each["name"]: each["schema"] for each in get["parameters"]}
    assert {"from", "to", "number", "agent", "queue", "outcome", "disposition", "line"} <= set(found)
    assert (found["limit"]["type"], found["limit"]["maximum"]) == ("integer", 200)
    assert "abandoned" in found["outcome"]["enum"]
    assert re.fullmatch(found["cursor"]["pattern"], CURSORS.of(1763776800.25, "~?>王.12"))


async def test_a_refusal_is_as_described(site: Site) -> None:
    document = await described(site)
    answer = await site.post("/agents/li/resume")
    jsonschema.validate(answer.body, resolved(document, {"$ref": "#/components/schemas/Problem"}))


async def test_sound_is_described_as_files_of_three_kinds_whole_or_in_part(site: Site) -> None:
    get = (await described(site))["paths"]["/api/v1/recordings/{id}/audio"]["get"]
    assert set(get["responses"]["200"]["content"]) == {"audio/wav", "audio/flac", "audio/ogg"}
    assert get["responses"]["206"]["content"] == get["responses"]["200"]["content"]
    assert "Range" in [each["name"] for each in get["parameters"]]


async def test_a_report_is_described_in_each_form_and_as_a_job(site: Site) -> None:
    document = await described(site)
    get = document["paths"]["/api/v1/reports/{id}"]["get"]
    content = get["responses"]["200"]["content"]
    assert content["text/csv"]["schema"] == {"type": "string", "format": "binary"}
    assert content["application/json"]["schema"]["$ref"].endswith("/Figures")
    assert set(get["responses"]) >= {"202", "304", "429", "503"}
    answer = await site.get("/reports/queue", headers={"Prefer": "respond-async"})
    schema = get["responses"]["202"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.body, resolved(document, schema))


async def test_the_rights_that_a_stream_needs_are_described(site: Site) -> None:
    told = (await described(site))["paths"]["/api/v1/events"]["get"]["description"]
    assert "agents agents or read, queues read, work read or work, log read" in told
