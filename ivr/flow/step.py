"""The contract of a step: one file, one verb. File name = verb, fields = YAML keys, docstring = its page.

A step says where the call goes next by what `run` returns: None goes on with the next step of the flow.
Links to other flows are fields of type `Target`, nested steps fields of type `Steps`: checker and graph find
both by reflection, so no step writes code for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    SkipValidation,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from ivr.document.nodes import Mark, Pairs, places, texts

if TYPE_CHECKING:
    from ivr.flow.prompt import Prompt
    from ivr.flow.session import Session


K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a dialplan; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Goto:
    """Go on at the first step of another flow; the rest of this one is left."""

    flow: str


@dataclass(frozen=True, slots=True)
class Gosub:
    """Run another flow, then come back to the step after this one."""

    flow: str


@dataclass(frozen=True, slots=True)
class Inline:
    """Run these steps, then go on after this one. With `secure` until then nothing is recorded, what is
    pressed is masked in the log, and what is saved is a `Secret`."""

    steps: tuple[Step, ...]
    secure: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """Go back to whoever called this flow; at the top level the call ends. `by`: the link that said so."""

    by: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class End:
    """Hang up. `by`: the link that said so."""

    by: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Onward:
    """Go on with the next step, as None does, because the link `by` says so."""

    by: str = field(default="", compare=False)


Next = Goto | Gosub | Inline | Return | End | Onward | None


class Link(str):
    """A flow or reserved word as it stands in one place of a dialplan: two links that lead to the same flow
    are equal but never the same object, so that it can be told which of them was followed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Taking:
    """The `keys` that count in answer to the prompts in these `fields`. `offered`: one of the prompts is to
    name each of them; those in `also` count as well, and are offered in other words."""

    fields: tuple[str, ...]
    keys: frozenset[str]
    offered: bool = True
    also: frozenset[str] = frozenset()


class LinkMark:
    """Marks a field that names a flow or a reserved word; what is read into it is a `Link`."""

    words: ClassVar[tuple[str, ...]] = ("continue", "hangup", "return")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(Link, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"examples": list(self.words)}


class KeyMark(LinkMark):
    """Marks links by the key that the caller presses; one of them may be `repeat`."""

    words: ClassVar[tuple[str, ...]] = (*LinkMark.words, "repeat")


# Words that stand where a flow's name may stand. 'repeat' is understood by menus only.
RESERVED = frozenset(KeyMark.words)


class SilenceMark(LinkMark):
    """Marks the link that is taken when no key comes, however often it was asked for."""


class FullMark(LinkMark):
    """Marks the link that is taken where the queue of the step is full."""


class CallMark(LinkMark):
    """Marks a link to a flow that comes back to the next step."""

    words: ClassVar[tuple[str, ...]] = ()


