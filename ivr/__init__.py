"""Callwright: call flows in YAML, skills-based routing and a complete call log, on Asterisk."""
