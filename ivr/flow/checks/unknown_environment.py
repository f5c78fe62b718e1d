"""An expression reads `env.NAME`, and `environment` in `config/ivr.yaml` has no such name: the step fails.

Wrong:

```yaml
- http: {get: "{{ env.CMR }}/orders"}
```

Right:

```yaml
- http: {get: "{{ env.CRM }}/orders"}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.reads import reading
from ivr.flow.site import Site
from ivr.flow.sources import Written, sources

ID = "unknown_environment"
SEVERITY = "error"
_PREFIX = "env."


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    if site.environment is None:
        return
    for _, step in dialplan.steps():
        for label, source in sources(step):
            for name in sorted(reading(source).names):
                word = name.removeprefix(_PREFIX)
                if word != name and word not in site.environment:
                    text = f"no '{word}' under 'environment'; {nearest(word, site.environment)}"
                    zh = f"“environment”中没有“{word}”；{nearest(word, site.environment, 'zh')}"
                    yield at(Written(label, source).place(step), ID, text, SEVERITY, zh)
