"""Events with any values of the declared types, for hypothesis."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from ivr.events import CallEvent, Event, WorkEvent
from ivr.journal.codec import KINDS

_WORDS = (
    "match",
    "no_match",
    "complete",
    "answered",
    "abandoned",
    "timed_out",
    "ok",
    "caller",
    "flow",
    "engine",
    "message",
)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": st.sampled_from(_WORDS) | st.text(max_size=20),
    "float": st.floats(0, 1e5),
    "int": st.integers(0, 2**53),
    "int | None": st.none() | st.integers(0, 10),
    "bool": st.booleans(),
    "list[dict[str, Any]]": st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers(), max_size=3), max_size=3
    ),
    "dict[str, int]": st.dictionaries(st.text(max_size=5), st.integers(1, 5), max_size=3),
}


def of_class(cls: type[Event]) -> st.SearchStrategy[Any]:
    """Events of one class, all of the call `c`."""
    values = {field.name: _VALUES[str(field.type)] for field in fields(cls)}
    if issubclass(cls, CallEvent):
        values["call"] = st.just("c")
    if issubclass(cls, WorkEvent):
        values["work"] = st.just("w")
    return st.builds(cls, **values)


any_events: st.SearchStrategy[Event] = st.one_of([of_class(cls) for cls in KINDS.values()])
call_events: st.SearchStrategy[CallEvent] = st.one_of(
    [of_class(cls) for cls in KINDS.values() if issubclass(cls, CallEvent)]
)