class StepsMark:
    """Marks a field that holds nested steps."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"$ref": "#/$defs/steps"}


class QueueMark:
    """Marks a field that names a queue of `config/queues.yaml`."""


class SecretMark:
    """Marks a field in which a secure value may stand; prompts and conditions need no mark."""


class AddressMark:
    """Marks a field that is an address (URL); other systems write those into their logs."""


class HoursMark:
    """Marks a field that names opening hours of the dialplan."""


class SourceMark:
    """Marks a field that names a source of `config/ivr.yaml`."""


class VariableMark:
    """Marks a field that names the variable in which a step saves something."""


Target = Annotated[str, LinkMark()]
KeyTarget = Annotated[str, KeyMark()]
SilenceTarget = Annotated[str, SilenceMark()]
FullTarget = Annotated[str, FullMark()]
QueueName = Annotated[str, QueueMark()]
SourceName = Annotated[str, SourceMark()]
HoursName = Annotated[str, HoursMark()]


_NOWHERE = Place("", 0, 0)


class Step(BaseModel):
    """Base of all steps. `verb` is the YAML key; a value that is not a mapping fills the field `shorthand`.

    `beside` names fields whose YAML keys stand beside the verb instead of below it (`if:` with `then:`,
    `else:`); for such a step the verb's own value fills `shorthand`. `waits` is true for a step that waits
    for the caller (menu, collect, record, hotline, queue): a loop of flows needs one. `secures` is true for a
    step that takes secure values, `records` for one that keeps the caller's voice.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )

    verb: ClassVar[str]
    shorthand: ClassVar[str | None] = None
    beside: ClassVar[frozenset[str]] = frozenset()
    waits: ClassVar[bool] = False
    secures: ClassVar[bool] = False
    records: ClassVar[bool] = False

    _place: Place = PrivateAttr(default=Place("", 0, 0))
    _fields: Pairs = PrivateAttr(default=Pairs((), Mark(0, 0)))

    @property
    def place(self) -> Place:
        """Where the step stands; set by the reader."""
        return self._place

    async def run(self, session: Session) -> Next:
        raise NotImplementedError

    def links(self) -> Iterator[tuple[str, str]]:
        """(label, flow or reserved word) for every way out that the YAML names, nested steps not included."""
        return marked(self, LinkMark)

    def children(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """(field name, nested steps) for every block below this step."""
        for name, _, is_block in _fields(type(self), StepsMark):
            if is_block and getattr(self, name):
                yield name, getattr(self, name)

    def otherwise(self) -> str:
        """Where the call may go although no link and no nested step says so: `continue`, `return`, `hangup`,
        or '' for a step whose links and nested steps are all its ways."""
        return "continue"

    def at_once(self) -> Iterator[str]:
        """Of a step that `waits`: the flows that the call may go to without having waited."""
        return iter(())

    def without_effect(self) -> Iterator[tuple[str, str]]:
        """(key, the key that it needs beside it) for what is written in vain, because that one is not."""
        return iter(())

    def passes(self) -> bool:
        """Whether the call may go on with the next step although no link and no nested step says so."""
        return self.otherwise() == "continue"

    def saves(self) -> tuple[str, ...]:
        """The variables that are set when the call leaves this step, whichever way it goes."""
        return tuple(name for _, name in marked(self, VariableMark))

    def saved_before(self, label: str) -> Collection[str]:
        """Those of `saves` that are set already when the value with this label is worked out."""
        return self.saves()

    def assumes(self, block: str) -> frozenset[str]:
        """The variables that are surely set when this nested block is run; '' for none of the blocks."""
        return frozenset()

    def languages(self) -> frozenset[str]:
        """The languages that the call may have because of this step."""
        return frozenset()

    def said(self) -> Iterator[Prompt]:
        """Prompts that this step says beside those in its fields, so that their audio can be prepared."""
        for kind in type(self).__mro__:
            yield from (value for value in vars(kind).values() if hasattr(value, "phrases"))

    def place_of(self, label: str) -> Place:
        """Where a value of this step stands, by its label in `links()`, or a key (`keys 1:`); else what it is
        a part of, the step itself in the end."""
        written = dict(places(self._fields))
        while label and label not in written:
            label = label.rpartition(" ")[0]
        return self._at(written.get(label))

    def place_where(self, label: str, holds: Callable[[str], bool]) -> Place:
        """Where the first text at or below this label stands for which this holds; else as `place_of`."""
        below = (text for found, text in texts(self._fields) if f"{found} ".startswith(f"{label} "))
        mark = next((text.mark for text in below if holds(text.value)), None)
        return self._at(mark) if mark else self.place_of(label)

    def _at(self, mark: Mark | None) -> Place:
        return Place(self._place.file, mark.line, mark.column) if mark else self._place

    def takes(self) -> Iterator[Taking]:
        """The keys that a caller may press in answer to a prompt of this step, where that is but some."""
        return iter(())


Steps = Annotated[SkipValidation[tuple[Step, ...]], StepsMark()]


def towards(target: str) -> Next:
    """What a step returns to follow a `Target`."""
    words: Mapping[str, type[Onward | Return | End]] = {"continue": Onward, "return": Return, "hangup": End}
    return words[target](target) if target in words else Goto(target)


def marked(model: BaseModel, mark: type[Any], label: str = "") -> Iterator[tuple[str, str]]:
    """(label, value) of every text in a field with this mark; labels are YAML's keys, as in `keys 1`."""
    for name, key, has_mark in _fields(type(model), mark):  # type: ignore[arg-type]  # a class is hashable
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from marked(value, mark, f"{label} {key}".strip())
        elif has_mark:
            yield from _texts(f"{label} {key}".strip(), value)


def held(model: BaseModel, mark: type[Any], label: str = "") -> Iterator[tuple[str, Any]]:
    """(label, value) of every field with this mark, whatever it holds; nested steps are left out."""
    for name, key, has_mark in _fields(type(model), mark):  # type: ignore[arg-type]  # a class is hashable
        value, below = getattr(model, name), f"{label} {key}".strip()
        if has_mark:
            yield below, value
            continue
        parts = enumerate(value) if isinstance(value, tuple) else [("", value)]
        for index, part in parts:
            if isinstance(part, BaseModel) and not isinstance(part, Step):
                yield from held(part, mark, f"{below} {index}".strip())


@lru_cache(maxsize=4096)
def _fields(model: type[BaseModel], mark: type[Any]) -> tuple[tuple[str, str, bool], ...]:
    """(name, YAML's key, whether it has the mark) of each field that has it or holds a model."""
    fields = [(name, kind, is_marked(kind, mark)) for name, kind in model.model_fields.items()]
    return tuple((n, kind.alias or n, has) for n, kind, has in fields if has or _holds_model(kind.annotation))


def _holds_model(kind: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return True
    return any(_holds_model(argument) for argument in get_args(kind))


def values(value: object, kind: type[K], label: str = "") -> Iterator[tuple[str, K]]:
    """(label, value) of everything of this kind in a step or below it; steps nested in it are left out."""
    if isinstance(value, kind):
        yield label, value
    for name, below in _parts(value):
        if not isinstance(below, Step | str | float | int | None):
            yield from values(below, kind, f"{label} {name}".strip())


def _parts(value: object) -> Iterator[tuple[object, object]]:
    if isinstance(value, BaseModel):
        yield from (
            (field.alias or name, getattr(value, name)) for name, field in type(value).model_fields.items()
        )
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list | tuple):
        yield from enumerate(value)


def is_marked(field: FieldInfo, mark: type[Any]) -> bool:
    """True when the mark stands on the field or anywhere inside its type, as in `Mapping[str, Target]`."""
    return any(isinstance(found, mark) for found in (*field.metadata, *_marks(field.annotation)))


def _marks(kind: Any) -> Iterator[object]:
    yield from getattr(kind, "__metadata__", ())
    for argument in get_args(kind):
        yield from _marks(argument)


def _texts(label: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield label, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _texts(f"{label} {key}", below)
    elif isinstance(value, list | tuple):
        for index, below in enumerate(value):
            yield from _texts(f"{label} {index}", below)
