"""The call log beside Asterisk's own records: what differs, and what the log missed."""
