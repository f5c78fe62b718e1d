"""Parts of each half-hour and day, kept ready for reports: derived from the call log, at any time again."""
