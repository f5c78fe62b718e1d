"""The interface described as OpenAPI 3.1, made from the routes and their models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from ivr.web.routes import PREFIX, Nothing, Route

JSON = Mapping[str, Any]

_ERRORS: JSON = {
    "type": "object",
    "properties": {
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "description": "The field at fault, '' for none."},
                    "message": {
                        "type": "object",
                        "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
                        "required": ["en", "zh"],
                    },
                },
                "required": ["field", "message"],
            },
        },
        "state": {"type": "string", "description": "With 409: the state as it is."},
        "possible": {
            "type": "array",
            "items": {"type": "string"},
            "description": "With 409: what could be done.",
        },
    },
    "required": ["errors"],
}
_ALWAYS = {
    401: "no token, or nobody's",
    403: "the token is not for that",
    422: "a field makes no sense",
    429: "the token asks too often",
}
_OF_BODIES = {400: "not JSON", 413: "too large", 415: "said not to be JSON"}


@dataclass(frozen=True, slots=True)
class Described:
    """What a stream tells, in short, and to whom."""

    summary: str
    description: str


def openapi(routes: Iterable[Route], streams: Mapping[str, Described]) -> JSON:
    """The document. `streams`: addresses of server-sent events, and what each tells."""
    routes = tuple(routes)
    schemas, definitions = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(
            route, schemas, definitions
        )
    for path, told in streams.items():
        paths[PREFIX + path] = {"get": _streaming(told)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Callwright", "version": version("callwright")},
        "paths": paths,
        "components": {
            "schemas": {**definitions, "Errors": _ERRORS},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


Key = tuple[str, JsonSchemaMode]
Schemas = Mapping[Key, JSON]


def _schemas(routes: Iterable[Route]) -> tuple[Schemas, JSON]:
    wanted: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = []
    for route in routes:
        if route.later is not None:
            wanted.append((_later(route), "serialization", TypeAdapter(route.later)))
        wanted.append((route.name, "validation", TypeAdapter(route.fields)))
        wanted.append((route.name, "serialization", TypeAdapter(route.gives)))
    found, shared = TypeAdapter.json_schemas(wanted, ref_template="#/components/schemas/{model}")
    return {key: found[key] for key in found}, shared.get("$defs", {})


def _operation(route: Route, schemas: Schemas, definitions: JSON) -> JSON:
    takes = schemas[route.name, "validation"]
    query = _in_query(_resolved(takes, definitions)) if route.method == "GET" else ()
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "description": f"Needs one of the rights {', '.join(sorted(route.rights))}.",
        "parameters": [*_in_path(route), *query, *_in_headers(route)],
        "responses": _responses(route, schemas),
    }
    if route.method == "POST" and route.fields is not Nothing:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
    return operation


def _in_path(route: Route) -> list[JSON]:
    there = "{id}" in route.path
    return [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}] if there else []


def _in_headers(route: Route) -> list[JSON]:
    reads = {**({"Range": "bytes, of the sound"} if route.ranges else {}), **route.reads}
    return [
        {"name": name, "in": "header", "required": False, "description": what, "schema": {"type": "string"}}
        for name, what in reads.items()
    ]


def _resolved(schema: JSON, definitions: JSON) -> JSON:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return dict(definitions[name]) if name else schema


def _in_query(schema: JSON) -> list[JSON]:
    needed = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": kind}
        for name, kind in schema.get("properties", {}).items()
    ]


def _responses(route: Route, schemas: Schemas) -> JSON:
    refuses = {**_ALWAYS, **(_OF_BODIES if route.method == "POST" else {}), **route.refuses}
    content = _content(route, schemas[route.name, "serialization"])
    good: dict[str, JSON] = {str(route.status): {"description": "done", "content": content}}
    if route.later is not None:
        later = {"application/json": {"schema": schemas[_later(route), "serialization"]}}
        good["202"] = {"description": "it is being done; Location tells how far", "content": later}
    if route.ranges:
        good["206"] = {"description": "the range that was asked for", "content": content}
        good["416"] = {"description": "no such range"}
    if route.lasting or route.media:
        good["304"] = {"description": "as it was: its ETag is in If-None-Match"}
    return good | {str(status): _refusal(why) for status, why in sorted(refuses.items())}


def _later(route: Route) -> str:
    return f"{route.name} later"


def _content(route: Route, schema: JSON) -> JSON:
    """A file that is JSON is described, others are bytes."""
    files: JSON = {"type": "string", "format": "binary"}
    media = route.media or ("application/json",)
    return {each: {"schema": schema if each == "application/json" else files} for each in media}


def _refusal(why: str) -> JSON:
    return {
        "description": why,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Errors"}}},
    }


def _streaming(told: Described) -> JSON:
    texts = {"schema": {"type": "string"}}
    return {
        "summary": told.summary,
        "description": told.description,
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
            for name in ("about", "agent")
        ],
        "responses": {
            "200": {"description": "server-sent events", "content": {"text/event-stream": texts}},
            **{str(status): _refusal(why) for status, why in _ALWAYS.items()},
            "429": _refusal("as many listen as may, or the token asks too often"),
        },
    }
