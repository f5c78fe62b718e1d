"""Half an hour with every trap in it, small enough to be reckoned by hand. Seconds count from ten o'clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ivr.journal.fold import fold
from ivr.measures.agent_time import AgentTime
from ivr.measures.facts import CallFacts, facts_of
from ivr.measures.schedule import Scheduled
from tests.journal.paths import BEGAN, journey

CALLS = {
    # answered after 10 s, on hold for 20 s, asked afterwards; calls again as c11
    "c1": """
0    call_began     caller_number=13100000000
0    flow_entered   flow=main_menu
5    prompt_played  text=请按键 heard=5
8    menu_answered  key=1 outcome=match target=buyer
8    flow_entered   flow=buyer
10   queue_entered  queue=buyers needs='buyer >= 2'
20   offer_ended    queue=buyers agent=li outcome=answered rang=4
20   queue_left     queue=buyers outcome=answered waited=10
70   hold_ended     agent=li held=20
120  talk_ended     queue=buyers agent=li by=agent talked=100
121  survey_began   survey=s questions=2
125  survey_answered survey=s question=a kind=csat outcome=answered answer=5 score=5
128  survey_answered survey=s question=b kind=nps outcome=answered answer=9 score=9
130  call_ended     by=flow
""",
    # answered too late, sent on blindly, and answered once more; the second agent asks a colleague
    "c2": """
100  call_began     caller_number=13200000000
100  flow_entered   flow=main_menu
108  menu_answered  key=1 outcome=match target=buyer
110  queue_entered  queue=buyers needs='buyer >= 2'
140  offer_ended    queue=buyers agent=wang outcome=answered rang=5
140  queue_left     queue=buyers outcome=answered waited=30
200  transfer_began kind=blind agent=wang to=sellers
200  talk_ended     queue=buyers agent=wang by=transfer talked=60
200  queue_entered  queue=sellers needs=seller
215  offer_ended    queue=sellers agent=zhao outcome=answered rang=5
215  queue_left     queue=sellers outcome=answered waited=15
250  consult_ended  agent=zhao to=1003 outcome=returned talked=10
295  talk_ended     queue=sellers agent=zhao by=caller talked=80
295  call_ended
""",
    # gave up at once
    "c3": """
300  call_began     caller_number=13300000000
300  flow_entered   flow=main_menu
305  menu_answered  key=1 outcome=match target=buyer
306  queue_entered  queue=buyers needs='buyer >= 2'
309  queue_left     queue=buyers outcome=abandoned waited=3
309  call_ended
""",
    # gave up within the target
    "c4": """
310  call_began     caller_number=13400000000
310  flow_entered   flow=main_menu
315  menu_answered  key=1 outcome=match target=buyer
318  queue_entered  queue=buyers needs='buyer >= 2'
330  queue_left     queue=buyers outcome=abandoned waited=12
330  call_ended
""",
    # gave up late
    "c5": """
340  call_began     caller_number=13500000000
340  flow_entered   flow=main_menu
345  menu_answered  key=1 outcome=match target=buyer
350  queue_entered  queue=buyers needs='buyer >= 2'
390  queue_left     queue=buyers outcome=abandoned waited=40
390  call_ended
""",
    # asks for a callback while waiting: that key belongs to no menu
    "c6": """
400  call_began     caller_number=13600000000
400  flow_entered   flow=main_menu
405  menu_answered  key=1 outcome=match target=buyer
410  queue_entered  queue=buyers needs='buyer >= 2'
430  menu_answered  flow=buyer key=9 outcome=match target=callback
434  callback_requested number=13600000000 queue=buyers outcome=noted
435  queue_left     queue=buyers outcome=left_by_key waited=25
440  call_ended
""",
    # moved to another queue after 30 s: 5 s there, 35 s for the caller
    "c7": """
500  call_began     caller_number=13700000000
500  flow_entered   flow=main_menu
505  menu_answered  key=1 outcome=match target=buyer
510  queue_entered  queue=buyers needs='buyer >= 2'
540  queue_left     queue=buyers outcome=overflow waited=30
540  queue_entered  queue=sellers needs=seller
545  offer_ended    queue=sellers agent=zhao outcome=answered rang=3
545  queue_left     queue=sellers outcome=answered waited=5
585  talk_ended     queue=sellers agent=zhao by=caller talked=40
585  call_ended
""",
    # a wrong key, then hangs up in the menu: no abandon of a queue
    "c8": """
