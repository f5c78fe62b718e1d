"""What becomes of recordings after the talk."""
