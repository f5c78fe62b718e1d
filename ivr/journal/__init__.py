"""The call log: events are appended, call records are folded from them, journeys are told from them.

`writer` takes events while calls run, `reader` answers questions about them; `ivr.verify` completes what a
crash left open. Only `events` is truth; the tables `calls` and `agent_states` are derived and can be rebuilt.
"""
