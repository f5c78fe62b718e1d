"""Other systems are told what happens in calls: signed, in order for each call, again until they accept.

`delivery` sends what any source gives it and does not know the call log; `outbox` is the source of events.
"""
