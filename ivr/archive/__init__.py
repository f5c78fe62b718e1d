"""What becomes of recordings after the talk: index, compression, checksums, retention, hold, erasure."""
