"""What is wrong between the queues and the agents of the settings. One file is one check, as in
`ivr.flow.checks`: `ID`, `SEVERITY`, and the docstring is its page."""
