"""Files that must be whole, and whose they are."""
