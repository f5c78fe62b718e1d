"""`ivr schema`: JSON Schema for editors."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import orjson
import typer
from pydantic.json_schema import JsonSchemaValue

from ivr.flow.schema import dialplan_schema, settings_schema
from ivr.quality.form import Form
from ivr.settings import FILES
from ivr.steps import CATALOGUE


class File(StrEnum):
    """The kinds of YAML files that people write."""

    dialplan = "dialplan"
    ivr = "ivr"
    agents = "agents"
    queues = "queues"
    hotline = "hotline"
    form = "form"


def schema(
    file: Annotated[
        File,
        typer.Argument(
            help="dialplan, a scoring form, or a file of config/: ivr, agents, queues, hotline. 哪种文件。"
        ),
    ] = File.dialplan,
) -> None:
    """Print the JSON Schema of a dialplan or of a settings file, for editors. 输出供编辑器使用的JSON Schema。

    Keep it in a file and name that file in the first line of the YAML; an editor with a YAML language server
    (VS Code: the extension "YAML") then completes steps and keys, explains them, and underlines mistakes.

        ivr schema > dialplan.schema.json\n
        ivr schema queues > config/queues.schema.json

    First line of dialplans/main.yaml 拨号方案的首行: # yaml-language-server: $schema=../dialplan.schema.json
    """
    typer.echo(orjson.dumps(_made(file), option=orjson.OPT_INDENT_2).decode())


def _made(file: File) -> JsonSchemaValue:
    if file is File.dialplan:
        return dialplan_schema(CATALOGUE)
    if file is File.form:
        return settings_schema(Form, "config/quality/*.yaml")
    return settings_schema(FILES[file], f"config/{file}.yaml")
