"""How a command reaches the engine that runs, and gets its answer: a Unix socket under `state`."""
