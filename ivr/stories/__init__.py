"""Stories: calls written down in YAML beside a dialplan, played in virtual time; what of it they cover."""
