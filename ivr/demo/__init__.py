"""Sample phones and calls over real SIP: what `make run` shows and what the tests on a real Asterisk use."""
