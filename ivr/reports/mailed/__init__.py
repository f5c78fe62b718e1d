"""Reports as mail: the letter with its charts, when it is due, and the process that sends it."""
