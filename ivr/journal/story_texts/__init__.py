"""The words of the told journey, by an event's kind, with `.value` of its telling field where that matters.

Fields of the event stand in braces, durations as they are in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.journal.story_texts.alarms import ALARMS
from ivr.journal.story_texts.around import AROUND
from ivr.journal.story_texts.calls import CALLS
from ivr.journal.story_texts.kept import KEPT
from ivr.journal.story_texts.queues import QUEUES
from ivr.journal.story_texts.talks import TALKS
from ivr.journal.story_texts.words import WORDS
from ivr.journal.story_texts.work import WORK

__all__ = ["RECOVERED", "SENTENCES", "TELLING_FIELD", "WORDS"]

Texts = Mapping[str, Mapping[str, str]]

TELLING_FIELD: Mapping[str, str] = {
    "alarm_cleared": "what",
    "alarm_raised": "what",
    "broadcast_heard": "line",
    "broadcast_switched": "on",
    "call_began": "dialplan",
    "call_ended": "by",
    "callback_confirmed": "confirmed",
    "callback_dialled": "outcome",
    "callback_requested": "outcome",
    "calls_counted": "outcome",
    "canary_stopped": "reason",
    "choice_explained": "agent",
    "choice_kept": "value",
    "choice_offered": "outcome",
    "conference_ended": "by",
    "consult_ended": "outcome",
    "dialplan_changed": "version",
    "dialplan_refused": "errors",
    "digits_collected": "outcome",
    "hours_checked": "open",
    "language_chosen": "how",
    "list_checked": "found",
    "looked_up": "outcome",
    "menu_answered": "outcome",
    "offer_ended": "outcome",
    "pin_checked": "outcome",
    "prompt_played": "key",
    "queue_entered": "agent",
    "queue_left": "outcome",
    "recording_failed": "reason",
    "recording_stored": "kind",
    "self_repaired": "what",
    "source_asked": "outcome",
    "supervisor_joined": "mode",
    "supervisor_left": "mode",
    "survey_answered": "outcome",
    "talk_ended": "by",
    "transfer_began": "kind",
    "transferred": "outcome",
    "work_arrived": "due",
    "work_cancelled": "agent",
    "work_finished": "in_time",
    "work_offer_ended": "outcome",
    "work_overdue": "agent",
}
"""The field that decides between the sentences of a kind."""

SENTENCES: Texts = {
    **ALARMS,
    **CALLS,
    **KEPT,
    **QUEUES,
    **TALKS,
    **WORK,
    **AROUND,
}

RECOVERED = {"zh": " [据Asterisk记录补记]", "en": " [recovered from Asterisk's records]"}
"""Stands behind what the engine did not see itself."""
