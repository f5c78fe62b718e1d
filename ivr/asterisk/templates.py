"""Writes the configuration files of an Asterisk from the templates in config/asterisk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ivr.asterisk.instance import Instance
from ivr.asterisk.modules import EVENTS, MODULES

SNIPPETS = (
    "manager-user.conf",
    "extensions-callwright.conf",
    "pjsip-callwright.conf",
    "queues-callwright.conf",
    "features-callwright.conf",
    "confbridge-callwright.conf",
    "cel-callwright.conf",
    "cel_custom-callwright.conf",
    "cdr_custom-callwright.conf",
)


class UnsafeSetting(ValueError):
    """A name or password that would change the meaning of a configuration file."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of a private Asterisk: the first seven its own, the rest from the unpacked packages."""

    etc: Path
    library: Path
    spool: Path
    run: Path
    log: Path
    modules: Path
    programs: Path
    music: Path


def configuration(templates: Path, instance: Instance, paths: Paths) -> dict[str, str]:
    """The text of every configuration file by its name. Raises UnsafeSetting."""
    environment = _environment(templates)
    names = [f"{name}.conf.j2" for name in _whole_files(templates)]
    values = {
        "instance": instance,
        "paths": paths,
        "modules": (*MODULES, *instance.modules),
        "events": EVENTS,
    }
    _check(instance)
    files = {
        name.removesuffix(".j2"): environment.get_template(name).render(
            values, more=instance.more.get(name.removesuffix(".j2"), "")
        )
        for name in names
    }
    return dict(instance.more) | files


def snippets(templates: Path, instance: Instance) -> dict[str, str]:
    """The lines that the user's own Asterisk needs, by configuration file. Raises UnsafeSetting."""
    environment = _environment(templates)
    _check(instance)
    return {
        name.replace("-user", "").replace("-callwright", ""): environment.get_template(f"{name}.j2").render(
            instance=instance, events=EVENTS
        )
        for name in SNIPPETS
    }


def _whole_files(templates: Path) -> list[str]:
    return sorted(
        file.name.removesuffix(".conf.j2") for file in templates.glob("*.conf.j2") if "-" not in file.name
    )


def _environment(templates: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def _check(instance: Instance) -> None:
    accounts = [*instance.phones, *(account for account in (instance.ami, instance.observer) if account)]
    texts = [text for account in accounts for text in (account.name, account.password)]
    texts += [instance.line, instance.system_name, *instance.line_sources, str(instance.directory)]
    for text in texts:
        if not text.isprintable() or set(text) & set(";[]\\,") or text != text.strip():
            raise UnsafeSetting(
                f"{text!r} cannot stand in an Asterisk configuration: use letters, digits and - _ . / only"
            )
