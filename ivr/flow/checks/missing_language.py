"""A prompt has a text in one language only; callers who chose the other hear it nevertheless.

Wrong:

```yaml
- play: {zh: 您好。}
```

Right:

```yaml
- play: {zh: 您好。, en: Hello.}
```

A text in the other language inside a language is meant, and no fault:

Right:

```yaml
- play:
    zh: [您好。, {en: "For English, stay on the line."}]
    en: [Hello., {zh: 中文服务请稍候。}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.prompt import Prompt
from ivr.flow.site import Site
from ivr.flow.step import values

ID = "missing_language"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for _, step in dialplan.steps():
        for label, prompt in values(step, Prompt):
            for language in sorted(prompt.lacks()):
                text = (
                    f"this prompt has no text for '{language}'; callers of that language hear the other one"
                )
                zh = f"此提示音没有“{language}”文本；使用该语言的来电者会听到另一种语言"
                yield at(step.place_of(label), ID, text, "warning", zh)
