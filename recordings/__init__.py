"""What was said: how recordings are named and how long they are."""
