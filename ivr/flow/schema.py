"""JSON Schema 2020-12 of dialplans and settings, so that an editor completes, explains and underlines them.

Made from the steps and the models of the settings, as the reference pages are. It never refuses what the
reader takes; what needs the whole file or a calculation (dead links, times, `{{ }}`) is left to `ivr check`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import get_type_hints

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue

from ivr.document.schema import DIALECT, scalar, schemas_of
from ivr.flow.prompt_parts import LANGUAGES
from ivr.flow.reader import Head
from ivr.flow.reference import kind
from ivr.flow.step import RESERVED, Step
from ivr.flow.step_reader import Catalogue
from ivr.spoken.values import KINDS, UNIT_KEYS

_PROMPT: Mapping[str, str] = {"$ref": "#/$defs/prompt"}


def dialplan_schema(catalogue: Catalogue) -> JsonSchemaValue:
    """The schema of a dialplan whose steps are these."""
    (head, *found), shared = schemas_of([Head, *catalogue.values()], _explained)
    head["properties"]["flows"] = _flows()
    steps = dict(zip(catalogue.values(), found, strict=True))
    shared.pop(Step.__name__, None)  # the base of all, which no field refers to
    shared |= {"prompt": _prompt(), "step": _step(steps)}
    shared["steps"] = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}}
    return {"$schema": DIALECT, **head, "title": "Dialplan", "description": "A dialplan.", "$defs": shared}


def settings_schema(model: type[BaseModel], title: str) -> JsonSchemaValue:
    """The schema of a file of settings."""
    (found,), shared = schemas_of([model], _explained)
    return {"$schema": DIALECT, **found, "title": title, "$defs": shared}


def _flows() -> JsonSchemaValue:
    return {
        "type": "object",
        "description": "The flows by name, each a list of steps.",
        "propertyNames": {"not": {"enum": sorted(RESERVED)}},
        "additionalProperties": {"$ref": "#/$defs/steps"},
    }


def _prompt() -> JsonSchemaValue:
    """A text, a list of prompts, or a mapping of one of the kinds that `ivr.flow.prompt_reader` knows."""
    alone = {kind: {"propertyNames": {"enum": [kind, *_unit(kind)]}} for kind in KINDS}
    return {
        "description": "What is said: a text, a text a language, a recording, a value, or a list of these.",
        "items": _PROMPT,
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(LANGUAGES, _PROMPT),
            "file": scalar(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"),
            **dict.fromkeys([*KINDS, *UNIT_KEYS.values()], scalar()),
        },
        "dependentRequired": {key: [kind] for kind, key in UNIT_KEYS.items()} | {"count": ["unit"]},
        "dependentSchemas": {
            **alone,
            "file": {
                "propertyNames": {"enum": ["file", *LANGUAGES]},
                "properties": dict.fromkeys(LANGUAGES, scalar()),
            },
        },
    }


def _unit(kind: str) -> list[str]:
    return [UNIT_KEYS[kind]] if kind in UNIT_KEYS else []


def _step(steps: Mapping[type[Step], JsonSchemaValue]) -> JsonSchemaValue:
    """One schema for all steps rather than one each, so that a fault is told where it stands."""
    properties: dict[str, JsonSchemaValue] = {}
    required: dict[str, list[str]] = {}
    verbs_beside: dict[str, list[str]] = {}
    for step, fields in steps.items():
        beside = {key: fields["properties"].pop(key) for key in _beside(step)}
        needed = [key for key in fields.get("required", ()) if key in beside]
        fields["required"] = [key for key in fields.get("required", ()) if key not in beside]
        properties |= {step.verb: _verb(step, fields)}
        for key, schema in beside.items():
            properties[key] = schema if key not in verbs_beside else {}
            verbs_beside.setdefault(key, []).append(step.verb)
        if needed:
            required[step.verb] = needed
    alone = [
        step.verb for step, fields in steps.items() if not fields["required"] and step.verb not in required
    ]
    return {
        "type": ["object", "string"],
        "properties": properties,
        "additionalProperties": False,
        "dependentRequired": required,
        "dependentSchemas": {key: _any_of(verbs) for key, verbs in verbs_beside.items()},
        "if": {"type": "string"},
        "then": {"enum": alone},
        "else": {"oneOf": [{"required": [step.verb]} for step in steps]},
    }


def _any_of(keys: list[str]) -> JsonSchemaValue:
    return {"anyOf": [{"required": [key]} for key in keys]}


def _beside(step: type[Step]) -> list[str]:
    fields = step.model_fields
    return [fields[name].alias or name for name in fields if name in step.beside]


def _verb(step: type[Step], fields: JsonSchemaValue) -> JsonSchemaValue:
    """What stands behind a verb: its fields, or the value of its shorthand."""
    page = (sys.modules[step.__module__].__doc__ or "").strip()
    told = {"description": _first_sentence(page), "markdownDescription": page}
    fields = {key: value for key, value in fields.items() if key != "description"}
    if step.shorthand is None:
        return fields | told | {"type": "object" if fields["required"] else ["object", "null"]}
    key = step.model_fields[step.shorthand].alias or step.shorthand
    value = _either(fields, fields["properties"][key])
    if fields["required"]:
        return value | told | {"not": {"type": "null"}}
    return told | {"if": {"type": "null"}, "else": value}


def _either(fields: JsonSchemaValue, shorthand: JsonSchemaValue) -> JsonSchemaValue:
    """As `ivr.flow.step_reader` tells the fields from a shorthand: by the keys, where both are mappings."""
    names = list(fields["properties"])
    if shorthand.get("type") == "object" and len(names) == 1:
        return shorthand
    test: JsonSchemaValue = {"type": "object"}
    if "$ref" in shorthand or shorthand.get("type") == "object":
        test |= _any_of(names)
    return {"if": test, "then": fields, "else": shorthand}


def _explained(model: type[BaseModel], name: str) -> str:
    """What a field is for: the sentences of the docstring that name it, and what may stand in it."""
    page = sys.modules[model.__module__].__doc__ if issubclass(model, Step) else model.__doc__
    key = model.model_fields[name].alias or name
    told = [sentence for sentence in _sentences(page or "") if f"`{key}`" in sentence]
    what = kind(get_type_hints(model, include_extras=True)[name])
    return " ".join(told) or what[:1].upper() + what[1:]


def _sentences(page: str) -> list[str]:
    """The sentences of a page's prose; examples are no prose."""
    prose = re.sub(r"```.*?```", "\n\n", page, flags=re.DOTALL)
    blocks = (" ".join(block.split()) for block in prose.split("\n\n"))
    found = (part for block in blocks for part in re.split(r"(?<=[.]) (?=\S)", block) if part)
    return [f"{part.removesuffix('.')}." for part in found]


def _first_sentence(page: str) -> str:
    return next(iter(_sentences(page)), "")
