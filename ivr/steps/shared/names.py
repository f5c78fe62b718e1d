"""Names an administrator gives in a step: keys of the phone and variables."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ivr.document.full_width import slip
from ivr.document.model import Fault
from ivr.flow.reads import FILLED
from ivr.flow.step import RESERVED, VariableMark
from ivr.ports import KEYS


def _one_key(written: object) -> object:
    if isinstance(written, str) and (len(written) != 1 or written not in KEYS):
        blank = written[:1] in KEYS and written[1:2] == ":"
        why, zh = 'a key is one of 0 to 9, "*", "#"', '按键是0到9、"*"、"#"中的一个'
        if blank:
            why, zh = "a blank is missing behind ':'", "冒号后缺少空格"
        why, zh = slip(written, tuple(KEYS)) or (why, zh)
        text = f"nobody can press '{written}': {why}"
        raise Fault(text, zh=f"“{written}”不是一个按键：{zh}", check="unpressable_keys")
    return written


_KEY = Field(pattern=r"^[0-9*#]$", description='key: `0` to `9`, `"*"`, `"#"`')
Key = Annotated[str, BeforeValidator(_one_key, json_schema_input_type=Annotated[str, _KEY]), _KEY]

Digit = Annotated[str, Field(pattern=r"^[0-9]$", description="key: `0` to `9`")]


def _free(name: str) -> str:
    if name in FILLED:
        raise Fault(
            f"'{name}' is filled by the engine; choose another name", zh=f"“{name}”由引擎填写；请换个名称"
        )
    return name


def _is_flow(name: str) -> str:
    if name in RESERVED:
        raise Fault(
            f"'{name}' is not a flow; name a flow of this dialplan",
            zh=f"“{name}”不是流程；请写本拨号方案的流程名",
        )
    return name


Variable = Annotated[
    str,
    Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,39}$", description="variable"),
    AfterValidator(_free),
    VariableMark(),
]
FlowName = Annotated[str, AfterValidator(_is_flow)]
