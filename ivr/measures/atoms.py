"""What one call adds to the parts, each bit with its place: when, in which queue, by which agent.

Each bit is of one place only, so the parts of any split add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ivr.measures.again import Callers
from ivr.measures.facts import CallFacts
from ivr.measures.menu_stays import MenuStay
from ivr.measures.settings import Settings
from ivr.measures.talks import HandleFact
from ivr.measures.visits import Visit, parts_of

Bits = Mapping[str, float]
"""Parts by name, those that are not nought."""


class Place(NamedTuple):
    """Where something belongs; '' for what has no such thing. `skill`: what was asked of the agent, all of
    it; `path`: the whole menu path; `menu` with its dialplan."""

    at: float
    queue: str = ""
    skill: str = ""
    agent: str = ""
    line: str = ""
    path: str = ""
    language: str = ""
    menu: str = ""
    key: str = ""


Atom = tuple[Place, Bits]

UNASKED = "~"
BETWEEN = " › "
"""Between the steps of a menu path."""
_EPOCH = 1_704_067_200.0
"""The beginning of 2024: the trend's days count from here, since small numbers lose less."""
_DAY = 86400.0
_NOT_IN_MENU = frozenset({"in_progress", "not_in_service", "refused", "closed"})
_IN_MENU = frozenset({"hung_up_in_menu", "self_service", "suggestion"})
_CONTAINED = frozenset({"self_service", "suggestion"})
CONTACT = _CONTAINED | {"answered"}
"""Outcomes of calls in which the caller was served."""


@dataclass(frozen=True, slots=True)
class Around:
    """What must be known of other calls. `menus`: those in which any caller was asked, None where that is
    not known yet; `attempts`: calls we made, by the call in which they were asked for."""

    callers: Callers
    menus: frozenset[str] | None
    attempts: Mapping[str, list[CallFacts]]
    known_until: float


def atoms(call: CallFacts, around: Around, settings: Settings) -> Iterator[Atom]:
    """All that the call adds. Where the menus are not known, stays without a key add parts whose names begin
    with `UNASKED`: they count once there is a key of that menu."""
    if not (call.is_of_a_caller or call.callback_of):
        return
    base = _base(call)
    if not call.callback_of:
        for visit in call.visits:
            yield _of_visit(base, visit, around, settings)
        for stay in call.menus:
            yield from _of_menu(base, call.dialplan, stay, around, settings)
    for handle in call.handles:
        yield _of_handle(base, call, handle)
    yield _of_call(base, call), {**_call(call, settings), **_again(call, around), **_survey(call)}
    if call.callback is not None:
        yield _of_call(base, call), _callback(call.callback, around.attempts.get(call.id, []))


def _base(call: CallFacts) -> Place:
    return Place(call.began, line=call.line, path=BETWEEN.join(call.path), language=call.language)


def menu_of(dialplan: str, menu: str) -> str:
    """The name of a menu beyond its dialplan."""
    return f"{dialplan}.{menu}"


def _of_visit(base: Place, visit: Visit, around: Around, settings: Settings) -> Atom:
    if visit.outcome == "waiting":
        visit = replace(visit, waited=max(visit.waited, around.known_until - visit.entered))
    within = settings.targets.get(visit.queue, settings.within)
    place = base._replace(
        at=visit.entered, queue=visit.queue, skill="+".join(visit.skills), agent=visit.agent
    )
    return place, parts_of(visit, within, settings.short)


def _of_handle(base: Place, call: CallFacts, handle: HandleFact) -> Atom:
    skills = next((visit.skills for visit in reversed(call.visits) if visit.queue == handle.queue), ())
    place = base._replace(at=handle.ended, queue=handle.queue, skill="+".join(skills), agent=handle.agent)
    bits: dict[str, float] = {
        "handled": 1,
        "talked": handle.talked,
        "held": handle.held,
        "consulted": handle.consulted,
        "wrapped_up": handle.wrapped_up or 0.0,
        "handled_with_hold": handle.held > 0,
    }
    if sent := _SENT.get(handle.sent_on):
        bits[sent] = 1
    return place, bits


