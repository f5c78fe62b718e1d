"""What several steps have in common; no step lives here."""
