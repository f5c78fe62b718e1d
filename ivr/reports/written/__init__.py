"""One file per form of a report."""
