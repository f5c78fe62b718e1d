"""`ivr asterisk`: what Asterisk needs from us, and how to talk to the private one."""

from __future__ import annotations

from typing import Annotated

import typer

from ivr.app import instance_of, shipped
from ivr.asterisk.templates import UnsafeSetting, snippets
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, out, settings_or_exit, stop_with
from ivr.cli.texts import text
from ivr.document.problems import nearest

HELP = """What an Asterisk that you already run needs from the engine. 已有的Asterisk需要添加的配置。

    ivr asterisk config                    all lines, by file 全部配置行

    ivr asterisk config extensions.conf    those for one file 某个文件的配置行
"""
asterisk = typer.Typer(no_args_is_help=True, help=HELP)


@asterisk.command("config")
def show_config(
    config: ConfigOption = DEFAULT_CONFIG,
    file: Annotated[
        str, typer.Argument(help="Only the lines for this file, such as manager.conf. 只输出某个文件。")
    ] = "",
) -> None:
    """Print the lines to add to the configuration of an Asterisk that you already run. 输出需添加的配置行。

    Set `asterisk: existing` in config/ivr.yaml, add these lines, then reload Asterisk:

        ivr asterisk config
        ivr asterisk config manager.conf >> /etc/asterisk/manager.conf
        asterisk -rx "core reload"

    The address, ports, user and secret come from config/ivr.yaml, the agents' phones from config/agents.yaml.
    """
    settings = settings_or_exit(config)
    try:
        files = snippets(shipped("config/asterisk"), instance_of(settings))
    except UnsafeSetting as fault:
        stop_with(str(fault))
    if file and file not in files:
        stop_with(f"nothing is to be added to '{file}': {nearest(file, files)}")
    if file:
        print(files[file])
        return
    for name, lines in files.items():
        out.print(text(f"add_to_{name}"), style="bold", markup=False)
        print(f"\n{lines}")
