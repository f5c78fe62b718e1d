"""Every fact of a call, as frozen dataclasses. The journal is a list of them; everything else is derived.

`at` is wall-clock time in seconds since 1970 (UTC). Durations are in seconds, from a monotonic clock.
`call` is Asterisk's linkedid of the caller's channel. The kind stored in the journal is the class name in
snake_case (see `kind`).
"""

from __future__ import annotations

from ivr.events.around import (
    AgentStateChanged,
    BroadcastSwitched,
    CanaryStarted,
    CanaryStopped,
    DialplanChanged,
    DialplanRefused,
    EngineStarted,
    Requested,
    VoicemailHeard,
    WrapUpExtended,
)
from ivr.events.call import (
    CallAnswered,
    CallBegan,
    CallEnded,
)
from ivr.events.callbacks import (
    CallbackBegan,
    CallbackConfirmed,
    CallbackDialled,
    CallbackRequested,
)
from ivr.events.event import (
    CallEvent,
    Event,
    kind,
)
from ivr.events.flow import (
    DigitsCollected,
    FlowEntered,
    HoursChecked,
    LookedUp,
    MenuAnswered,
    PinChecked,
    PromptMissing,
    PromptPlayed,
    SecureBegan,
    SecureEnded,
    SourceAsked,
    StepFailed,
    VariableSet,
)
from ivr.events.kept import (
    CaseOpened,
    RecordingStored,
    VoicemailLeft,
)
from ivr.events.outliving import (
    BroadcastHeard,
    CallsCounted,
    ChoiceKept,
    ChoiceOffered,
    LanguageChosen,
    ListChecked,
    MemoryUnavailable,
    ShareDrawn,
)
from ivr.events.queues import (
    AgentOffered,
    AgentPickedUp,
    DispositionSet,
    OfferEnded,
    PlaceRestored,
    PositionAnnounced,
    QueueEntered,
    QueueLeft,
    TalkEnded,
    Transferred,
    WaitAnnounced,
)
from ivr.events.surveys import (
    SurveyAnswered,
    SurveyBegan,
)
from ivr.events.work import (
    WorkArrived,
    WorkCancelled,
    WorkEvent,
    WorkFinished,
    WorkOffered,
    WorkOfferEnded,
    WorkOverdue,
    WorkReleased,
)

__all__ = [
    "AgentOffered",
    "AgentPickedUp",
    "AgentStateChanged",
    "BroadcastHeard",
    "BroadcastSwitched",
    "CallAnswered",
    "CallBegan",
    "CallEnded",
    "CallEvent",
    "CallbackBegan",
    "CallbackConfirmed",
    "CallbackDialled",
    "CallbackRequested",
    "CallsCounted",
    "CanaryStarted",
    "CanaryStopped",
    "CaseOpened",
    "ChoiceKept",
    "ChoiceOffered",
    "DialplanChanged",
    "DialplanRefused",
    "DigitsCollected",
    "DispositionSet",
    "EngineStarted",
    "Event",
    "FlowEntered",
    "HoursChecked",
    "LanguageChosen",
    "ListChecked",
    "LookedUp",
    "MemoryUnavailable",
    "MenuAnswered",
    "OfferEnded",
    "PinChecked",
    "PlaceRestored",
    "PositionAnnounced",
    "PromptMissing",
    "PromptPlayed",
    "QueueEntered",
    "QueueLeft",
    "RecordingStored",
    "Requested",
    "SecureBegan",
    "SecureEnded",
    "ShareDrawn",
    "SourceAsked",
    "StepFailed",
    "SurveyAnswered",
    "SurveyBegan",
    "TalkEnded",
    "Transferred",
    "VariableSet",
    "VoicemailHeard",
    "VoicemailLeft",
    "WaitAnnounced",
    "WorkArrived",
    "WorkCancelled",
    "WorkEvent",
    "WorkFinished",
    "WorkOfferEnded",
    "WorkOffered",
    "WorkOverdue",
    "WorkReleased",
    "WrapUpExtended",
    "kind",
]
