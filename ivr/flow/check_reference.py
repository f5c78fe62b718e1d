"""The reference pages of the checks, made from their docstrings: what is wrong, an example, a right one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ivr.flow.checks import Rule

_EXAMPLE = re.compile(r"^(Wrong|Right):\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEAD = """\
# What `ivr check` finds

The name in brackets behind a problem is the name of its page. An error keeps a dialplan from being used: the
call would go wrong. A warning is no obstacle: a person may know better.

| check | severity | what it finds |
|---|---|---|
"""


def page(rule: Rule) -> str:
    """Markdown: what is found, how severe it is, wrong and right examples."""
    return f"# {rule.ID}\n\n*{rule.SEVERITY.capitalize()}.* {help_text(rule)}\n"


def index(rules: Iterable[Rule]) -> str:
    """The list of all checks, with the first sentence of each."""
    rows = (f"| [{rule.ID}]({rule.ID}.md) | {rule.SEVERITY} | {summary(rule)} |" for rule in rules)
    return _HEAD + "\n".join(rows) + "\n"


def summary(rule: Rule) -> str:
    """What the rule is, in one line."""
    return help_text(rule).split("\n\n")[0].replace("\n", " ")


def help_text(rule: Rule) -> str:
    """The page without its title, for those who have only the finding before them."""
    return (rule.__doc__ or "").strip()


def examples(rule: Rule) -> tuple[tuple[str, str], ...]:
    """("Wrong" or "Right", YAML) of the page, in their order."""
    return tuple((found[1], found[2]) for found in _EXAMPLE.finditer(help_text(rule)))
