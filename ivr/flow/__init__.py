"""The dialplan language: reader, checks and interpreter. It knows `ivr.ports`, not Asterisk."""
