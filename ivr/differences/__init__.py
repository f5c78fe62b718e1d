"""What is another for a caller between two versions of a dialplan, whatever the texts look like."""
