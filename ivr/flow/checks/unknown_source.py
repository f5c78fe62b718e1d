"""A source is named that `config/ivr.yaml` does not have, or it is not asked with what it wants to know.

Wrong:

```yaml
- lookup: {of: custommers, with: {number: "{{ caller.number }}"}, save: member}
```

Right:

```yaml
- lookup: {of: customers, with: {number: "{{ caller.number }}"}, save: member}
```
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import SourceMark, Step, marked

ID = "unknown_source"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    if site.sources is None:
        return
    for _, step in dialplan.steps():
        for label, name in marked(step, SourceMark):
            if name not in site.sources:
                text = f"no source named '{name}'; {nearest(name, site.sources)}"
                zh = f"没有名为“{name}”的数据源；{nearest(name, site.sources, 'zh')}"
                yield at(step.place_of(label), ID, text, zh=zh)
            else:
                yield from _asked(step, name, site.sources[name])


def _asked(step: Step, source: str, wanted: Collection[str]) -> Iterator[Problem]:
    """What is given beside what is wanted."""
    given = getattr(step, "with_", {})
    for name in given:
        if name not in wanted:
            text = f"'{source}' does not ask for '{name}'; {nearest(name, wanted)}"
            zh = f"“{source}”不需要“{name}”；{nearest(name, wanted, 'zh')}"
            yield at(step.place_of(f"with {name}"), ID, text, zh=zh)
    for name in sorted(set(wanted) - set(given)):
        text = f"'{source}' asks for '{name}'; give it under 'with'"
        yield at(step.place_of("of"), ID, text, zh=f"“{source}”需要“{name}”；请写在“with”下")
