"""One file = one voice: something that can say a text into a sound file for the telephone."""
