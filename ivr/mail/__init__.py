"""Sending mail: what is sent, how it is written down, and what the server says to it."""