_SENT = {"blind": "sent_blind", "attended": "sent_attended", "escalation": "escalated"}


def _of_menu(
    base: Place, dialplan: str, stay: MenuStay, around: Around, settings: Settings
) -> Iterator[Atom]:
    menu = menu_of(dialplan, stay.menu)
    unasked = not stay.presses and (around.menus is None or menu not in around.menus)
    if unasked and around.menus is not None:
        return
    place = base._replace(at=stay.entered, menu=menu)
    bits: dict[str, float] = {"menu_visits": 1, "menu_seconds": stay.left - stay.entered}
    if stay.how in ("dropped", "gave_up"):
        bits[f"menu_{stay.how}"] = 1
    yield place, {UNASKED + name: value for name, value in bits.items()} if unasked else bits
    for press in stay.presses:
        pressed: dict[str, float] = {"menu_keys": 1, _PRESSED.get(press.outcome, "menu_wrong"): 1}
        if press.outcome == "match" and press.key in settings.zero_keys:
            pressed["menu_zeroed"] = 1
        yield place._replace(key=press.key), pressed


_PRESSED = {"match": "menu_chosen", "no_match": "menu_wrong", "no_input": "menu_silent"}


def _of_call(base: Place, call: CallFacts) -> Place:
    return base._replace(queue=call.queue, skill="+".join(call.skills), agent=call.agent)


def _call(call: CallFacts, settings: Settings) -> Bits:
    if call.callback_of:
        return {"callback_attempts": 1}
    into_menu = call.outcome not in _NOT_IN_MENU and (call.asked or call.outcome in _IN_MENU)
    found: dict[str, float] = {"calls": 1, "into_menu": into_menu}
    if into_menu:
        found["contained"] = call.outcome in _CONTAINED and not call.visits
        found["hung_up_in_menu"] = call.outcome == "hung_up_in_menu"
        found["zeroed_out"] = _zeroed(call, settings)
    if call.handles:
        found["calls_with_agent"] = 1
        found["to_right_agent"] = max(0.0, call.handles[-1].began - call.began)
        found["transfers"] = sum(handle.sent_on != "" for handle in call.handles)
    return found


def _zeroed(call: CallFacts, settings: Settings) -> bool:
    presses = (press for stay in call.menus for press in stay.presses)
    return any(press.outcome == "match" and press.key in settings.zero_keys for press in presses)


def _again(call: CallFacts, around: Around) -> Bits:
    found: dict[str, float] = {}
    if not call.caller:
        return found
    if not call.callback_of:
        found = {"known_callers": 1, "repeat_callers": around.callers.had_called(call)}
    if call.outcome in CONTACT:
        if around.callers.is_pending(call):
            found["pending"] = 1
        else:
            found["called_again" if around.callers.called_again(call) else "resolved"] = 1
    return found


def _survey(call: CallFacts) -> Bits:
    if not call.surveys:
        return {}
    csat = [answer.score for answer in call.answers if answer.kind == "csat"]
    nps = [answer.score for answer in call.answers if answer.kind == "nps"]
    return {
        "surveys": 1,
        "surveys_answered": bool(call.answers),
        "csat_answers": len(csat),
        "csat_satisfied": sum(score >= 4 for score in csat),
        "nps_answers": len(nps),
        "nps_promoters": sum(score >= 9 for score in nps),
        "nps_detractors": sum(score <= 6 for score in nps),
        **_trend((call.began - _EPOCH) / _DAY, csat),
    }


def _trend(day: float, scores: list[int]) -> Bits:
    total = sum(scores)
    return {
        "trend_t": day * len(scores),
        "trend_y": total,
        "trend_tt": day * day * len(scores),
        "trend_ty": day * total,
        "trend_yy": sum(score * score for score in scores),
    }


def _callback(asked: float, attempts: list[CallFacts]) -> Bits:
    answers = [call.handles[0].began for call in attempts if call.handles]
    talked = {"callbacks_talked": 1, "callback_waited": max(0.0, min(answers) - asked)} if answers else {}
    return {"callbacks": 1, **talked}
