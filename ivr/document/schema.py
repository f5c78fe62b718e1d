"""A pydantic model → JSON Schema 2020-12 of the YAML text that fills it, as an editor sees that text.

We take every scalar as it was written, an editor does not: to it `phone: 1001` is a number and `reason: no`
may be a boolean. So a text here is whatever is no list and no mapping, and a number may stand in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonRef, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

Describe = Callable[[type[BaseModel], str], str]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What an editor's YAML makes of a plain text: the type in JSON, and texts that are read so.
_READ_AS: Mapping[str, Sequence[str]] = {
    "number": ("0", "5", "12", "1001", "95188", "1.5"),
    "boolean": ("true", "no"),
    "null": ("", "null"),
}
_WHOLE = r"^\s*[+-]?[0-9]+(?:_[0-9]+)*(?:\.0+)?\s*$"
_NUMBER = r"^\s*[+-]?(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*$"
_YES_OR_NO = "|".join(
    "^" + "".join(f"[{letter}{letter.upper()}]" for letter in word) + "$"
    for word in ("y", "n", "t", "f", "yes", "no", "on", "off", "true", "false")
)
# \w is ASCII in the patterns of JSON Schema; these stand for the same with letters of all scripts.
_LETTERS = {r"[^\W\d_]": r"[^\x00-@\[-`{-\x7f]", r"[\w-]": r"[^\x00-,.\/:-@\[-^`{-\x7f]"}

_LEFTOVERS = frozenset({"ge", "gt", "le", "lt"})


def scalar(pattern: str = "") -> JsonSchemaValue:
    """Any text, as an editor may read it; one that matches when a pattern is given."""
    refused = [kind for kind, texts in _READ_AS.items() if not _any_match(pattern, texts)]
    schema: JsonSchemaValue = {"not": {"type": ["object", "array", *refused]}}
    return schema | ({"pattern": _portable(pattern)} if pattern else {})


def schemas_of(
    models: Sequence[type[BaseModel]], describe: Describe
) -> tuple[list[JsonSchemaValue], dict[str, JsonSchemaValue]]:
    """The schema of each model, and the definitions they refer to by `#/$defs/…`.

    `describe` says what a field of a model is for.
    """

    class Generator(_YamlSchema):
        def describe(self, model: type[BaseModel], name: str) -> str:
            return describe(model, name)

    found, shared = models_json_schema(
        [(model, "validation") for model in models], schema_generator=Generator
    )
    definitions: dict[str, JsonSchemaValue] = shared.get("$defs", {})
    names = [found[(model, "validation")]["$ref"].removeprefix("#/$defs/") for model in models]
    return [_without_leftovers(definitions.pop(name)) for name in names], _without_leftovers(definitions)


def _without_leftovers(schema: Any) -> Any:
    """The schema without bounds that pydantic leaves behind where the text is no number yet."""
    if isinstance(schema, dict):
        return {
            key: _without_leftovers(value)
            for key, value in schema.items()
            if key not in _LEFTOVERS or isinstance(value, dict)
        }
    return [_without_leftovers(part) for part in schema] if isinstance(schema, list) else schema


def _any_match(pattern: str, texts: Sequence[str]) -> bool:
    return any(re.search(pattern, text) for text in texts)


def _portable(pattern: str) -> str:
    for ours, portable in _LETTERS.items():
        pattern = pattern.replace(ours, portable)
    return pattern


class _YamlSchema(GenerateJsonSchema):
    """Pydantic's schemas, widened to what YAML makes of a text."""

    def describe(self, model: type[BaseModel], name: str) -> str:
        raise NotImplementedError

    def get_schema_from_definitions(self, json_ref: JsonRef) -> JsonSchemaValue | None:
        """A definition that is made elsewhere, such as `#/$defs/prompt`, is taken as it is."""
        known = json_ref in self.json_to_defs_refs
        return super().get_schema_from_definitions(json_ref) if known else {"$ref": json_ref}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        pattern = schema.get("pattern") or ""
        return scalar(pattern if isinstance(pattern, str) else pattern.pattern)

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return super().int_schema(schema) | {"type": ["integer", "string"], "pattern": _WHOLE}

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        return super().float_schema(schema) | {"type": ["number", "string"], "pattern": _NUMBER}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        types = ["boolean", "integer", "string"]
        return {"type": types, "minimum": 0, "maximum": 1, "pattern": f"^[01]$|{_YES_OR_NO}"}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        words: list[object] = list(schema["expected"])
        return {"enum": [*words, None] if "" in words else words}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping's keys are checked, and those that are known words are offered."""
        below = self.generate_inner(schema["values_schema"])
        keys = self.generate_inner(schema["keys_schema"])
        made = {"type": "object", "propertyNames": keys, "additionalProperties": below}
        if "enum" in keys:
            made |= {"properties": dict.fromkeys(keys["enum"], below)}
        return made | ({"minProperties": schema["min_length"]} if schema.get("min_length") else {})

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Defaults are told as they would be written; those that cannot be are left out."""
        made = self.generate_inner(schema["schema"])
        default = self.get_default_value(schema)
        if isinstance(default, float) and "pattern" in made:
            default = f"{default:g}s" if re.search(made["pattern"], f"{default:g}s") else default
        plain = isinstance(default, str | int | float) and default != ""
        return made | {"default": default} if plain else made

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """A value that a function reads may be written in more ways than the field's type tells."""
        made = super().function_before_schema(schema)
        return made if "json_schema_input_schema" in schema else {"anyOf": [made, scalar()]}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("title", None)
        model = schema["cls"]
        for name, field in model.model_fields.items():
            told = made["properties"][field.alias or name]
            told["description"] = self.describe(model, name)
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False
