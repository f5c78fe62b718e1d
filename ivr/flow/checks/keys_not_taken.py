"""A prompt offers a key that is not taken there: who presses it hears that it is not on offer.

Understood are the usual ways to say it: 按1, 请按井号键, press 1, press star, "for sellers 2" behind a
"press 1".

Wrong:

```yaml
- menu:
    prompt: {zh: 买家请按1，卖家请按2。, en: "For buyers press 1, for sellers 2."}
    keys: {1: hangup, 3: hangup}
    no_input: {prompts: [{zh: 请按1或3。, en: Please press 1 or 3.}]}
```

Right:

```yaml
- menu:
    prompt: {zh: 买家请按1，卖家请按2。, en: "For buyers press 1, for sellers 2."}
    keys: {1: hangup, 2: hangup}
```

Wrong:

```yaml
- collect:
    save: order
    prompt: {zh: 请输入订单号，按星号键结束。, en: "Enter your order number, then press star."}
```

Right:

```yaml
- collect:
    save: order
    prompt: {zh: 请输入订单号，按星号键结束。, en: "Enter your order number, then press star."}
    terminator: "*"
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.offers import offered, said
from ivr.flow.prompt import LANGUAGES, Prompt
from ivr.flow.site import Site
from ivr.flow.step import Step, Taking, values

ID = "keys_not_taken"
SEVERITY = "warning"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for _, step in dialplan.steps():
        for taking in step.takes():
            yield from _of(step, taking)


def _of(step: Step, taking: Taking) -> Iterator[Problem]:
    for field in taking.fields:
        for label, prompt in values(getattr(step, field), Prompt, field):
            told: set[str] = set()
            for language in LANGUAGES:
                for key in sorted(offered(said(prompt, language).text) - taking.keys - taking.also - told):
                    told.add(key)
                    place = step.place_where(label, _offering(key))
                    text = f"this prompt offers the key {key}, which is not taken here"
                    yield at(place, ID, text, SEVERITY, f"此提示音提供按键 {key}，但这里不接受该键")


def _offering(key: str) -> Callable[[str], bool]:
    return lambda text: key in offered(text)
