"""Text → prompt audio for Asterisk: what is to be said, the voices that say it, the files they leave."""
