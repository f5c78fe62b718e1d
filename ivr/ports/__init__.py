"""What the core asks of the world: the caller on the line, the queues, the clock, the journal and the rest.

Flows are written against these, never against Asterisk. `Caller` is implemented by the FastAGI caller, the
terminal phone of `ivr call` and the scripted caller of the flow tests; all pass `tests/caller_contract.py`.
"""

from __future__ import annotations

from ivr.ports.callbacks import (
    Callbacks,
    NewCallback,
    Outgoing,
)
from ivr.ports.caller import (
    KEYS,
    Caller,
    CallerHungUp,
    CallInfo,
    Dial,
    Dialled,
    DialOutcome,
    DialWatcher,
    EndedBy,
    Entered,
    Entry,
    Heard,
    Held,
    Joining,
    NotPaused,
    Phrase,
    Recorded,
    Sound,
    Sounds,
)
from ivr.ports.cases import (
    Cases,
    NewCase,
)
from ivr.ports.desk import (
    Attendance,
    Desk,
    Disposition,
    NoSuchCall,
    NotAnAgent,
)
from ivr.ports.lookups import (
    Answer,
    Http,
    HttpRequest,
    Lookup,
    LookupFailed,
    LookupFault,
    Sources,
)
from ivr.ports.mailboxes import (
    Mailboxes,
    Message,
)
from ivr.ports.outliving import (
    Listed,
    Lists,
    Memory,
    MemoryFailed,
)
from ivr.ports.phones import (
    Phones,
)
from ivr.ports.queues import (
    AgentOffer,
    Leaving,
    QueueRequest,
    Queues,
    Visit,
    Wakeable,
)
from ivr.ports.running import (
    Clock,
    Journal,
)
from ivr.ports.supervising import CODES, Mode, Supervise, Supervised
from ivr.ports.talks import (
    NoSuchTalk,
    NotThere,
    SentOn,
    SentOnBy,
    Talks,
)
from ivr.ports.wanted import Wanted

__all__ = [
    "CODES",
    "KEYS",
    "AgentOffer",
    "Answer",
    "Attendance",
    "CallInfo",
    "Callbacks",
    "Caller",
    "CallerHungUp",
    "Cases",
    "Clock",
    "Desk",
    "Dial",
    "DialOutcome",
    "DialWatcher",
    "Dialled",
    "Disposition",
    "EndedBy",
    "Entered",
    "Entry",
    "Heard",
    "Held",
    "Http",
    "HttpRequest",
    "Joining",
    "Journal",
    "Leaving",
    "Listed",
    "Lists",
    "Lookup",
    "LookupFailed",
    "LookupFault",
    "Mailboxes",
    "Memory",
    "MemoryFailed",
    "Message",
    "Mode",
    "NewCallback",
    "NewCase",
    "NoSuchCall",
    "NoSuchTalk",
    "NotAnAgent",
    "NotPaused",
    "NotThere",
    "Outgoing",
    "Phones",
    "Phrase",
    "QueueRequest",
    "Queues",
    "Recorded",
    "SentOn",
    "SentOnBy",
    "Sound",
    "Sounds",
    "Sources",
    "Supervise",
    "Supervised",
    "Talks",
    "Visit",
    "Wakeable",
    "Wanted",
]
