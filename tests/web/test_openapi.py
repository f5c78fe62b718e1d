"""The description is true: it is valid, and what is answered is as it says."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tests.web.conftest import Site


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
                for content in answer["content"].values():
                    schema = resolved(document, content["schema"])
                    jsonschema.Draft202012Validator.check_schema(schema)
            assert ("{id}" in path) == any(p["in"] == "path" for p in operation["parameters"])


@pytest.mark.parametrize("path", ["/agents", "/agents/{id}", "/queues", "/waiting"])
async def test_what_is_answered_is_as_described(site: Site, path: str) -> None:
    document = await described(site)
    schema = document["paths"][f"/api/v1{path}"]["get"]["responses"]["200"]["content"]["application/json"]
    answer = await site.get(path.format(id="li"))
    jsonschema.validate(answer.body, resolved(document, schema["schema"]))


async def test_a_refusal_is_as_described(site: Site) -> None:
    document = await described(site)
    answer = await site.post("/agents/li/resume")
    jsonschema.validate(answer.body, resolved(document, {"$ref": "#/components/schemas/Errors"}))
