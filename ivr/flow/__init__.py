"""The dialplan language: reader, checks and the interpreter. Written against `ivr.ports`, never against Asterisk."""
