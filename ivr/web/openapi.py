"""The interface described as OpenAPI 3.1, made from the routes and their models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from ivr.web.answers import KINDS, PROBLEM, Refused
from ivr.web.routes import PREFIX, Nothing, Route

JSON = Mapping[str, Any]

_EVENT: JSON = {
    "type": "object",
    "description": "Each message, as its lines have it; `data` is JSON.",
    "properties": {
        "id": {"type": "string"},
        "event": {"type": "string"},
        "data": {"type": "string", "contentMediaType": "application/json"},
        "retry": {"type": "integer"},
    },
}
_TEXT: JSON = {"type": "string"}
_PROBLEM: JSON = {
    "type": "object",
    "description": "Why nothing was done (RFC 9457); `title` and `detail` follow Accept-Language.",
    "properties": {
        "type": {"type": "string", "description": "The kind of problem: an address in this document."},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "All of `errors`, in one line."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "description": "The field at fault, '' for none."},
                    "message": {
                        "type": "object",
                        "properties": {"en": _TEXT, "zh": _TEXT},
                        "required": ["en", "zh"],
                    },
                },
                "required": ["field", "message"],
            },
        },
        "state": {"type": "string", "description": "With 409: the state as it is."},
        "possible": {
            "type": "array",
            "items": _TEXT,
            "description": "With 409: what could be done.",
        },
    },
    "required": ["type", "title", "status", "detail", "errors"],
}
_KINDS: Mapping[int, type[Refused]] = {kind.status: kind for kind in KINDS}
"""The kind of problem that a status stands for in a description."""
_HEADERS: Mapping[int, JSON] = {
    401: {"WWW-Authenticate": {"schema": _TEXT, "required": True}},
    405: {"Allow": {"schema": _TEXT, "required": True}},
    416: {"Content-Range": {"schema": _TEXT, "required": True}},
}
_AGAIN: JSON = {"Retry-After": {"schema": {"type": "integer", "minimum": 0}, "description": "Seconds."}}
_ALWAYS = {
    401: "no token, or nobody's",
    403: "the token is not for that",
    408: "it took too long",
    422: "a field makes no sense",
    429: "the token asks too often",
    500: "a fault of the engine; its log says more",
    503: "the database is away",
}
_OF_BODIES = {400: "not JSON", 413: "too large", 415: "said not to be JSON"}
_OF_RANGES = {412: "not as If-Match has it", 416: "no such range"}


@dataclass(frozen=True, slots=True)
class Described:
    """What a stream tells, in short, to whom, and what it is asked for."""

    summary: str
    description: str
    fields: type[BaseModel]


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
            "schemas": {**definitions, "Problem": _PROBLEM},
            "responses": {kind.__name__: _problem(kind) for kind in KINDS},
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
    return _headers({**({"Range": "bytes, of the sound"} if route.ranges else {}), **route.reads})


def _headers(reads: Mapping[str, str]) -> list[JSON]:
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
    bodies = _OF_BODIES if route.method == "POST" else {}
    refuses = {**_ALWAYS, **bodies, **(_OF_RANGES if route.ranges else {}), **route.refuses}
    content = _content(route, schemas[route.name, "serialization"])
    good = {str(status): {"description": why, "content": content} for status, why in _done(route).items()}
    if route.later is not None:
        later = {"application/json": {"schema": schemas[_later(route), "serialization"]}}
        headers = {"Location": {"schema": _TEXT, "required": True}, **_AGAIN}
        good["202"] = {
            "description": "it is being done; Location tells how far",
            "headers": headers,
            "content": later,
        }
    if route.lasting or route.media:
        tag: JSON = {"ETag": {"schema": _TEXT}}
        good[str(HTTPStatus.OK)]["headers"] = tag
        good["304"] = {"description": "as it was: its ETag is in If-None-Match", "headers": tag}
    return good | {str(status): _refusal(status, why) for status, why in sorted(refuses.items())}


def _done(route: Route) -> Mapping[int, str]:
    part = {int(HTTPStatus.PARTIAL_CONTENT): "the range that was asked for"} if route.ranges else {}
    return {int(route.status): "done", **part, **route.also}


def _later(route: Route) -> str:
    return f"{route.name} later"


def _content(route: Route, schema: JSON) -> JSON:
    """A file that is JSON is described, others are bytes."""
    files: JSON = {"type": "string", "format": "binary"}
    media = route.media or ("application/json",)
    return {each: {"schema": schema if each == "application/json" else files} for each in media}


def _refusal(status: int, why: str) -> JSON:
    return {"$ref": f"#/components/responses/{_KINDS[status].__name__}", "description": why}


def _problem(kind: type[Refused]) -> JSON:
    again = _AGAIN if kind.status in (409, 429, 503) else {}
    return {
        "description": kind.title["en"],
        "headers": {**_HEADERS.get(kind.status, {}), **again},
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _streaming(told: Described) -> JSON:
    return {
        "summary": told.summary,
        "description": told.description,
        "parameters": [
            *_in_query(TypeAdapter(told.fields).json_schema()),
            *_headers({"Last-Event-ID": "the id of the last message: what came behind it is told first"}),
        ],
        "responses": {
            "200": {
                "description": "server-sent events",
                "content": {"text/event-stream": {"schema": _EVENT}},
            },
            **{str(status): _refusal(status, why) for status, why in _ALWAYS.items()},
            "429": _refusal(429, "as many listen as may, or the token asks too often"),
        },
    }
