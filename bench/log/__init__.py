"""A log of millions of calls, and how long it takes to find something in it."""
