"""The only room with a connection to Asterisk."""
