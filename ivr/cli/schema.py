"""`ivr schema`: JSON Schema for editors."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import orjson
import typer

from ivr.flow.schema import dialplan_schema, settings_schema
from ivr.settings import FILES
from ivr.steps import CATALOGUE


class File(StrEnum):
    """The kinds of YAML files that people write."""

    dialplan = "dialplan"
    ivr = "ivr"
    agents = "agents"
    queues = "queues"


def schema(
    file: Annotated[
        File, typer.Argument(help="dialplan, or a file of config/: ivr, agents, queues. 哪种文件。")
    ] = File.dialplan,
) -> None:
    """Print the JSON Schema of a dialplan or of a settings file, for editors. 输出供编辑器使用的JSON Schema。

    Keep it in a file and name that file in the first line of the YAML; an editor with a YAML language server
    (VS Code: the extension "YAML") then completes steps and keys, explains them, and underlines mistakes.

        ivr schema > dialplan.schema.json\n
        ivr schema queues > config/queues.schema.json

    First line of dialplans/main.yaml 拨号方案的首行: # yaml-language-server: $schema=../dialplan.schema.json
    """
    made = (
        dialplan_schema(CATALOGUE)
        if file is File.dialplan
        else settings_schema(FILES[file], f"config/{file}.yaml")
    )
    typer.echo(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode())
