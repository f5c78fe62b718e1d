"""What is remembered of callers, or found on lists."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChosen(CallEvent):
    """`how`: key (the caller pressed it), remembered (from an earlier call), default (nobody chose), flow."""

    language: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChecked(CallEvent):
    """Whether the caller is on a list; `entry` is the number or pattern that stands there, with its note."""

    list: str
    found: bool
    entry: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceKept(CallEvent):
    """What the caller chose is remembered under `name`; an empty value is forgotten."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOffered(CallEvent):
    """What the caller chose in an earlier call was offered. `outcome`: accepted or declined."""

    name: str
    value: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsCounted(CallEvent):
    """The caller's calls within a throttle's window, this one included. `outcome`: within or exceeded."""

    throttle: str
    calls: int
    most: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDrawn(CallEvent):
    """The way that a split chose for this call: a flow or `continue`. `by`: number or call."""

    split: str
    way: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastHeard(CallEvent):
    """An announcement that was switched on, for one line or ('') for all."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUnavailable(CallEvent):
    """The store of what outlives a call did not answer; the step went on as if it held nothing."""

    verb: str
    error: str
