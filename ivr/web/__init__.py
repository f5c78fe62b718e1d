"""The REST interface: agents, queues and work of other channels, for other systems and for the console."""
