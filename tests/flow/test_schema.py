"""The JSON Schema that editors use: it takes what the reader takes, and tells faults where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ivr.flow.library import files_in
from ivr.flow.reader import read_dialplan
from ivr.flow.schema import dialplan_schema, settings_schema
from ivr.settings import FILES
from ivr.steps import CATALOGUE

from . import trial
from .as_an_editor import seen

ROOT = Path(__file__).parents[2]
DIALPLANS = sorted(
    file
    for folder in ("dialplans", "bench/config/dialplans", "tests/live/dialplans")
    for file in files_in([ROOT / folder])
)
CONFIGS = sorted(
    path for folder in ("config", "tests/live/config") for path in (ROOT / folder).glob("*.yaml")
)
SCHEMA = dialplan_schema(CATALOGUE)
DIALPLAN = Draft202012Validator(SCHEMA)
SCHEMAS = {name: settings_schema(model, name) for name, model in FILES.items()} | {"dialplan": SCHEMA}
SETTINGS = {name: Draft202012Validator(SCHEMAS[name]) for name in FILES}
EXAMPLES = {verb: (ROOT / "docs" / "steps" / f"{verb}.md").read_text(encoding="utf-8") for verb in CATALOGUE}


def faults(validator: Draft202012Validator, text: str) -> list[tuple[str, str]]:
    """(way, what is wrong) of all that the schema refuses."""
    found = validator.iter_errors(seen(text))
    return [("/".join(map(str, error.absolute_path)), error.message) for error in found]


def dialplan(flow: str) -> str:
    return f'dialplan: shop\nnumbers: ["1"]\nstart: main\nflows: {{main: [{flow}]}}\n'


def ways(flow: str) -> set[str]:
    return {way.removeprefix("flows/main/") for way, _ in faults(DIALPLAN, dialplan(flow))}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_valid_2020_12(name: str) -> None:
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_its_references_lead_somewhere(name: str) -> None:
    schema = SCHEMAS[name]
    referred = set(re.findall(r"'\$ref': '#/\$defs/([^']*)'", str(schema)))
    assert referred == set(schema["$defs"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_its_patterns_mean_the_same_to_an_editor(name: str) -> None:
    """No letters beyond ASCII by \\w, no looking ahead or behind, no flags: JavaScript differs there."""
    patterns = re.findall(r"'pattern': '((?:[^'\\]|\\.)*)'", str(SCHEMAS[name]))
    assert patterns
    assert not [pattern for pattern in patterns if re.search(r"\\w|\\W|\(\?[^:]", pattern)]


def test_every_settings_file_that_ships_has_a_schema() -> None:
    assert {path.stem for path in (ROOT / "config").glob("*.yaml")} == set(FILES)


@pytest.mark.parametrize("file", DIALPLANS, ids=lambda file: file.name)
def test_dialplans_that_work_are_taken(file: Path) -> None:
    assert faults(DIALPLAN, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", CONFIGS, ids=lambda file: f"{file.parts[-3]}-{file.name}")
def test_settings_that_work_are_taken(file: Path) -> None:
    assert faults(SETTINGS[file.stem], file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("verb", EXAMPLES)
def test_the_examples_of_the_manual_are_taken(verb: str) -> None:
    example = EXAMPLES[verb].split("```yaml\n")[1].split("```")[0]
    flows = example if example[0] != "-" else "main:\n" + example
    indented = "".join(f"  {line}\n" for line in flows.splitlines())
    assert faults(DIALPLAN, f'dialplan: shop\nnumbers: ["1"]\nstart: main\nflows:\n{indented}') == []


@pytest.mark.parametrize(
    "flow",
    [
        "play: 您好",
        "play: 5",
        "play: [您好, {digits: 12}]",
        "play: {prompt: {zh: [您的余额是, {money: 12.50, currency: CNY}], en: yes}}",
        "play: [{count: 2, unit: people}, {ordinal: 2}, {wait: 180-300}, {code: SF1}]",
        "play: {file: welcome, zh: 欢迎}",
        "hangup",
        "{hangup: }",
        "hangup: {zh: 再见}",
        "return",
        "{return: {}}",
        "queue: support",
        "{queue: {to: 7, priority: 10, max_wait: 1h30m, skills: {a: 1, b: '2', c: '>= 3'}}}",
        "{if: yes, then: [return], else: [{goto: 等待}]}",
        "{if: {condition: x}, then: [return]}",
        "{menu: {prompt: x, keys: {1: a, '*': repeat}, tries: '3', timeout: 2.5s}}",
        "{menu: {prompt: x, keys: {1: a}, no_match: {tries: 2, prompts: [x, {zh: y}]}}}",
        "{hotline: {line: goods, category: {1: goods, 2: {name: x, zh: y, en: z}}}}",
        "{collect: {save: x, prompt: y, terminator: , length: 8}}",
        "{transfer: {to: 1001, phones_only: On}}",
        "{set: {call.language: en, total: 5, nothing: }}",
        "{http: {get: x, on_status: {404: a, 500: hangup}}}",
    ],
)
def test_ways_to_write_a_step_that_are_right(flow: str) -> None:
    _, problems = read_dialplan(dialplan(flow), CATALOGUE)
    assert problems == []
    assert faults(DIALPLAN, dialplan(flow)) == []


@pytest.mark.parametrize(
    ("flow", "way"),
    [
        ("{paly: x}", "0"),
        ("paly", "0"),
        ("menu", "0"),
        ("{play: x, hangup: y}", "0"),
        ("{play: x, then: [return]}", "0"),
        ("{if: x}", "0"),
        ("{if: x, then: []}", "0/then"),
        ("{if: x, then: [{paly: x}]}", "0/then/0"),
        ("play: ", "0/play"),
        ("queue: ", "0/queue"),
        ("queue: [support]", "0/queue"),
        ("{queue: {to: x, wait: 5s}}", "0/queue"),
        ("{queue: {to: x, max_wait: 5}}", "0/queue/max_wait"),
        ("{queue: {to: x, max_wait: 5 minutes}}", "0/queue/max_wait"),
        ("{queue: {to: x, skills: {a: 6}}}", "0/queue/skills/a"),
        ("{menu: {keys: {1: a}}}", "0/menu"),
        ("{menu: {prompt: x, keys: {}}}", "0/menu/keys"),
        ("{menu: {prompt: x, keys: {12: a}}}", "0/menu/keys"),
        ("{menu: {prompt: x, keys: {1: [a]}}}", "0/menu/keys/1"),
        ("{menu: {prompt: x, keys: {1: a}, tries: 0}}", "0/menu/tries"),
        ("{menu: {prompt: x, keys: {1: a}, tries: many}}", "0/menu/tries"),
        ("{menu: {prompt: x, keys: {1: a}, no_input: {promts: [x]}}}", "0/menu/no_input"),
        ("{menu: {prompt: {zh: a, fr: b}, keys: {1: a}}}", "0/menu/prompt"),
        ("play: {zh: a, de: b}", "0/play"),
        ("play: {zh: {digits: [1]}}", "0/play/zh/digits"),
        ("play: {digits: 1, en: a}", "0/play"),
        ("play: {file: a.wav}", "0/play/file"),
        ("play: {currency: CNY}", "0/play"),
        ("play: {unit: people}", "0/play"),
        ("play: {count: 2}", "0/play"),
        ("play: {count: 2, currency: CNY}", "0/play"),
        ("{agent: {do: log_on}}", "0/agent/do"),
        ("return: x", "0/return"),
        ("{collect: {save: 1st, prompt: x}}", "0/collect/save"),
        ("{transfer: {to: x, phones_only: maybe}}", "0/transfer/phones_only"),
    ],
)
def test_what_is_wrong_with_a_step_is_told_where_it_stands(flow: str, way: str) -> None:
    _, problems = read_dialplan(dialplan(flow), CATALOGUE)
    assert problems
    assert ways(flow) == {way}


@pytest.mark.parametrize(
    ("line", "wrong", "way"),
    [
        ("dialplan: shop", "dialplan: 5", "dialplan"),
        ('numbers: ["1"]', "numbers: 1", "numbers"),
        ('numbers: ["1"]', "numbers: [abc]", "numbers/0"),
        ("start: main", "strat: main", ""),
        ("start: main", "start: main\nlanguage: fr", "language"),
        ("start: main", "start: main\nhours: {office: {open: [mon-fri 9-18]}}", "hours/office/open/0"),
        ("start: main", "start: main\nhours: {office: {opne: []}}", "hours/office"),
        ("main: [return]", "repeat: [return]", "flows"),
        ("main: [return]", "main: {play: x}", "flows/main"),
    ],
)
def test_what_is_wrong_with_the_head_is_told_where_it_stands(line: str, wrong: str, way: str) -> None:
    right = dialplan("return")
    assert line in right
    assert {found for found, _ in faults(DIALPLAN, right.replace(line, wrong))} == {way}


@pytest.mark.parametrize(
    ("name", "text", "way"),
    [
        ("ivr", "asterisk: privat", "asterisk"),
        ("ivr", "sip: {port: 70000}", "sip/port"),
        ("ivr", "fallback: {music: 5}", "fallback/music"),
        ("agents", "agents: {wang: {name: 王芳, phone: 1001, skills: {zh: 6}}}", "agents/wang/skills/zh"),
        ("agents", "agents: {wang: {name: 王芳}}", "agents/wang"),
        ("agents", "agents: {wang: {name: 王芳, phone: abc}}", "agents/wang/phone"),
        ("queues", "queues: {vip: {name: {zh: x, fr: y}}}", "queues/vip/name"),
        ("queues", "queues: {vip: {name: {zh: x}, rnig: 5s}}", "queues/vip"),
        ("queues", "queues: {vip: {name: {zh: x}, record: sometimes}}", "queues/vip/record"),
    ],
)
def test_what_is_wrong_with_the_settings_is_told_where_it_stands(name: str, text: str, way: str) -> None:
    assert [found for found, _ in faults(SETTINGS[name], text)] == [way]


def test_letters_of_all_scripts_are_letters() -> None:
    text = dialplan("goto: 主菜单").replace("shop", "商店").replace("start", "hours: {工作时间: {}}\nstart")
    assert faults(DIALPLAN, text) == []


@pytest.mark.parametrize("verb", CATALOGUE)
def test_every_verb_and_key_is_explained(verb: str) -> None:
    shown = SCHEMA["$defs"]["step"]["properties"][verb]
    assert shown["description"].endswith(".")
    assert "```yaml" in shown["markdownDescription"]
    fields = shown.get("properties") or shown.get("then", {}).get("properties", {})
    assert all(field["description"] for field in fields.values())


def test_a_field_is_explained_by_the_sentence_that_names_it() -> None:
    collect = SCHEMA["$defs"]["step"]["properties"]["collect"]
    assert collect["properties"]["timeout"]["description"] == "`timeout` is the wait for the first key."
    assert collect["properties"]["timeout"]["default"] == "5s"


def test_a_verb_that_a_plugin_adds_is_in_the_schema() -> None:
    schema = Draft202012Validator(dialplan_schema(trial.CATALOGUE))
    assert schema.is_valid(seen(dialplan("{ask: {keys: {1: main}}}")))
    assert not schema.is_valid(seen(dialplan("{menu: {prompt: x, keys: {1: main}}}")))


# What may stand for each kind of field, right or wrong: the reader decides. `null` and `~` are left out:
# texts to us, and nothing at all to an editor.
_TEXTS = st.sampled_from(
    [
        "x",
        "您好",
        "5",
        "010",
        "1.5",
        "yes",
        "no",
        "true",
        "''",
        "'5'",
        "5s",
        "1h30m",
        "2",
        "'*'",
        "'#'",
        "1",
        "zh",
        "en",
        "log_in",
        "pause",
        "lunch",
        "hangup",
        "repeat",
        "'>= 3'",
        "404",
        "support",
        "office",
        "2026-11-25",
        "'14:05'",
        "'{{ order }}'",
        "12.50 USD",
        "-3",
        "+5",
        "3.0",
        "1_000",
        "On",
    ]
)
_KEYS = [
    "zh",
    "en",
    "file",
    "digits",
    "money",
    "currency",
    "unit",
    "number",
    "count",
    "date",
    "time",
    "1",
    "2",
    "'*'",
    "404",
    "x",
    "name",
    "tries",
    "prompts",
    "call.language",
]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(below)}" for key, below in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]" if isinstance(value, list) else str(value)


_VALUES = st.recursive(
    _TEXTS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), below, max_size=3),
    max_leaves=5,
)


@st.composite
def any_step(draw: Callable[..., Any]) -> str:
    """A step of any verb, with some of its keys and any values."""
    step = CATALOGUE[draw(st.sampled_from(sorted(CATALOGUE)))]
    names = {name: field.alias or name for name, field in step.model_fields.items()}
    below = [key for name, key in names.items() if name not in step.beside]
    beside = [key for name, key in names.items() if name in step.beside]
    fields = st.fixed_dictionaries({}, optional=dict.fromkeys(below, _VALUES)) if below else st.just({})
    value = draw(st.one_of(fields, _VALUES, st.just("")))
    nested = {key: [draw(st.sampled_from(["return", "hangup", {"goto": "x"}]))] for key in beside}
    return _flow({step.verb: value, **nested})


@settings(deadline=None, max_examples=400)
@given(any_step())
def test_what_the_reader_takes_the_schema_takes(step: str) -> None:
    _, problems = read_dialplan(dialplan(step), CATALOGUE)
    if not problems:
        assert faults(DIALPLAN, dialplan(step)) == []
