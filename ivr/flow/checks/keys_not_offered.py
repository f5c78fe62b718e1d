"""A key leads somewhere, but no prompt offers it, so that callers cannot know of it; or only in one language.

Judged where the prompts name keys at all. What is said before in the same flow counts as well.

Wrong:

```yaml
- menu:
    prompt: {zh: 买家请按1，卖家请按2。, en: For buyers press 1.}
    keys: {1: hangup, 2: hangup}
```

Right:

```yaml
- menu:
    prompt: {zh: 买家请按1，卖家请按2。, en: "For buyers press 1, for sellers 2."}
    keys: {1: hangup, 2: hangup}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan, steps_below
from ivr.flow.offers import named, offered, said
from ivr.flow.prompt import LANGUAGES, Prompt
from ivr.flow.site import Site
from ivr.flow.step import Step, Taking, values

ID = "keys_not_offered"
SEVERITY = "warning"
_NAMES = {"zh": "中文", "en": "英文"}


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for flow in dialplan.flows.values():
        steps = list(steps_below(flow))
        for step in steps:
            for taking in step.takes():
                if taking.offered and (hidden := _hidden(step, taking)):
                    yield from _told(step, taking, hidden, steps)


def _hidden(step: Step, taking: Taking) -> Mapping[str, list[str]]:
    """The languages in which the step's own prompts, although they name keys, do not name a key."""
    prompts = [prompt for field in taking.fields for _, prompt in values(getattr(step, field), Prompt)]
    hidden: dict[str, list[str]] = {}
    for language in LANGUAGES:
        heard = [said(prompt, language) for prompt in prompts]
        text = " ".join(part.text for part in heard)
        if offered(text) and all(part.known for part in heard):
            for key in sorted(taking.keys - named(text)):
                hidden.setdefault(key, []).append(language)
    return hidden


def _told(
    step: Step, taking: Taking, hidden: Mapping[str, list[str]], around: list[Step]
) -> Iterator[Problem]:
    prompts = [prompt for other in around for _, prompt in values(other, Prompt)]
    for key, languages in hidden.items():
        left = [lang for lang in languages if key not in named(" ".join(said(p, lang).text for p in prompts))]
        if left:
            one = len(left) == 1
            text = f"no prompt offers the key {key}" + (f" in '{left[0]}'" if one else "")
            zh = f"没有{_NAMES[left[0]] if one else ''}提示音提供按键 {key}"
            yield at(step.place_of(_label(step, taking, key)), ID, text, SEVERITY, zh)


def _label(step: Step, taking: Taking, key: str) -> str:
    """Where the key is written; the prompt if it is not."""
    fields = type(step).model_fields
    inside = (name for name in fields if isinstance(value := getattr(step, name), Mapping) and key in value)
    alone = (name for name in fields if getattr(step, name) == key and name in step.model_fields_set)
    if found := next(inside, None):
        return f"{found} {key}:"
    return next(alone, taking.fields[0])
