"""What is in an audio file: its form, length, loudness and faults. Pure: files in, facts out."""
