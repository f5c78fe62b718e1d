"""Who answers: a deterministic state machine of agents, queues and offers; no I/O, no clock, no chance."""
