"""What outlives a call, beside the call log: what is remembered of callers, lists of numbers."""
