"""`ivr asterisk`: what Asterisk needs from us, and how to talk to the private one."""

from __future__ import annotations

from typing import Annotated

import typer

from ivr.app import instance_of, shipped
from ivr.asterisk.templates import UnsafeSetting, snippets
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, out, settings_or_exit, stop_with
from ivr.cli.texts import text

asterisk = typer.Typer(no_args_is_help=True, help="What Asterisk needs from the engine.")


@asterisk.command("config")
def show_config(
    config: ConfigOption = DEFAULT_CONFIG,
    plain: Annotated[bool, typer.Option("--plain", help="Only the lines, without headings.")] = False,
) -> None:
    """Print the lines to add to the configuration of an Asterisk that you already run.

    Set `asterisk: existing` in config/ivr.yaml, add these lines, then:

        asterisk -rx "core reload"

    The address, ports, user and secret come from config/ivr.yaml, the agents' phones from config/agents.yaml.
    """
    settings = settings_or_exit(config)
    try:
        files = snippets(shipped("config/asterisk"), instance_of(settings))
    except UnsafeSetting as fault:
        stop_with(str(fault))
    for name, lines in files.items():
        if plain:
            print(lines)
            continue
        out.print(text(f"add_to_{name}"), style="bold", markup=False)
        print(f"\n{lines}")
