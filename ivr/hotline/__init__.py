"""The suggestion and complaint line: cases, from the recording to the answer."""
