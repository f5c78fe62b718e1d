"""One address of the interface: who may use it, what it takes and gives, and what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from ivr.settings.web import Right
from ivr.web.access import RIGHTS, Client

PREFIX = "/api/v1"

M = TypeVar("M", bound=BaseModel)


class Fields(BaseModel):
    """What a request says; numbers are numbers and texts are texts, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def some_of(words: Iterable[str]) -> str:
    """A pattern for some of these, with commas between, or none."""
    one = "|".join(words)
    return f"^(({one})(,({one}))*)?$"


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
"""Of whole numbers in the JSON of a body, where 3.0 is the same number as 3."""


class Nothing(Fields):
    """Takes nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was let in and made sense. `id` is the name in its address, '' where there is none;
    `head`: only the headers of the answer are wanted."""

    client: Client
    id: str
    fields: BaseModel
    headers: Mapping[str, str]
    head: bool = False

    def of(self, model: type[M]) -> M:
        """The fields, as what they were checked to be."""
        assert isinstance(self.fields, model), f"the route takes {type(self.fields)}"
        return self.fields


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, as JSON or from a file. `lasting`: who has it need not have it again while it is the
    same; `tag` says that where the bytes do not: it is the same for what means the same."""

    value: object
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    lasting: bool = False
    tag: str = ""


Handler = Callable[[Asked], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Route:
    """`path` stands behind `/api/v1`. One of `rights` is enough. `fields` come from the body of a POST and
    from the query of a GET; `gives` is the type of the answer. What changes something is a POST, and its
    `name` is how the log calls it. `also` says with which other numbers the same is answered, `refuses` with
    which it is refused; `context` gives what the fields are checked against; `lasting` says that there are
    replies which are; `media` are the content types of one that is answered with a file: the value of its
    reply is the path; with `ranges` a part of it can be asked for. `later` is the type of an answer with 202,
    where it may come to that, and `reads` are the headers that it goes by."""

    method: Literal["GET", "POST"]
    path: str
    name: str
    summary: str
    handler: Handler
    gives: Any
    fields: type[BaseModel] = Nothing
    rights: frozenset[Right] = field(default=RIGHTS)
    status: int = HTTPStatus.OK
    context: Callable[[], object] = lambda: None
    also: Mapping[int, str] = field(default_factory=dict)
    refuses: Mapping[int, str] = field(default_factory=dict)
    lasting: bool = False
    media: tuple[str, ...] = ()
    ranges: bool = False
    later: Any = None
    reads: Mapping[str, str] = field(default_factory=dict)