600  call_began     caller_number=13800000000
600  flow_entered   flow=main_menu
606  menu_answered  key=7 outcome=no_match target=repeat
610  prompt_played  text=请按键 heard=4
612  call_ended
""",
    # served by the menu; a survey that nobody answers
    "c9": """
700  call_began     caller_number=13900000000
700  flow_entered   flow=main_menu
706  menu_answered  key=3 outcome=match target=order
706  flow_entered   flow=order
712  prompt_played  text=已发货 heard=6
713  survey_began   survey=s questions=1
715  call_ended     by=flow
""",
    # outside of the opening hours
    "c10": """
800  call_began     caller_number=14000000000
800  hours_checked  hours=office open=no
805  call_ended     by=flow
""",
    # the first caller again: a silence, then 0, answered at once
    "c11": """
1000 call_began     caller_number=13100000000
1000 flow_entered   flow=main_menu
1006 menu_answered  key= outcome=no_input target=repeat
1010 menu_answered  key=0 outcome=match target=operator
1012 queue_entered  queue=buyers
1012 offer_ended    queue=buyers agent=li outcome=answered rang=0
1012 queue_left     queue=buyers outcome=answered waited=0
1032 talk_ended     queue=buyers agent=li by=agent talked=20
1033 survey_began   survey=s questions=2
1036 survey_answered survey=s question=a kind=csat outcome=answered answer=2 score=2
1040 survey_answered survey=s question=b kind=nps outcome=answered answer=6 score=6
1045 call_ended     by=flow
""",
    # a suggestion by somebody who withheld the number
    "c12": """
1100 call_began     caller_number=anonymous
1100 flow_entered   flow=main_menu
1110 menu_answered  key=9 outcome=match target=suggestions
1120 recording_stored kind=suggestion file=s.wav seconds=6 channels=1
1120 case_opened    reference=1 line=product category=goods file=s.wav seconds=6
1130 call_ended     by=flow
""",
    # hangs up before the first key
    "c14": """
1200 call_began     caller_number=14200000000
1200 flow_entered   flow=main_menu
1204 prompt_played  text=请按键 heard=4
1206 call_ended
""",
    # the promised callback, in vain
    "callback-1-1": """
1300 call_began     caller_number=13600000000
1300 callback_began original=c6 attempt=1
1300 queue_entered  queue=buyers needs='buyer >= 2'
1330 callback_dialled number=13600000000 outcome=rang_out
1330 queue_left     queue=buyers outcome=timed_out waited=920
1330 call_ended     by=flow
""",
    # and once more
    "callback-1-2": """
1500 call_began     caller_number=13600000000
1500 callback_began original=c6 attempt=2
1500 queue_entered  queue=buyers needs='buyer >= 2'
1510 callback_dialled number=13600000000 outcome=answered
1515 callback_confirmed confirmed=yes
1520 offer_ended    queue=buyers agent=li outcome=answered rang=5
1520 queue_left     queue=buyers outcome=answered waited=1110
1550 talk_ended     queue=buyers agent=li by=caller talked=30
1550 call_ended
""",
}

STATES = {
    "li": "0 available 16 ringing 20 talking 120 wrap_up 130 available 1012 talking 1032 wrap_up"
    " 1052 available 1515 ringing 1520 talking 1550 wrap_up 1560 available 1600 paused 1800 end",
    "wang": "0 available 135 ringing 140 talking 200 wrap_up 205 available 1800 end",
    "zhao": "0 available 210 ringing 215 talking 295 wrap_up 310 available 542 ringing 545 talking"
    " 585 available 900 logged_out 1800 end",
}


def facts(table: str, call: str = "c") -> CallFacts:
    """Of one journey."""
    events = journey(table, call)
    return facts_of(fold(events), events)


def calls() -> list[CallFacts]:
    return [facts(table, call) for call, table in CALLS.items()]


def times() -> Iterator[AgentTime]:
    for agent, text in STATES.items():
        words = text.split()
        changes = list(zip(map(float, words[::2]), words[1::2], strict=True))
        for (began, state), (ended, _) in pairwise(changes):
            reason = "lunch" if state == "paused" else ""
            yield AgentTime(agent, state, reason, BEGAN + began, BEGAN + ended)


def schedule() -> tuple[Scheduled, ...]:
    """Wang has none."""
    planned = (
        Scheduled("li", "work", 0, 1500),
        Scheduled("li", "lunch", 1500, 1800, paid=False),
        Scheduled("zhao", "work", 0, 1000),
    )
    return tuple(replace(each, began=BEGAN + each.began, ended=BEGAN + each.ended) for each in planned)
