"""The steps of the flow language: one file = one step, all of them in `CATALOGUE`."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flow.step import Step

from .agent import Agent
from .broadcast import Broadcast
from .call import Call
from .callback import Callback
from .collect import Collect
from .dial_by_extension import DialByExtension
from .dial_by_name import DialByName
from .goto import Goto
from .hangup import Hangup
from .hotline import Hotline
from .hours import Hours
from .http import Http
from .if_ import If
from .language import Language
from .list import List
from .lookup import Lookup
from .mailbox import Mailbox
from .menu import Menu
from .pin import Pin
from .play import Play
from .queue import Queue
from .record import Record
from .remember import Remember
from .return_ import Return
from .say import Say
from .secure import Secure
from .set import Set
from .split import Split
from .supervise import Supervise
from .survey import Survey
from .throttle import Throttle
from .transfer import Transfer
from .voicemail import Voicemail

STEPS: tuple[type[Step], ...] = (
    Agent,
    Broadcast,
    Call,
    Callback,
    Collect,
    DialByExtension,
    DialByName,
    Goto,
    Hangup,
    Hotline,
    Hours,
    Http,
    If,
    Language,
    List,
    Lookup,
    Mailbox,
    Menu,
    Pin,
    Play,
    Queue,
    Record,
    Remember,
    Return,
    Say,
    Secure,
    Set,
    Split,
    Supervise,
    Survey,
    Throttle,
    Transfer,
    Voicemail,
)

CATALOGUE: Mapping[str, type[Step]] = {step.verb: step for step in STEPS}
